/** @file Cases of normalization, and of layers that disturb while training. */
import type { LayerCase } from "./case.ts";

const affines = [
  {},
  { center: false, epsilon: 0.1 },
  { scale: false, epsilon: 1e-5 },
  { center: false, scale: false },
] as const;

export const cases: readonly LayerCase[] = [
  ...affines.flatMap((params): LayerCase[] => [
    { kind: "batchNormalization", inputs: [[2, 3, 4]], params },
    { kind: "batchNormalization", inputs: [[5]], params, training: true },
    { kind: "layerNormalization", inputs: [[2, 3, 4]], params },
    { kind: "groupNormalization", inputs: [[2, 3, 4]], params: { groups: 2, ...params } },
  ]),
  { kind: "batchNormalization", inputs: [[5]] },
  { kind: "batchNormalization", inputs: [[3, 4]] },
  { kind: "batchNormalization", inputs: [[3, 4]], training: true },
  { kind: "batchNormalization", inputs: [[2, 3, 4]], training: true },
  { kind: "batchNormalization", inputs: [[2, 2, 3, 4]] },
  { kind: "layerNormalization", inputs: [[2, 2, 3, 4]] },
  { kind: "groupNormalization", inputs: [[2, 2, 3, 4]], params: { groups: 2 } },
  { kind: "layerNormalization", inputs: [[6]] },
  { kind: "layerNormalization", inputs: [[3, 4]] },
  { kind: "groupNormalization", inputs: [[6]], params: { groups: 3 } },
  { kind: "groupNormalization", inputs: [[5, 4]], params: { groups: 1 } },
  { kind: "groupNormalization", inputs: [[2, 3, 4]], params: { groups: -1 }, note: "each channel" },
  { kind: "dropout", inputs: [[2, 3, 4]] },
  { kind: "dropout", inputs: [[40]], params: { rate: 0.4 }, training: true },
  { kind: "dropout", inputs: [[40]], params: { rate: 0 }, training: true },
  { kind: "spatialDropout1d", inputs: [[3, 8]], params: { rate: 0.4 }, training: true },
  { kind: "spatialDropout1d", inputs: [[3, 8]] },
  { kind: "spatialDropout2d", inputs: [[2, 3, 8]], params: { rate: 0.4 }, training: true },
  { kind: "spatialDropout2d", inputs: [[2, 3, 8]] },
  { kind: "gaussianNoise", inputs: [[40]], params: { stddev: 0.5 }, training: true },
  { kind: "gaussianNoise", inputs: [[2, 3, 4]] },
];
