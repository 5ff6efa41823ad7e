/** @file DepthwiseConv2D: each channel of an image is convolved by itself, with as many windows as the multiplier says. */
import type { OnnxValue } from "../export/onnx/emitter.ts";
import type { TorchValue } from "../export/torch/emitter.ts";
import type { Shape } from "../graph/types.ts";
import { choice, flag } from "../params/fields.ts";
import { activations } from "./activations.ts";
import {
  activatedOnnx,
  activatedTorch,
  type Convolution,
  convolutionCost,
  convolutionOnnx,
  convolutionTorch,
  depthwiseFirst,
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
import { sizeText, sweptShape } from "./windows.ts";

function convolutionOf(params: DepthwiseParams & { readonly useBias: boolean }, input: Shape): Convolution {
  const channels = input.at(-1) ?? 0;
  return {
    input,
    sweeps: depthwiseSweeps(params),
    filters: channels * params.depthMultiplier,
    groups: channels,
    useBias: params.useBias,
    kernel: (weights) => depthwiseFirst(weights("depthwise_kernel")),
  };
}

export const depthwiseConv2d = defineLayer({
  kind: "depthwiseConv2d",
  title: "DepthwiseConv2D",
  group: "convolution",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: {
    ...depthwiseFields,
    activation: choice(activations, { default: "relu", kerasDefault: "linear" }),
    ...depthwiseMore,
    useBias: flag({ default: true, advanced: true }),
    ...penalties,
  },
  badge: ({ kernelSize, activation }) => `${sizeText(kernelSize)} ${activation}`,
  shape: ({ params, inputs: [input] }) =>
    sweptShape(input, depthwiseSweeps(params), (channels) => channels * params.depthMultiplier, "kernelSize"),
  parameters: ({ params, inputs: [input] }) => {
    const filters = (input?.at(-1) ?? 0) * params.depthMultiplier;
    return { trainable: convolutionCost(filters, params.kernelSize, 1) + (params.useBias ? filters : 0), fixed: 0 };
  },
  multiplyAdds: ({ params, output }) => convolutionCost(elements(output), params.kernelSize, 1),
  keras: ({ params }) => ({
    className: "DepthwiseConv2D",
    args: {
      ...depthwiseArgs(params),
      activation: params.activation,
      useBias: params.useBias,
      depthwiseInitializer: "glorotUniform",
      biasInitializer: "zeros",
      ...kernelArgs(params, { depthwise: [0, 1] }),
    },
  }),
  read: readStrides,
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
