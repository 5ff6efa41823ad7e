/** @file What two runs differ in. */
import { describe, expect, it } from "vitest";
import { defaultDataSettings } from "../../core/data/types.ts";
import { makeNode } from "../../core/graph/edit.ts";
import type { LayerNode } from "../../core/layers/index.ts";
import { defaultTraining, type TrainJob } from "../../core/training/types.ts";
import { diffJobs } from "./runDiff.ts";

const input: LayerNode = { id: "in", kind: "input", params: {}, inputs: [] };
const dense = (id: string, units: number, from: string): LayerNode => makeNode("dense", id, [from], { units });
const output = (from: string): LayerNode => ({
  id: "out",
  kind: "output",
  params: { units: null, activation: "auto" },
  inputs: [from],
});

const job = (change: Partial<TrainJob> = {}): TrainJob => ({
  runId: crypto.randomUUID(),
  projectId: "p",
  name: "1",
  datasetId: "d",
  data: { ...defaultDataSettings, target: "species" },
  task: "multiclass",
  graph: { nodes: [input, dense("a", 64, "in"), output("a")] },
  config: defaultTraining,
  ...change,
});

describe("diffJobs", () => {
  it("finds nothing between a run and its repetition", () => {
    expect(diffJobs(job(), job({ name: "2" }))).toEqual([]);
  });

  it("names a setting with both values", () => {
    const faster = job({ config: { ...defaultTraining, learningRate: 0.01, patience: null } });
    expect(diffJobs(job(), faster)).toEqual([
      { kind: "setting", name: "learningRate", from: 0.001, to: 0.01 },
      { kind: "setting", name: "patience", from: 10, to: null },
    ]);
  });

  it("compares an optimizer's parameters with the defaults in force, and not across optimizers", () => {
    const spelt = job({ config: { ...defaultTraining, optimizerParams: { beta1: 0.9 } } });
    expect(diffJobs(job(), spelt)).toEqual([]);
    const slower = job({ config: { ...defaultTraining, optimizerParams: { beta1: 0.5 } } });
    expect(diffJobs(job(), slower)).toEqual([{ kind: "optimizerParam", name: "beta1", from: 0.9, to: 0.5 }]);
    const other = job({ config: { ...defaultTraining, optimizer: "sgd" } });
    expect(diffJobs(slower, other)).toEqual([{ kind: "setting", name: "optimizer", from: "adam", to: "sgd" }]);
  });

  it("compares schedules by kind, and their parameters with the defaults in force", () => {
    const of = (change: Partial<TrainJob["config"]>) => job({ config: { ...defaultTraining, ...change } });
    const cosine = of({ schedule: { kind: "cosine", params: {}, warmup: 3 } });
    expect(diffJobs(job(), cosine)).toEqual([
      { kind: "setting", name: "schedule", from: "constant", to: "cosine" },
      { kind: "setting", name: "warmup", from: 0, to: 3 },
    ]);
    const spelt = of({ schedule: { kind: "cosine", params: { alpha: 0 }, warmup: 3 } });
    expect(diffJobs(cosine, spelt)).toEqual([]);
    const higher = of({ schedule: { kind: "cosine", params: { alpha: 0.1 }, warmup: 3 } });
    expect(diffJobs(cosine, higher)).toEqual([{ kind: "scheduleParam", name: "alpha", from: 0, to: 0.1 }]);
  });

  it("names the limit of clipping only where both clip", () => {
    const of = (kind: "none" | "norm", limit: number) =>
      job({ config: { ...defaultTraining, clip: { kind, limit }, labelSmoothing: 0.1, accumulate: 4 } });
    expect(diffJobs(of("none", 1), of("none", 5))).toEqual([]);
    expect(diffJobs(of("none", 1), of("norm", 5))).toEqual([
      { kind: "setting", name: "clip", from: "none", to: "norm" },
    ]);
    expect(diffJobs(of("norm", 1), of("norm", 5))).toEqual([{ kind: "setting", name: "clipLimit", from: 1, to: 5 }]);
  });

  it("says which layers came, and does not call their neighbours rewired", () => {
    const drop: LayerNode = { id: "d", kind: "dropout", params: { rate: 0.3 }, inputs: ["a"] };
    const after = job({ graph: { nodes: [input, dense("a", 64, "in"), drop, output("d")] } });
    expect(diffJobs(job(), after)).toEqual([{ kind: "layersAdded", title: "Dropout", count: 1 }]);
    expect(diffJobs(after, job())).toEqual([{ kind: "layersRemoved", title: "Dropout", count: 1 }]);
  });

  it("compares a template applied anew layer by layer", () => {
    const after = job({ graph: { nodes: [input, dense("other", 32, "in"), output("other")] } });
    expect(diffJobs(job(), after)).toEqual([{ kind: "layerParam", title: "Dense", field: "units", from: 64, to: 32 }]);
  });

  it("compares lists and layers inside layers by what they hold", () => {
    const conv = (stride: number): LayerNode =>
      makeNode("conv2d", "c", ["in"], { filters: 8, strides: [stride, stride], kernelSize: [3, 3] });
    const both = (units: number, kind = "lstm"): LayerNode =>
      makeNode("bidirectional", "b", ["c"], { layer: { kind, params: { units, activation: "tanh" } } });
    const graph = (...nodes: readonly LayerNode[]) => job({ graph: { nodes: [input, ...nodes, output("b")] } });
    const before = graph(conv(1), both(16));
    // As read from the disk: equal, and no object in common.
    expect(diffJobs(before, structuredClone(before))).toEqual([]);
    expect(diffJobs(before, graph(conv(2), both(32)))).toEqual([
      { kind: "layerParam", title: "Conv2D", field: "strides", from: [1, 1], to: [2, 2] },
      { kind: "layerParam", title: "Bidirectional (LSTM)", field: "units", from: 16, to: 32 },
    ]);
    expect(diffJobs(before, graph(conv(1), both(16, "gru")))).toEqual([
      { kind: "layerParam", title: "Bidirectional", field: "layer", from: "LSTM", to: "GRU" },
    ]);
  });

  it("takes a parameter that an older run lacks for its default", () => {
    const { nodes } = job().graph;
    const older = nodes.map((node) =>
      node.id === "a" ? ({ ...node, params: { units: 64, activation: "relu" } } as LayerNode) : node,
    );
    const now = nodes.map((node) =>
      node.id === "a" ? makeNode("dense", "a", ["in"], { units: 64, activation: "relu" }) : node,
    );
    expect(diffJobs(job({ graph: { nodes: older } }), job({ graph: { nodes: now } }))).toEqual([]);
  });

  it("says which layers were frozen and where the weights come from", () => {
    const start = { id: "w", source: "model.json" };
    const frozen: LayerNode = { ...dense("a", 64, "in"), frozen: true };
    const tuned = job({ graph: { nodes: [input, frozen, output("a")] }, startWeights: start });
    expect(diffJobs(job(), tuned)).toEqual([
      { kind: "frozen", title: "Dense", count: 1, frozen: true },
      { kind: "startWeights", source: "model.json" },
    ]);
    expect(diffJobs(tuned, job({ startWeights: null }))).toEqual([
      { kind: "frozen", title: "Dense", count: 1, frozen: false },
      { kind: "startWeights", source: null },
    ]);
    expect(diffJobs(tuned, job({ ...tuned, startWeights: { ...start } }))).toEqual([]);
  });

  it("sees another wiring of the same layers", () => {
    const chain = job({ graph: { nodes: [input, dense("a", 8, "in"), dense("b", 8, "a"), output("b")] } });
    const swapped = job({ graph: { nodes: [input, dense("a", 8, "b"), dense("b", 8, "in"), output("a")] } });
    expect(diffJobs(chain, swapped)).toEqual([{ kind: "wiring" }]);
  });

  it("sees changes of the data, whatever the order of keys", () => {
    const data = {
      ...defaultDataSettings,
      target: "species",
      columns: { a: { dropped: true }, b: { type: "text" } },
    } as const;
    const reordered = { ...data, columns: { b: { type: "text" }, a: { dropped: true } } } as const;
    expect(diffJobs(job({ data }), job({ data: reordered }))).toEqual([]);
    const split = { ...data.split, seed: 2 };
    expect(diffJobs(job({ data }), job({ data: { ...data, split, columns: {} }, datasetId: "e" }))).toEqual([
      { kind: "data", part: "dataset" },
      { kind: "data", part: "split" },
      { kind: "data", part: "columns" },
    ]);
  });
});
