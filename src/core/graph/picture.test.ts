/** @file A picture holds what is drawn, within its frame, and no text of a user leaves its place in it. */

import { describe, expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import { drawPicture, type Picture, type PictureCard } from "./picture.ts";
import { routesOf } from "./routes.ts";

const colours = {
  background: "#fff",
  panel: "#fff",
  border: "#ccc",
  text: "#111",
  dim: "#666",
  edge: "#999",
  bad: "#c00",
  accent: "#55c",
  note: "#ffd",
  noteBorder: "#cc8",
};
const card = (change: Partial<PictureCard>): PictureCard => ({
  x: 0,
  y: 0,
  title: "Dense",
  line: "64 relu",
  aside: "320",
  colour: "#36c",
  bad: false,
  frozen: false,
  stacked: false,
  ...change,
});
const places = new Map([
  ["a", { x: 0, y: 0 }],
  ["b", { x: 9, y: 96 }],
]);
const empty: Picture = { title: "iris", cards: [], lines: [], frames: [], notes: [] };

/** A strict reading of the XML that is written: tags nest, and nothing but tags begins with "<". */
function expectWellFormed(svg: string) {
  const open: string[] = [];
  let rest = svg;
  while (rest !== "") {
    const text = /^[^<]+/.exec(rest)?.[0];
    if (text !== undefined) {
      expect(text).not.toMatch(/&(?!(amp|lt|gt|quot);)/);
      rest = rest.slice(text.length);
      continue;
    }
    const tag = /^<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"<&]*(?:&(?:amp|lt|gt|quot);[^"<&]*)*")*)\s*(\/?)>/.exec(rest);
    expect(tag, rest.slice(0, 60)).not.toBeNull();
    if (tag === null) return;
    const [whole, closing, name = "", , alone] = tag;
    if (closing === "/") expect(open.pop()).toBe(name);
    else if (alone !== "/") open.push(name);
    rest = rest.slice(whole.length);
  }
  expect(open).toEqual([]);
}

describe("a picture", () => {
  it("is well-formed whatever the names and notes are", () => {
    const anyText = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("</text><script>", "]]>", '"><img src=x>', "\u0000\ud800"),
    );
    fc.assert(
      fc.property(anyText, anyText, anyText, (title, line, note) => {
        const { svg } = drawPicture(
          {
            ...empty,
            title,
            cards: [card({ title, line, frozen: true, stacked: true })],
            lines: routesOf(places, [{ from: "a", to: "b", text: line }]).flatMap((route) =>
              route === null ? [] : [{ route, text: line, bad: true }],
            ),
            frames: [{ x: -18, y: -38, width: 242, height: 110, text: title }],
            notes: [{ x: 300, y: 0, width: 120, height: 60, text: note }],
          },
          colours,
        );
        expectWellFormed(svg);
        expect(svg).not.toMatch(/<(script|img|foreignObject)/);
      }),
      { numRuns: 300 },
    );
  });

  it("has room for everything, and a margin", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ x: fc.integer({ min: -5000, max: 5000 }), y: fc.integer({ min: -5000, max: 5000 }) }), {
          minLength: 1,
        }),
        (places) => {
          const { svg } = drawPicture({ ...empty, cards: places.map((place) => card(place)) }, colours);
          const [left = 0, top = 0, width = 0, height = 0] = (/viewBox="([^"]+)"/.exec(svg)?.[1] ?? "")
            .split(" ")
            .map(Number);
          for (const { x, y } of places) {
            expect(x - left).toBeGreaterThanOrEqual(32);
            expect(y - top).toBeGreaterThanOrEqual(32);
            expect(left + width - (x + 206)).toBeGreaterThanOrEqual(32);
            expect(top + height - (y + 54)).toBeGreaterThanOrEqual(32);
          }
        },
      ),
    );
    expect(drawPicture(empty, colours).width).toBeGreaterThan(0);
  });

  it("breaks a note's lines at its width, Chinese between any characters, and ends where the note does", () => {
    const lines = (text: string, height = 500) => {
      const { svg } = drawPicture({ ...empty, notes: [{ x: 0, y: 0, width: 100, height, text }] }, colours);
      return Array.from(svg.matchAll(/<tspan[^>]*>([^<]*)<\/tspan>/g), ([, line]) => line);
    };
    expect(lines("one two three four\nfive")).toEqual(["one two", "three four", "five"]);
    expect(lines("测试文字换行测试")).toEqual(["测试文字换行", "测试"]);
    expect(lines("a\nb\nc\nd", 54)).toEqual(["a", "b"]);
  });
});
