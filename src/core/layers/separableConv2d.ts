/**
 * @file SeparableConv2D: a depthwise convolution, then one of a single cell that mixes the channels. Bias and activation
 * come after both.
 */
import type { OnnxValue } from "../export/onnx/emitter.ts";
import type { TorchValue } from "../export/torch/emitter.ts";
import type { Shape } from "../graph/types.ts";
import { choice, flag, int } from "../params/fields.ts";
import { activations } from "./activations.ts";
import {
  activatedOnnx,
  activatedTorch,
  type Convolution,
  convolutionCost,
  convolutionOnnx,
  convolutionTorch,
  depthwiseFirst,
  kernelFirst,
  maxFilters,
} from "./convolving.ts";
import { defineLayer, oneInput } from "./define.ts";
import {
  type DepthwiseParams,
  depthwiseArgs,
  depthwiseFields,
  depthwiseMore,
  depthwiseSweeps,
  kernelArgs,
  readStrides,
} from "./depthwise.ts";
import { penalties } from "./regularizers.ts";
import { elements } from "./sameShape.ts";
import { sizeText, sweepsOf, sweptShape } from "./windows.ts";

interface SeparableParams extends DepthwiseParams {
  readonly filters: number;
  readonly useBias: boolean;
}

/** The two convolutions, one after the other. */
function convolutionsOf(params: SeparableParams, input: Shape, output: Shape): readonly [Convolution, Convolution] {
  const channels = input.at(-1) ?? 0;
  const between = channels * params.depthMultiplier;
  return [
    {
      input,
      sweeps: depthwiseSweeps(params),
      filters: between,
      groups: channels,
      useBias: false,
      kernel: (weights) => depthwiseFirst(weights("depthwise_kernel")),
    },
    {
      input: [...output.slice(0, -1), between],
      sweeps: sweepsOf({ window: [1, 1], strides: [1, 1], padding: "valid" }),
      filters: params.filters,
      groups: 1,
      useBias: params.useBias,
      kernel: (weights) => kernelFirst(weights("pointwise_kernel")),
    },
  ];
}

/** Weights a cell put out costs: a window a channel, then all channels. */
function weighed({ kernelSize, depthMultiplier, filters }: SeparableParams, channels: number): number {
  const between = channels * depthMultiplier;
  return convolutionCost(between, kernelSize, 1) + between * filters;
}

export const separableConv2d = defineLayer({
  kind: "separableConv2d",
  title: "SeparableConv2D",
  group: "convolution",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: {
    filters: int({ default: 32, min: 1, max: maxFilters }),
    ...depthwiseFields,
    activation: choice(activations, { default: "relu", kerasDefault: "linear" }),
    ...depthwiseMore,
    useBias: flag({ default: true, advanced: true }),
    ...penalties,
  },
  badge: ({ filters, kernelSize, activation }) => `${filters} ${sizeText(kernelSize)} ${activation}`,
  shape: ({ params, inputs: [input] }) =>
    sweptShape(input, depthwiseSweeps(params), () => params.filters, "kernelSize"),
  parameters: ({ params, inputs: [input] }) => ({
    trainable: weighed(params, input?.at(-1) ?? 0) + (params.useBias ? params.filters : 0),
    fixed: 0,
  }),
  multiplyAdds: ({ params, inputs: [input], output }) =>
    elements(output.slice(0, -1)) * weighed(params, input?.at(-1) ?? 0),
  keras: ({ params }) => ({
    className: "SeparableConv2D",
    args: {
      filters: params.filters,
      ...depthwiseArgs(params),
      activation: params.activation,
      useBias: params.useBias,
      depthwiseInitializer: "glorotUniform",
      pointwiseInitializer: "glorotUniform",
      biasInitializer: "zeros",
      ...kernelArgs(params, { depthwise: [0, 1], pointwise: [0, 1, 2] }),
    },
  }),
  read: readStrides,
  torch: ({ params, inputs: [input], output }, emit) => {
    const [x] = emit.x as readonly [TorchValue];
    const [each, mixed] = convolutionsOf(params, input ?? [], output);
    const between = emit.line(convolutionTorch(emit, emit.first(x), each, "depthwise"));
    return activatedTorch(emit, params.activation, convolutionTorch(emit, between, mixed, "pointwise"));
  },
  onnx: ({ params, inputs: [input], output }, emit) => {
    const [x] = emit.x as readonly [OnnxValue];
    const [each, mixed] = convolutionsOf(params, input ?? [], output);
    const between = convolutionOnnx(emit, emit.first(x), each);
    return activatedOnnx(emit, params.activation, convolutionOnnx(emit, between, mixed));
  },
});
