/** @file The learned scale (gamma) and shift (beta) of each channel after a normalization, written apart from it. */
import type { OnnxEmitter } from "../export/onnx/emitter.ts";
import { reshaped } from "../export/tensors.ts";
import type { Layout, TorchEmitter } from "../export/torch/emitter.ts";
import { flag, float } from "../params/fields.ts";
import type { KerasCall } from "./define.ts";

/** Keras's defaults. */
export const affineFields = {
  epsilon: float({ default: 1e-3, min: 0, max: 1, exclusiveMin: true }),
  center: flag({ default: true, advanced: true }),
  scale: flag({ default: true, advanced: true }),
};

export interface AffineParams {
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
}

export const affineArgs = ({ epsilon, center, scale }: AffineParams): KerasCall["args"] => ({
  axis: -1,
  epsilon,
  center,
  scale,
  betaInitializer: "zeros",
  gammaInitializer: "ones",
});

export const affineCount = ({ center, scale }: AffineParams, channels = 0): number =>
  channels * ((center ? 1 : 0) + (scale ? 1 : 0));

/** How [channels] must look to meet a tensor of this many axes (the batch's not counted) in this layout. */
const shapeIn = (layout: Layout, channels: number, rank: number): readonly number[] =>
  layout === "last" ? [channels] : [channels, ...Array<number>(rank - 1).fill(1)];

/** gamma · x + beta, as far as there are such: torch's modules have both or none. */
export function torchAffine(
  emit: TorchEmitter,
  { center, scale }: AffineParams,
  x: string,
  channels: number,
  rank: number,
  layout: Layout,
): string {
  const shape = shapeIn(layout, channels, rank);
  const part = (name: string) => emit.parameter(name, shape, (weights) => reshaped(weights(name), shape));
  const scaled = scale ? `${x} * ${part("gamma")}` : x;
  return center ? `${scaled} + ${part("beta")}` : scaled;
}

export function onnxAffine(
  emit: OnnxEmitter,
  { center, scale }: AffineParams,
  x: string,
  channels: number,
  rank: number,
  layout: Layout,
): string {
  const shape = shapeIn(layout, channels, rank);
  const part = (name: string) => emit.weight((weights) => reshaped(weights(name), shape));
  const scaled = scale ? emit.node("Mul", [x, part("gamma")]) : x;
  return center ? emit.node("Add", [scaled, part("beta")]) : scaled;
}
