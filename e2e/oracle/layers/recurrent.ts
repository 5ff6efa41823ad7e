/** @file Cases of recurrent layers, of Embedding and Masking, and of masks that go from one to the other. */
import { makeNode } from "../../../src/core/graph/edit.ts";
import type { Graph } from "../../../src/core/graph/types.ts";
import { gru } from "../../../src/core/layers/gru.ts";
import { lstm } from "../../../src/core/layers/lstm.ts";
import { simpleRnn } from "../../../src/core/layers/simpleRnn.ts";
import { defaultsOf } from "../../../src/core/params/fields.ts";
import type { LayerCase } from "./case.ts";

const sequence = [[5, 3]] as const;
/** Every argument away from its default. */
const inner = { units: 4, returnSequences: true, useBias: false } as const;
const turned = { ...inner, goBackwards: true } as const;
const odd = { activation: "softsign", recurrentActivation: "hardSigmoid" } as const;
const dropped = { units: 4, dropout: 0.3, recurrentDropout: 0.4 } as const;

const input = makeNode("input", "input_1", [], {});
const ends = [
  makeNode("dense", "dense_1", ["last"], { units: 3, activation: "tanh" }),
  makeNode("output", "output_1", ["dense_1"], {}),
];
const embedded = makeNode("embedding", "embedding_1", ["input_1"], { inputDim: 7, outputDim: 4, maskZero: true });
const chain = (...nodes: Graph["nodes"]): Graph => ({ nodes: [input, ...nodes, ...ends] });

export const cases: readonly LayerCase[] = [
  { kind: "simpleRnn", inputs: sequence, params: { units: 4 } },
  { kind: "simpleRnn", inputs: sequence, params: { ...turned, activation: "relu" } },
  { kind: "simpleRnn", inputs: sequence, params: { units: 4, activation: "gelu", returnSequences: true } },
  { kind: "simpleRnn", inputs: sequence, params: { ...dropped, returnSequences: true }, training: true },
  { kind: "lstm", inputs: sequence, params: { units: 4 } },
  { kind: "lstm", inputs: sequence, params: { units: 4, returnSequences: true, unitForgetBias: false } },
  { kind: "lstm", inputs: sequence, params: { ...turned, recurrentDropout: 0.2 } },
  { kind: "lstm", inputs: sequence, params: { units: 4, activation: "relu", goBackwards: true } },
  { kind: "lstm", inputs: sequence, params: { ...turned, ...odd } },
  { kind: "lstm", inputs: [[1, 2]], params: { units: 1 }, note: "one step, one unit" },
  { kind: "lstm", inputs: sequence, params: dropped, training: true },
  { kind: "gru", inputs: sequence, params: { units: 4 } },
  { kind: "gru", inputs: sequence, params: { ...turned } },
  { kind: "gru", inputs: sequence, params: { units: 4, resetAfter: false } },
  { kind: "gru", inputs: sequence, params: { ...turned, resetAfter: false } },
  { kind: "gru", inputs: sequence, params: { units: 4, ...odd, returnSequences: true } },
  { kind: "gru", inputs: sequence, params: { units: 4, ...odd, resetAfter: false, useBias: false } },
  { kind: "gru", inputs: sequence, params: { units: 4, ...odd, resetAfter: false, goBackwards: true } },
  { kind: "gru", inputs: sequence, params: dropped, training: true },
  { kind: "gru", inputs: sequence, params: { ...dropped, resetAfter: false, returnSequences: true }, training: true },
  {
    kind: "bidirectional",
    inputs: sequence,
    params: { layer: { kind: "lstm", params: { ...defaultsOf(lstm.fields), units: 4 } } },
  },
  {
    kind: "bidirectional",
    inputs: sequence,
    params: {
      layer: { kind: "gru", params: { ...defaultsOf(gru.fields), units: 3, returnSequences: true } },
      mergeMode: "sum",
    },
  },
  {
    kind: "bidirectional",
    inputs: sequence,
    params: {
      layer: { kind: "simpleRnn", params: { ...defaultsOf(simpleRnn.fields), ...inner } },
      mergeMode: "mul",
    },
  },
  {
    kind: "bidirectional",
    inputs: sequence,
    params: {
      layer: { kind: "lstm", params: { ...defaultsOf(lstm.fields), ...odd, units: 3 } },
      mergeMode: "ave",
    },
  },
  {
    kind: "bidirectional",
    inputs: sequence,
    params: { layer: { kind: "lstm", params: { ...defaultsOf(lstm.fields), ...dropped } } },
    training: true,
  },
  { kind: "embedding", inputs: [[6]], params: { inputDim: 9, outputDim: 4 }, tokens: 9 },
  { kind: "embedding", inputs: [[6]], params: { inputDim: 9, outputDim: 1, maskZero: true }, tokens: 9, padded: true },
  { kind: "masking", inputs: [[5, 3]], padded: true },
  { kind: "masking", inputs: [[5, 3]], params: { maskValue: -1.5 } },
  {
    kind: "lstm",
    inputs: [[6]],
    tokens: 7,
    padded: true,
    note: "Embedding with padding",
    graph: chain(embedded, makeNode("lstm", "last", ["embedding_1"], { units: 4 })),
  },
  {
    kind: "gru",
    inputs: [[5, 3]],
    padded: true,
    note: "Masking, every step put out, then read backwards",
    graph: chain(
      makeNode("masking", "masking_1", ["input_1"], {}),
      makeNode("gru", "gru_1", ["masking_1"], { units: 4, returnSequences: true }),
      makeNode("simpleRnn", "last", ["gru_1"], { units: 4, goBackwards: true }),
    ),
  },
  {
    kind: "bidirectional",
    inputs: [[6]],
    tokens: 7,
    padded: true,
    note: "Embedding with padding",
    graph: chain(
      embedded,
      makeNode("bidirectional", "both", ["embedding_1"], {
        layer: { kind: "gru", params: { ...defaultsOf(gru.fields), units: 3, returnSequences: true } },
        mergeMode: "concat",
      }),
      makeNode("gru", "last", ["both"], { units: 3, resetAfter: false }),
    ),
  },
];
