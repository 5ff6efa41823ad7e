/** @file The ways of connections: none runs under a card or along another layer's, and their texts stay readable. */

import { describe, expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import { nodeSize, step } from "./layout.ts";
import { type Route, type RouteLine, routePath, routesOf } from "./routes.ts";
import { noContext, templates } from "./templates.ts";
import type { Point } from "./types.ts";

/** Cards at columns and rows. */
const at = (places: Readonly<Record<string, readonly [number, number]>>): ReadonlyMap<string, Point> =>
  new Map(Object.entries(places).map(([id, [column, row]]) => [id, { x: column * step.x, y: row * step.y }]));
const wires = (...pairs: readonly string[]): readonly RouteLine[] =>
  pairs.map((pair) => ({ from: pair[0] ?? "", to: pair[1] ?? "", text: "8×8×16" }));
const pieces = (route: Route | null | undefined): (readonly [Point, Point])[] =>
  (route?.points ?? []).slice(1).map((b, i) => [route?.points[i] ?? b, b]);

/** The cards under which a way runs; its own card it may only touch at the edge. */
function under(places: ReadonlyMap<string, Point>, route: Route | null | undefined): readonly string[] {
  return [...places].flatMap(([id, card]) => {
    const runs = pieces(route).some(
      ([a, b]) =>
        Math.max(a.x, b.x) > card.x + 1 &&
        Math.min(a.x, b.x) < card.x + nodeSize.width - 1 &&
        Math.max(a.y, b.y) > card.y + 1 &&
        Math.min(a.y, b.y) < card.y + nodeSize.height - 1,
    );
    return runs ? [id] : [];
  });
}

/** Whether two ways lie upon one another for a stretch. */
const together = (one: Route | null | undefined, other: Route | null | undefined): boolean =>
  pieces(one).some(([a, b]) =>
    pieces(other).some(([c, d]) => {
      const span = (p: number, q: number, r: number, s: number) =>
        Math.min(Math.max(p, q), Math.max(r, s)) - Math.max(Math.min(p, q), Math.min(r, s));
      const [across, down] = [span(a.x, b.x, c.x, d.x), span(a.y, b.y, c.y, d.y)];
      return Math.min(across, down) > -3 && Math.max(across, down) > 3;
    }),
  );

describe("a connection's way", () => {
  it("runs straight down a chain", () => {
    const routes = routesOf(at({ a: [0, 0], b: [0, 1], c: [0, 2] }), wires("ab", "bc"));
    expect(routes.map((route) => route?.points.length)).toEqual([2, 2]);
  });

  it("of a side branch enters the layer it leads to, and no other", () => {
    const places = at({ a: [0, 0], b: [0, 1], s: [1, 1], c: [0, 2], d: [0, 3], m: [0, 4] });
    const lines = wires("ab", "as", "bc", "cd", "dm", "sm");
    const routes = routesOf(places, lines);
    for (const route of routes) expect(under(places, route)).toEqual([]);
    const side = routes[5];
    for (const i of [2, 3, 4]) expect(together(side, routes[i])).toBe(false);
    const last = side?.points.at(-1) ?? { x: 0, y: 0 };
    expect(last.y).toBeGreaterThanOrEqual(4 * step.y);
    expect(last.y).toBeLessThan(4 * step.y + nodeSize.height);
  });

  it("into a layer with two inputs is apart from the other way into it", () => {
    for (const places of [
      at({ a: [0, 0], b: [1, 0], m: [0, 1] }),
      at({ a: [0, 0], b: [2, 0], m: [1, 1] }),
      at({ a: [1, 0], b: [2, 0], m: [0, 1] }),
    ]) {
      const [one, other] = routesOf(places, wires("am", "bm"));
      expect(together(one, other)).toBe(false);
      expect(one?.points.at(-1)).not.toEqual(other?.points.at(-1));
    }
  });

  it("around nested skips lies outside of theirs", () => {
    const places = at({ a: [0, 0], b: [0, 1], c: [0, 2], d: [0, 3], e: [0, 4] });
    const routes = routesOf(places, wires("ab", "bc", "cd", "de", "bd", "ae"));
    for (const [i, route] of routes.entries()) {
      expect(under(places, route)).toEqual([]);
      for (const other of routes.slice(i + 1)) expect(together(route, other)).toBe(false);
    }
  });

  it("back up leads around as well", () => {
    const places = at({ a: [0, 2], b: [0, 1], c: [0, 0] });
    const [route] = routesOf(places, wires("ac"));
    expect(under(places, route)).toEqual([]);
  });

  it.each(Object.keys(templates))("in the template %s runs under no card, and no text does", (name) => {
    const { graph, positions } = templates[name as keyof typeof templates](noContext);
    const places = new Map(Object.entries(positions));
    const lines = graph.nodes.flatMap(({ id, inputs }) => inputs.map((from) => ({ from, to: id, text: "8×8×16" })));
    const routes = routesOf(places, lines);
    expect(routes.length).toBe(lines.length);
    for (const [i, route] of routes.entries()) {
      expect(under(places, route), JSON.stringify(lines[i])).toEqual([]);
      for (const card of places.values()) {
        const { x = 0, y = 0 } = route?.label ?? {};
        const covered =
          x + 20 > card.x && x - 20 < card.x + nodeSize.width && y + 7 > card.y && y - 7 < card.y + nodeSize.height;
        expect(covered).toBe(false);
      }
      for (const [j, other] of routes.entries()) {
        if (j > i && lines[i]?.from !== lines[j]?.from)
          expect(together(route, other), `${JSON.stringify(lines[i])} and ${JSON.stringify(lines[j])}`).toBe(false);
      }
    }
  });

  it("has only upright and level pieces and ends at its cards, wherever they stand", () => {
    const place = fc.record({ x: fc.integer({ min: -900, max: 900 }), y: fc.integer({ min: -900, max: 900 }) });
    fc.assert(
      fc.property(fc.array(place, { minLength: 2, maxLength: 9 }), (points) => {
        const places = new Map(points.map((point, i) => [String(i), point]));
        const lines = points.slice(1).map((_, i) => ({ from: String(i), to: String(i + 1), text: "4" }));
        for (const [i, route] of routesOf(places, lines).entries()) {
          for (const [a, b] of pieces(route)) expect(a.x === b.x || a.y === b.y).toBe(true);
          const card = points[i + 1] ?? { x: 0, y: 0 };
          const end = route?.points.at(-1) ?? { x: 0, y: 0 };
          expect(end.x >= card.x && end.x <= card.x + nodeSize.width).toBe(true);
          expect(end.y >= card.y && end.y <= card.y + nodeSize.height).toBe(true);
          expect(routePath(route?.points ?? [])).not.toMatch(/NaN|Infinity/);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("is null where an end is not there", () => {
    expect(routesOf(at({ a: [0, 0] }), wires("ab"))).toEqual([null]);
  });
});
