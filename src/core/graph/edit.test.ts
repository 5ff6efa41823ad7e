/** @file Graph edits: what they do, that they leave their argument alone, and that no sequence of them breaks a graph. */

import { describe, expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import { type LayerKind, layerKinds, layers } from "../layers/index.ts";
import { compile } from "./compile.ts";
import * as edit from "./edit.ts";
import { closeGaps, makeRoom, placeMissing, step } from "./layout.ts";
import { noContext, templates } from "./templates.ts";
import type { Graph } from "./types.ts";

const mlp = () => templates.mlp(noContext).graph;
const skip = () => templates.deepMlpSkip(noContext).graph;
const inputsOf = (graph: Graph, id: string) => edit.nodeById(graph, id)?.inputs;
const context = { inputShape: [4], task: "multiclass", classes: 3, vocabulary: null } as const;
const chainOf = (graph: Graph) => compile(graph, context).order;

describe("adding", () => {
  it("puts a layer between a node and all it feeds", () => {
    const graph = edit.addLayer(skip(), { kind: "dropout", after: "batch_normalization_1" });
    expect(inputsOf(graph, "dropout_2")).toEqual(["batch_normalization_1"]);
    expect(inputsOf(graph, "dense_2")).toEqual(["dropout_2"]);
    expect(inputsOf(graph, "add_1")).toEqual(["dropout_2", "dense_3"]);
  });

  it("goes before the output when the output, or nothing, is chosen", () => {
    for (const after of ["output_1", undefined, "gone"]) {
      const graph = edit.addLayer(mlp(), { kind: "dropout", after });
      expect(chainOf(graph)).toEqual(["input_1", "dense_1", "dense_2", "dropout_1", "output_1"]);
    }
  });

  it("splits one edge and leaves the others", () => {
    const graph = edit.insertOnEdge(skip(), { kind: "dense", from: "batch_normalization_1", to: "add_1" });
    expect(inputsOf(graph, "add_1")).toEqual(["dense_4", "dense_3"]);
    expect(inputsOf(graph, "dense_2")).toEqual(["batch_normalization_1"]);
  });

  it("names nodes by kind and the first free number", () => {
    expect(edit.newId(mlp(), "dense")).toBe("dense_3");
    expect(edit.newId(edit.removeNodes(mlp(), { ids: ["dense_1"] }), "dense")).toBe("dense_1");
    expect(edit.newId(mlp(), "batchNormalization")).toBe("batch_normalization_1");
  });

  it("duplicates behind the original, with its parameters", () => {
    const source = edit.setParam(mlp(), { id: "dense_1", field: "units", value: 7 });
    const graph = edit.duplicate(source, { id: "dense_1" });
    expect(chainOf(graph)).toEqual(["input_1", "dense_1", "dense_3", "dense_2", "output_1"]);
    expect(edit.nodeById(graph, "dense_3")?.params).toMatchObject({ units: 7 });
    expect(edit.duplicate(source, { id: "output_1" })).toBe(source);
  });
});

describe("removing and connecting", () => {
  it("heals the chain over several removed layers", () => {
    const graph = edit.removeNodes(mlp(), { ids: ["dense_1", "dense_2"] });
    expect(inputsOf(graph, "output_1")).toEqual(["input_1"]);
  });

  it("keeps one input where one is taken, and no input twice", () => {
    const withoutAdd = edit.removeNodes(skip(), { ids: ["add_1"] });
    expect(inputsOf(withoutAdd, "dropout_1")).toEqual(["batch_normalization_1"]);
    const withoutBlock = edit.removeNodes(skip(), { ids: ["dense_2", "dense_3"] });
    expect(inputsOf(withoutBlock, "add_1")).toEqual(["batch_normalization_1"]);
  });

  it("refuses circles, repeats and edges into the input, and replaces a single input", () => {
    expect(edit.whyNotConnect(skip(), "dropout_1", "dense_1")).toBe("cycle");
    expect(edit.whyNotConnect(skip(), "dense_1", "dense_1")).toBe("cycle");
    expect(edit.whyNotConnect(skip(), "dense_1", "input_1")).toBe("takesNoInput");
    expect(edit.whyNotConnect(skip(), "output_1", "dense_1")).toBe("givesNoOutput");
    expect(edit.whyNotConnect(skip(), "dense_3", "add_1")).toBe("there");
    const graph = skip();
    expect(edit.connect(graph, { from: "dropout_1", to: "dense_1" })).toBe(graph);
    expect(inputsOf(edit.connect(graph, { from: "dense_1", to: "dense_3" }), "dense_3")).toEqual(["dense_1"]);
    expect(inputsOf(edit.connect(graph, { from: "dense_1", to: "add_1" }), "add_1")).toHaveLength(3);
  });

  it("orders the inputs of a merge", () => {
    const graph = edit.moveInput(skip(), { id: "add_1", index: 0, by: 1 });
    expect(inputsOf(graph, "add_1")).toEqual(["dense_3", "batch_normalization_1"]);
    expect(edit.moveInput(graph, { id: "add_1", index: 1, by: 1 })).toBe(graph);
  });
});

describe("moving along the chain", () => {
  it("swaps neighbours, and up undoes down", () => {
    const graph = edit.addLayer(mlp(), { kind: "dropout", after: "dense_1" });
    const down = edit.moveInChain(graph, { id: "dropout_1", direction: "down" });
    expect(chainOf(down)).toEqual(["input_1", "dense_1", "dense_2", "dropout_1", "output_1"]);
    expect(chainOf(edit.moveInChain(down, { id: "dropout_1", direction: "up" }))).toEqual(chainOf(graph));
  });

  it("stops at input and output", () => {
    const graph = mlp();
    expect(edit.moveInChain(graph, { id: "dense_1", direction: "up" })).toBe(graph);
    expect(edit.moveInChain(graph, { id: "dense_2", direction: "down" })).toBe(graph);
    expect(edit.moveInChain(graph, { id: "input_1", direction: "down" })).toBe(graph);
  });

  it("passes a merge and closes no circle", () => {
    const below = edit.moveInChain(skip(), { id: "dense_3", direction: "down" });
    expect(inputsOf(below, "add_1")).toEqual(["batch_normalization_1", "dense_2"]);
    expect(inputsOf(below, "dense_3")).toEqual(["add_1"]);
    expect(inputsOf(below, "dropout_1")).toEqual(["dense_3"]);
    expect(compile(below, context).issues).toEqual([]);
  });
});

describe("any sequence of edits", () => {
  const kinds = layerKinds.filter((kind) => layers[kind].addable);
  const pick = fc.nat(30);
  type Step = (graph: Graph) => Graph;
  const id = (graph: Graph, at: number) => graph.nodes[at % Math.max(1, graph.nodes.length)]?.id ?? "none";
  const inner = (graph: Graph, at: number) => {
    const hidden = graph.nodes.filter(({ kind }) => layers[kind].addable);
    return hidden[at % Math.max(1, hidden.length)]?.id ?? "none";
  };
  const steps: fc.Arbitrary<Step> = fc.oneof(
    fc.tuple(fc.constantFrom<LayerKind>(...kinds), pick).map(
      ([kind, at]): Step =>
        (graph) =>
          edit.addLayer(graph, { kind, after: id(graph, at) }),
    ),
    fc.tuple(pick, pick).map(
      ([a, b]): Step =>
        (graph) =>
          edit.connect(graph, { from: id(graph, a), to: id(graph, b) }),
    ),
    pick.map(
      (at): Step =>
        (graph) =>
          edit.removeNodes(graph, { ids: [inner(graph, at)] }),
    ),
    pick.map(
      (at): Step =>
        (graph) =>
          edit.duplicate(graph, { id: id(graph, at) }),
    ),
    fc.tuple(pick, fc.constantFrom<"up" | "down">("up", "down")).map(
      ([at, direction]): Step =>
        (graph) =>
          edit.moveInChain(graph, { id: id(graph, at), direction }),
    ),
  );

  it("leaves its argument untouched, ids unique, edges whole and without circle", () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 25 }), (list) => {
        let graph = skip();
        for (const change of list) {
          const before = JSON.stringify(graph);
          const next = change(graph);
          expect(JSON.stringify(graph)).toBe(before);
          graph = next;
        }
        const ids = new Set(graph.nodes.map((node) => node.id));
        expect(ids.size).toBe(graph.nodes.length);
        expect(graph.nodes.flatMap(({ inputs }) => inputs).every((input) => ids.has(input))).toBe(true);
        const found = compile(graph, context).issues.map(({ code }) => code);
        expect(found).not.toContain("layerCycle");
        expect(found).not.toContain("layerInputMissing");
        expect(found).not.toContain("layerTooManyInputs");
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});

describe("positions", () => {
  it("makes room for a new layer and closes it again", () => {
    const { graph, positions } = templates.mlp(noContext);
    const added = edit.addLayer(graph, { kind: "dropout", after: "dense_1" });
    const opened = makeRoom(added, positions, "dropout_1");
    expect(opened.dropout_1).toEqual({ x: 0, y: 2 * step.y });
    expect(opened.output_1).toEqual({ x: 0, y: 4 * step.y });
    expect(closeGaps(added, opened, ["dropout_1"])).toEqual(positions);
  });

  it("places what has no position beside what has one", () => {
    const { graph, positions } = templates.mlp(noContext);
    const loose = edit.addLoose(graph, { kind: "dense" });
    const placed = placeMissing(loose, positions);
    const points = loose.nodes.map((node) => JSON.stringify(placed[node.id]));
    expect(new Set(points).size).toBe(loose.nodes.length);
    expect(placeMissing(graph, positions)).toBe(positions);
  });
});
