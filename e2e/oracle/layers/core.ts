/** @file Cases of activations as layers of their own. */
import { activations } from "../../../src/core/layers/activations.ts";
import type { LayerCase } from "./case.ts";

export const cases: readonly LayerCase[] = [
  ...activations.flatMap((activation): LayerCase[] => [
    { kind: "activation", inputs: [[5]], params: { activation }, note: activation },
    { kind: "activation", inputs: [[2, 3, 4]], params: { activation }, note: activation },
  ]),
  { kind: "activation", inputs: [[3, 4]], params: { activation: "softmax" }, note: "softmax of a sequence" },
  { kind: "activation", inputs: [[3, 1]], params: { activation: "softmax" }, note: "softmax of one channel" },
  { kind: "leakyRelu", inputs: [[6]] },
  { kind: "leakyRelu", inputs: [[2, 3, 4]], params: { negativeSlope: 0.01 } },
  { kind: "leakyRelu", inputs: [[3, 4]], params: { negativeSlope: 0 } },
  { kind: "prelu", inputs: [[6]] },
  { kind: "prelu", inputs: [[3, 4]], params: { sharedAxes: [1] } },
  { kind: "prelu", inputs: [[2, 3, 4]] },
  { kind: "prelu", inputs: [[2, 3, 4]], params: { sharedAxes: [1, 2] } },
  { kind: "prelu", inputs: [[2, 3, 4]], params: { sharedAxes: [3] } },
];
