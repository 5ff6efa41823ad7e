/** @file Cases of the model's head, and of the layers every model has. */
import type { LayerCase } from "./case.ts";

export const cases: readonly LayerCase[] = [
  { kind: "output", inputs: [[5]], note: "three classes" },
  { kind: "output", inputs: [[4]], params: { units: 2, activation: "sigmoid" } },
  { kind: "dense", inputs: [[4]] },
  { kind: "dense", inputs: [[3, 4]], params: { units: 5, activation: "softmax", useBias: false } },
  { kind: "dense", inputs: [[2, 3, 4]], params: { units: 5, activation: "tanh" } },
];
