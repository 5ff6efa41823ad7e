/** @file Cases of the pooling layers. */
import { makeNode } from "../../../src/core/graph/edit.ts";
import type { Graph } from "../../../src/core/graph/types.ts";
import type { LayerCase } from "./case.ts";

const image = [[6, 5, 3]] as const;
const steps = [[7, 3]] as const;

const windowed1d = (["maxPooling1d", "averagePooling1d"] as const).flatMap((kind): readonly LayerCase[] => [
  { kind, inputs: steps },
  { kind, inputs: steps, params: { poolSize: 3, strides: 2 } },
  { kind, inputs: steps, params: { poolSize: 2, padding: "same" }, note: "uneven padding" },
  { kind, inputs: steps, params: { poolSize: 3, strides: 1, padding: "same" }, note: "even padding" },
  { kind, inputs: steps, params: { poolSize: 5, strides: 3, padding: "same" } },
]);

const windowed2d = (["maxPooling2d", "averagePooling2d"] as const).flatMap((kind): readonly LayerCase[] => [
  { kind, inputs: image },
  { kind, inputs: image, params: { poolSize: [3, 2], strides: [2, 1] } },
  { kind, inputs: image, params: { padding: "same" }, note: "uneven padding" },
  { kind, inputs: image, params: { poolSize: [3, 3], strides: [1, 1], padding: "same" }, note: "even padding" },
  { kind, inputs: image, params: { poolSize: [4, 3], strides: [3, 2], padding: "same" } },
  { kind, inputs: image, params: { poolSize: [6, 5], strides: [0, 1] }, note: "the whole image" },
  { kind, inputs: image, params: { poolSize: [1, 1], strides: [2, 2] }, note: "single cells" },
]);

const chain = (...nodes: Graph["nodes"]): Graph => ({
  nodes: [
    makeNode("input", "input_1", [], {}),
    ...nodes,
    makeNode("dense", "dense_1", ["last"], { units: 3, activation: "tanh" }),
    makeNode("output", "output_1", ["dense_1"], {}),
  ],
});

/** Steps that do not count: left out of the mean, and forgotten behind a layer that knows no masks. */
const masked: readonly LayerCase[] = [
  {
    kind: "globalAveragePooling1d",
    inputs: [[5]],
    tokens: 7,
    padded: true,
    note: "Embedding with padding",
    graph: chain(
      makeNode("embedding", "embedding_1", ["input_1"], { inputDim: 7, outputDim: 4, maskZero: true }),
      makeNode("globalAveragePooling1d", "last", ["embedding_1"], {}),
    ),
  },
  {
    kind: "globalAveragePooling1d",
    inputs: [[6, 3]],
    padded: true,
    note: "a mask that ends at Conv1D",
    graph: chain(
      makeNode("masking", "masking_1", ["input_1"], {}),
      makeNode("conv1d", "conv1d_1", ["masking_1"], { filters: 4 }),
      makeNode("maxPooling1d", "pool_1", ["conv1d_1"], {}),
      makeNode("globalAveragePooling1d", "last", ["pool_1"], {}),
    ),
  },
];

export const cases: readonly LayerCase[] = [
  ...windowed1d,
  ...windowed2d,
  ...masked,
  { kind: "globalMaxPooling1d", inputs: steps },
  { kind: "globalMaxPooling1d", inputs: steps, params: { keepdims: true } },
  { kind: "globalAveragePooling1d", inputs: steps },
  { kind: "globalAveragePooling1d", inputs: steps, params: { keepdims: true } },
  { kind: "globalMaxPooling2d", inputs: image },
  { kind: "globalMaxPooling2d", inputs: image, params: { keepdims: true } },
  { kind: "globalAveragePooling2d", inputs: image },
  { kind: "globalAveragePooling2d", inputs: image, params: { keepdims: true } },
];
