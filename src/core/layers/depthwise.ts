/**
 * @file What DepthwiseConv2D and SeparableConv2D share: a window for each channel by itself. One stride serves both
 * axes, because TensorFlow knows no other.
 */
import { choice, int, type ParamValue, pair } from "../params/fields.ts";
import type { KerasCall, KerasValue } from "./define.ts";
import { penaltyArgs } from "./regularizers.ts";
import { maxWindow, type Padding, paddings, type Sweep, sweepsOf } from "./windows.ts";

export const depthwiseFields = {
  kernelSize: pair({ default: 3, min: 1, max: maxWindow }),
  strides: int({ default: 1, min: 1, max: maxWindow }),
  padding: choice(paddings, { default: "same", kerasDefault: "valid" }),
};
export const depthwiseMore = {
  depthMultiplier: int({ default: 1, min: 1, max: 64, advanced: true }),
  dilationRate: pair({ default: 1, min: 1, max: maxWindow, advanced: true }),
};

export interface DepthwiseParams {
  readonly kernelSize: readonly number[];
  readonly strides: number;
  readonly padding: Padding;
  readonly dilationRate: readonly number[];
  readonly depthMultiplier: number;
}

export const depthwiseSweeps = ({ kernelSize, strides, padding, dilationRate }: DepthwiseParams): readonly Sweep[] =>
  sweepsOf({ window: kernelSize, strides: [strides, strides], dilation: dilationRate, padding });

export const depthwiseArgs = (params: DepthwiseParams): KerasCall["args"] => ({
  kernelSize: params.kernelSize,
  strides: [params.strides, params.strides],
  padding: params.padding,
  depthMultiplier: params.depthMultiplier,
  dilationRate: params.dilationRate,
});

/** Penalties under the names these layers have for their kernels. */
export function kernelArgs(
  params: Parameters<typeof penaltyArgs>[0],
  axes: Readonly<Record<string, readonly number[]>>,
): KerasCall["args"] {
  const renamed: Record<string, KerasValue> = {};
  for (const [kernel, normAxis] of Object.entries(axes)) {
    for (const [name, value] of Object.entries(penaltyArgs(params, normAxis))) {
      renamed[name.replace(/^kernel/, kernel)] = value;
    }
  }
  return renamed;
}

/** One stride for both axes, or a list of two equal ones. */
export function readStrides(args: Readonly<Record<string, KerasValue>>): Readonly<Record<string, ParamValue>> | null {
  const { strides = 1, dataFormat = null } = args;
  if (dataFormat !== null && dataFormat !== "channelsLast" && dataFormat !== "channels_last") return null;
  const [first, ...others] = Array.isArray(strides) ? (strides as readonly KerasValue[]) : [strides];
  if (typeof first !== "number" || others.some((other) => other !== first)) return null;
  return { strides: first };
}
