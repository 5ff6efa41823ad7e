/** @file Cases of the random layers of images: each as while training, where its parameters are drawn, and in prediction. */
import { fillModes, interpolations } from "../../../src/core/layers/augmenting.ts";
import { flipModes } from "../../../src/core/layers/randomFlip.ts";
import type { LayerCase } from "./case.ts";

const inputs = [[5, 4, 2]] as const;
const training = true;
const range = { valueMin: -1.5, valueMax: 1 };

export const cases: readonly LayerCase[] = [
  ...flipModes.map((mode): LayerCase => ({ kind: "randomFlip", inputs, training, params: { mode }, note: mode })),
  ...fillModes.flatMap((fillMode): LayerCase[] => [
    { kind: "randomRotation", inputs, training, params: { factor: 0.2, fillMode, fillValue: 0.7 }, note: fillMode },
    {
      kind: "randomTranslation",
      inputs,
      training,
      params: { heightFactor: 0.4, widthFactor: 0.9, fillMode, fillValue: -0.3 },
      note: fillMode,
    },
    { kind: "randomZoom", inputs, training, params: { heightFactor: 0.6, fillMode }, note: fillMode },
  ]),
  ...interpolations.map(
    (interpolation): LayerCase => ({
      kind: "randomZoom",
      inputs,
      training,
      params: { heightFactor: 0.3, widthFactor: 0.8, keepRatio: false, interpolation },
      note: interpolation,
    }),
  ),
  { kind: "randomRotation", inputs, training, params: { factor: 1, interpolation: "nearest" } },
  { kind: "randomContrast", inputs, training, params: { factor: 0.8, ...range } },
  { kind: "randomBrightness", inputs, training, params: { factor: 0.5, ...range } },
  { kind: "randomFlip", inputs },
  { kind: "randomRotation", inputs },
  { kind: "randomTranslation", inputs },
  { kind: "randomZoom", inputs },
  { kind: "randomContrast", inputs },
  { kind: "randomBrightness", inputs },
];
