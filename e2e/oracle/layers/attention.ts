/** @file Cases of attention, of positions, of layers applied to each step, and of a transformer's encoder block. */
import { makeNode } from "../../../src/core/graph/edit.ts";
import type { Graph } from "../../../src/core/graph/types.ts";
import { type LayerKind, type LayerParams, specOf } from "../../../src/core/layers/index.ts";
import { defaultsOf, type NestedLayer } from "../../../src/core/params/fields.ts";
import type { LayerCase } from "./case.ts";

/** A layer for TimeDistributed. */
const inner = <K extends LayerKind>(kind: K, params: Partial<LayerParams<K>> = {}): NestedLayer => ({
  kind,
  params: { ...defaultsOf(specOf(kind)?.fields ?? {}), ...params },
});

/** Embedding with padding, positions, attention and a small network, each with its skip, then the mean of the steps. */
const encoder: Graph = {
  nodes: [
    makeNode("input", "input_1", [], {}),
    makeNode("embedding", "embedding_1", ["input_1"], { inputDim: 7, outputDim: 6, maskZero: true }),
    makeNode("positionEmbedding", "position_1", ["embedding_1"], {}),
    makeNode("multiHeadAttention", "attention_1", ["position_1"], { numHeads: 2, keyDim: 3 }),
    makeNode("add", "add_1", ["position_1", "attention_1"], {}),
    makeNode("layerNormalization", "norm_1", ["add_1"], {}),
    makeNode("dense", "dense_1", ["norm_1"], { units: 8, activation: "gelu" }),
    makeNode("dense", "dense_2", ["dense_1"], { units: 6, activation: "linear" }),
    makeNode("add", "add_2", ["norm_1", "dense_2"], {}),
    makeNode("layerNormalization", "norm_2", ["add_2"], {}),
    makeNode("multiHeadAttention", "attention_2", ["norm_2", "norm_1"], { numHeads: 1, keyDim: 2 }),
    makeNode("lstm", "lstm_1", ["attention_2"], { units: 4 }),
    makeNode("output", "output_1", ["lstm_1"], {}),
  ],
};

export const cases: readonly LayerCase[] = [
  { kind: "multiHeadAttention", inputs: [[4, 6]], params: { numHeads: 2, keyDim: 3 }, note: "itself" },
  {
    kind: "multiHeadAttention",
    inputs: [
      [4, 6],
      [3, 5],
    ],
    params: { numHeads: 3, keyDim: 2, valueDim: 4 },
    note: "query and value",
  },
  {
    kind: "multiHeadAttention",
    inputs: [
      [4, 6],
      [3, 5],
      [3, 2],
    ],
    params: { numHeads: 1, keyDim: 4, useBias: false },
    note: "query, value and key",
  },
  { kind: "multiHeadAttention", inputs: [[5, 4]], params: { useCausalMask: true, numHeads: 2, keyDim: 2 } },
  { kind: "multiHeadAttention", inputs: [[4, 3]], params: { dropout: 0.3, numHeads: 2, keyDim: 2 }, training: true },
  { kind: "positionEmbedding", inputs: [[5, 4]] },
  { kind: "positionEmbedding", inputs: [[5, 3]], params: { positions: "sine" } },
  { kind: "timeDistributed", inputs: [[3, 4]], params: { layer: inner("dense", { units: 5 }) } },
  {
    kind: "timeDistributed",
    inputs: [[2, 5, 4, 3]],
    params: { layer: inner("conv2d", { filters: 2, kernelSize: [3, 2], strides: [2, 1], activation: "tanh" }) },
  },
  { kind: "timeDistributed", inputs: [[2, 4, 4, 2]], params: { layer: inner("maxPooling2d") } },
  { kind: "timeDistributed", inputs: [[2, 4, 4, 2]], params: { layer: inner("globalAveragePooling2d") } },
  { kind: "timeDistributed", inputs: [[2, 3, 4]], params: { layer: inner("flatten") } },
  { kind: "timeDistributed", inputs: [[2, 6, 3]], params: { layer: inner("conv1d", { filters: 2 }) } },
  { kind: "multiHeadAttention", inputs: [[6]], tokens: 7, padded: true, note: "encoder", graph: encoder },
];
