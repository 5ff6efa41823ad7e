/** @file Tidying keeps cards apart, inputs above consumers and a chain straight; edges go around what stands between. */
import { describe, expect, it } from "vitest";
import { shownGraph } from "../../core/graph/blocks.ts";
import { compile } from "../../core/graph/compile.ts";
import { addLoose, connect, makeNode } from "../../core/graph/edit.ts";
import { nodeSize, step } from "../../core/graph/layout.ts";
import { noContext, templates } from "../../core/graph/templates.ts";
import type { Graph } from "../../core/graph/types.ts";
import { flowEdges } from "./edges.ts";
import { clearNotes, tidy } from "./tidy.ts";
import { flowNodes } from "./view.ts";

const context = { inputShape: [4], task: "multiclass", classes: 3, vocabulary: null } as const;
const branched: Graph = {
  nodes: [
    makeNode("input", "i", []),
    makeNode("dense", "a", ["i"]),
    makeNode("dense", "b", ["i"]),
    makeNode("dense", "c", ["b"]),
    makeNode("concatenate", "j", ["a", "c"]),
    makeNode("output", "o", ["j"]),
  ],
};

describe("tidy", () => {
  it.each([
    ["chain", templates.mlp(noContext).graph],
    ["skip", templates.deepMlpSkip(noContext).graph],
    ["branches", branched],
    ["loose", addLoose(templates.mlp(noContext).graph, { kind: "dense" })],
  ])("%s: no two cards overlap and inputs stand above", (_name, graph) => {
    const places = tidy(graph);
    const points = graph.nodes.map(({ id }) => places[id] ?? { x: Number.NaN, y: Number.NaN });
    for (const [i, a] of points.entries()) {
      for (const b of points.slice(i + 1)) {
        expect(Math.abs(a.x - b.x) >= nodeSize.width || Math.abs(a.y - b.y) >= nodeSize.height).toBe(true);
      }
    }
    for (const node of graph.nodes) {
      for (const input of node.inputs) expect(places[input]?.y).toBeLessThan(places[node.id]?.y ?? 0);
    }
  });

  it("keeps a chain with a skip connection straight", () => {
    const places = Object.values(tidy(templates.deepMlpSkip(noContext).graph));
    expect(new Set(places.map(({ x }) => x)).size).toBe(1);
  });
});

describe("tidy with blocks and notes", () => {
  const graph = templates.mlp(context).graph;
  const positions = tidy(graph);

  it("lays a folded block out as one card, its layers as they stand to one another", () => {
    const block = { id: "b", name: "B", collapsed: true, nodes: ["dense_1", "dense_2"] };
    const places = tidy(graph, [block], positions);
    expect(places.output_1?.y).toBe((places.dense_1?.y ?? 0) + step.y);
    expect((places.dense_2?.y ?? 0) - (places.dense_1?.y ?? 0)).toBe(
      (positions.dense_2?.y ?? 0) - (positions.dense_1?.y ?? 0),
    );
  });

  it("moves a note that a layer covers to the right of all, and leaves the others", () => {
    const note = { id: "n", text: "", x: 10, y: 10, width: 100, height: 50 };
    const free = { ...note, id: "m", x: 900 };
    const [moved, left] = clearNotes([note, free], positions);
    expect(moved).toEqual({ ...note, x: nodeSize.width + 40 });
    expect(left).toBe(free);
  });

  it("draws a thousand layers in rows, and at once", () => {
    const nodes = Array.from({ length: 1000 }, (_, i) => makeNode("dense", `d${i}`, i === 0 ? [] : [`d${i - 1}`]));
    expect(tidy({ nodes }).d999).toEqual({ x: 0, y: 999 * step.y });
  });
});

describe("the drawing", () => {
  const { graph, positions } = templates.deepMlpSkip(noContext);

  it("leads an edge around the layers between its ends, and others straight", () => {
    const edges = flowEdges(shownGraph(graph, []), positions, compile(graph, context), null);
    const around = edges
      .filter(({ data }) => (data?.route?.points.length ?? 0) > 2)
      .map(({ source, target }) => [source, target]);
    expect(around).toEqual([["batch_normalization_1", "add_1"]]);
  });

  it("shows the shape that leaves the source, and marks edges into a layer whose inputs do not fit", () => {
    const clash = connect(graph, { from: "input_1", to: "add_1" });
    const edges = flowEdges(shownGraph(clash, []), positions, compile(clash, context), null);
    expect(edges.find(({ source, target }) => source === "input_1" && target === "dense_1")?.data).toMatchObject({
      text: "4",
      bad: false,
    });
    expect(edges.filter(({ data }) => data?.bad).map(({ target }) => target)).toEqual(["add_1", "add_1", "add_1"]);
  });

  it("spells out the problems of one layer, and reuses what did not change while another is dragged", () => {
    const clash = connect(graph, { from: "input_1", to: "add_1" });
    const compiled = compile(clash, context);
    const marks = { nodes: new Set<string>(), notes: new Set<string>() };
    const labels = { layer: () => "", block: () => "", note: () => "" };
    const draw = (x: number) => {
      const sheet = { graph: clash, positions: { ...positions, dropout_1: { x, y: 0 } }, blocks: [], notes: [] };
      return flowNodes(sheet, shownGraph(clash, []), compiled, marks, labels);
    };
    expect(
      draw(0)
        .filter(({ data }) => "callout" in data && data.callout)
        .map(({ id }) => id),
    ).toEqual(["add_1"]);
    expect(draw(5).map(({ data }) => data)).toEqual(draw(0).map(({ data }) => data));
    for (const [i, { data }] of draw(5).entries()) expect(data).toBe(draw(0)[i]?.data);
  });
});
