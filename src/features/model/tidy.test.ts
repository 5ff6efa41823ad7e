/** @file Tidying keeps cards apart, inputs above consumers and a chain straight; edges go around what stands between. */
import { describe, expect, it } from "vitest";
import { compile } from "../../core/graph/compile.ts";
import { addLoose, connect, makeNode } from "../../core/graph/edit.ts";
import { nodeSize } from "../../core/graph/layout.ts";
import { noContext, templates } from "../../core/graph/templates.ts";
import type { Graph } from "../../core/graph/types.ts";
import { tidy } from "./tidy.ts";
import { flowEdges, flowNodes } from "./view.ts";

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

describe("the drawing", () => {
  const { graph, positions } = templates.deepMlpSkip(noContext);

  it("leads an edge around the layers between its ends, and others straight", () => {
    const edges = flowEdges(graph, positions, compile(graph, context), null);
    const around = edges.filter(({ data }) => (data?.detour ?? 0) > 0).map(({ source, target }) => [source, target]);
    expect(around).toEqual([["batch_normalization_1", "add_1"]]);
  });

  it("shows the shape that leaves the source, and marks edges into a layer whose inputs do not fit", () => {
    const clash = connect(graph, { from: "input_1", to: "add_1" });
    const edges = flowEdges(clash, positions, compile(clash, context), null);
    expect(edges.find(({ source, target }) => source === "input_1" && target === "dense_1")?.data).toMatchObject({
      text: "4",
      bad: false,
    });
    expect(edges.filter(({ data }) => data?.bad).map(({ target }) => target)).toEqual(["add_1", "add_1", "add_1"]);
  });

  it("spells out the problems of one layer, and reuses what did not change while another is dragged", () => {
    const clash = connect(graph, { from: "input_1", to: "add_1" });
    const compiled = compile(clash, context);
    const draw = (x: number) =>
      flowNodes(clash, { ...positions, dropout_1: { x, y: 0 } }, compiled, new Set(), () => "");
    expect(
      draw(0)
        .filter(({ data }) => data.callout)
        .map(({ id }) => id),
    ).toEqual(["add_1"]);
    expect(draw(5).map(({ data }) => data)).toEqual(draw(0).map(({ data }) => data));
    for (const [i, { data }] of draw(5).entries()) expect(data).toBe(draw(0)[i]?.data);
  });
});
