/** @file Conv2D: a window of learned weights moves over height and width of an image; each filter is one such window. */
import type { OnnxValue } from "../export/onnx/emitter.ts";
import type { TorchValue } from "../export/torch/emitter.ts";
import type { Shape } from "../graph/types.ts";
import { choice, flag, int, pair } from "../params/fields.ts";
import { activations } from "./activations.ts";
import {
  activatedOnnx,
  activatedTorch,
  type Convolution,
  convolutionCost,
  convolutionOnnx,
  convolutionTorch,
  kernelFirst,
  maxFilters,
} from "./convolving.ts";
import { defineLayer, oneInput } from "./define.ts";
import { badGroups } from "./groups.ts";
import { penalties, penaltyArgs } from "./regularizers.ts";
import { elements } from "./sameShape.ts";
import { maxWindow, type Padding, paddings, sizeText, sweepsOf, sweptShape } from "./windows.ts";

interface Conv2DParams {
  readonly filters: number;
  readonly kernelSize: readonly number[];
  readonly strides: readonly number[];
  readonly dilationRate: readonly number[];
  readonly padding: Padding;
  readonly groups: number;
  readonly useBias: boolean;
}

const sweepsIn = ({ kernelSize, strides, dilationRate, padding }: Conv2DParams) =>
  sweepsOf({ window: kernelSize, strides, dilation: dilationRate, padding });

const convolutionOf = (params: Conv2DParams, input: Shape): Convolution => ({
  input,
  sweeps: sweepsIn(params),
  filters: params.filters,
  groups: params.groups,
  useBias: params.useBias,
  kernel: (weights) => kernelFirst(weights("kernel")),
});

export const conv2d = defineLayer({
  kind: "conv2d",
  title: "Conv2D",
  group: "convolution",
  inputs: oneInput,
  siblings: ["conv1d"],
  role: "hidden",
  addable: true,
  fields: {
    filters: int({ default: 32, min: 1, max: maxFilters }),
    kernelSize: pair({ default: 3, min: 1, max: maxWindow }),
    strides: pair({ default: 1, min: 1, max: maxWindow }),
    padding: choice(paddings, { default: "same", kerasDefault: "valid" }),
    activation: choice(activations, { default: "relu", kerasDefault: "linear" }),
    dilationRate: pair({ default: 1, min: 1, max: maxWindow, advanced: true }),
    groups: int({ default: 1, min: 1, max: maxFilters, advanced: true }),
    useBias: flag({ default: true, advanced: true }),
    ...penalties,
  },
  badge: ({ filters, kernelSize, activation }) => `${filters} ${sizeText(kernelSize)} ${activation}`,
  shape: ({ params, inputs: [input] }) => {
    const swept = sweptShape(input, sweepsIn(params), () => params.filters, "kernelSize");
    return swept.ok ? (badGroups(params, input?.at(-1) ?? 0) ?? swept) : swept;
  },
  parameters: ({ params, inputs: [input] }) => {
    const channels = (input?.at(-1) ?? 0) / params.groups;
    const kernel = convolutionCost(params.filters, params.kernelSize, channels);
    return { trainable: kernel + (params.useBias ? params.filters : 0), fixed: 0 };
  },
  multiplyAdds: ({ params, inputs: [input], output }) =>
    convolutionCost(elements(output), params.kernelSize, (input?.at(-1) ?? 0) / params.groups),
  keras: ({ params }) => ({
    className: "Conv2D",
    args: {
      filters: params.filters,
      kernelSize: params.kernelSize,
      strides: params.strides,
      padding: params.padding,
      dilationRate: params.dilationRate,
      groups: params.groups,
      activation: params.activation,
      useBias: params.useBias,
      kernelInitializer: "glorotUniform",
      biasInitializer: "zeros",
      ...penaltyArgs(params, [0, 1, 2]),
    },
  }),
  torch: ({ params, inputs: [input] }, emit) => {
    const [x] = emit.x as readonly [TorchValue];
    const y = convolutionTorch(emit, emit.first(x), convolutionOf(params, input ?? []));
    return activatedTorch(emit, params.activation, y);
  },
  onnx: ({ params, inputs: [input] }, emit) => {
    const [x] = emit.x as readonly [OnnxValue];
    const y = convolutionOnnx(emit, emit.first(x), convolutionOf(params, input ?? []));
    return activatedOnnx(emit, params.activation, y);
  },
});
