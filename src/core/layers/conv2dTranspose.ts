/**
 * @file Conv2DTranspose: each cell of the input paints a window of learned weights, `strides` apart. TensorFlow's sizes:
 * "same" gives strides times the input, cut where windows reach over, with the odd cell cut at the end; where windows
 * leave a gap, it is filled up at the end.
 */
import type { OnnxValue } from "../export/onnx/emitter.ts";
import { transposed } from "../export/tensors.ts";
import type { TorchValue } from "../export/torch/emitter.ts";
import { choice, flag, int, pair } from "../params/fields.ts";
import { activations } from "./activations.ts";
import { activatedOnnx, activatedTorch, convolutionCost, maxFilters } from "./convolving.ts";
import { defineLayer, gives, oneInput, unknownShape } from "./define.ts";
import { penalties, penaltyArgs } from "./regularizers.ts";
import { elements, wrongRank } from "./sameShape.ts";
import { evenPads, maxWindow, onnxPads, type Padding, paddings, sizeText, tuple } from "./windows.ts";

interface TransposeParams {
  readonly kernelSize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Padding;
}

/** What is cut off the full result of an axis, before and after, and what is missing at its end. */
function borders({ kernelSize, strides, padding }: TransposeParams) {
  const over = kernelSize.map((window, axis) => window - (strides[axis] ?? 1));
  const cut = over.map((cells): readonly [number, number] => {
    const reach = padding === "same" ? Math.max(cells, 0) : 0;
    return [Math.floor(reach / 2), Math.ceil(reach / 2)];
  });
  return { cut, missing: over.map((cells) => Math.max(-cells, 0)) };
}

export const conv2dTranspose = defineLayer({
  kind: "conv2dTranspose",
  title: "Conv2DTranspose",
  group: "convolution",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: {
    filters: int({ default: 32, min: 1, max: maxFilters }),
    kernelSize: pair({ default: 3, min: 1, max: maxWindow }),
    strides: { ...pair({ default: 2, min: 1, max: maxWindow }), kerasDefault: [1, 1] },
    padding: choice(paddings, { default: "same", kerasDefault: "valid" }),
    activation: choice(activations, { default: "relu", kerasDefault: "linear" }),
    useBias: flag({ default: true, advanced: true }),
    ...penalties,
  },
  badge: ({ filters, kernelSize, activation }) => `${filters} ${sizeText(kernelSize)} ${activation}`,
  shape: ({ params, inputs: [input] }) => {
    if (input === undefined) return unknownShape;
    if (input.length !== 3) return wrongRank(3, input);
    const { kernelSize, strides, padding } = params;
    const sizes = input.slice(0, 2).map((size, axis) => {
      const [window, stride] = [kernelSize[axis] ?? 1, strides[axis] ?? 1];
      return size * stride + (padding === "valid" ? Math.max(window - stride, 0) : 0);
    });
    return gives([...sizes, params.filters]);
  },
  parameters: ({ params, inputs: [input] }) => {
    const kernel = convolutionCost(params.filters, params.kernelSize, input?.at(-1) ?? 0);
    return { trainable: kernel + (params.useBias ? params.filters : 0), fixed: 0 };
  },
  multiplyAdds: ({ params, inputs: [input] }) =>
    convolutionCost(elements(input ?? []), params.kernelSize, params.filters),
  keras: ({ params }) => ({
    className: "Conv2DTranspose",
    args: {
      filters: params.filters,
      kernelSize: params.kernelSize,
      strides: params.strides,
      padding: params.padding,
      activation: params.activation,
      useBias: params.useBias,
      kernelInitializer: "glorotUniform",
      biasInitializer: "zeros",
      ...penaltyArgs(params, [0, 1, 3]),
    },
  }),
  torch: ({ params, inputs: [input], output }, emit) => {
    const [x] = emit.x as readonly [TorchValue];
    const { cut, missing } = borders(params);
    const even = evenPads(cut);
    const options = [
      `${input?.at(-1)}, ${params.filters}, ${tuple(params.kernelSize)}, stride=${tuple(params.strides)}`,
      even?.some((cells) => cells > 0) ? `padding=${tuple(even)}` : null,
      missing.some((cells) => cells > 0) ? `output_padding=${tuple(missing)}` : null,
      params.useBias ? null : "bias=False",
    ].filter((option) => option !== null);
    const module = emit.module(`nn.ConvTranspose2d(${options.join(", ")})`);
    // Keras's kernel is [h, w, filters, channels], torch's [channels, filters, h, w].
    emit.weight("weight", (weights) => transposed(weights("kernel"), [3, 2, 0, 1]));
    if (params.useBias) emit.weight("bias", (weights) => weights("bias"));
    const full = `${module}(${emit.first(x)})`;
    if (even !== null) return activatedTorch(emit, params.activation, full);
    const slices = cut.map(([before], axis) => `${before}:${before + (output[axis] ?? 0)}`);
    return activatedTorch(emit, params.activation, `${emit.line(full)}[:, :, ${slices.join(", ")}]`);
  },
  onnx: ({ params }, emit) => {
    const [x] = emit.x as readonly [OnnxValue];
    const { cut, missing } = borders(params);
    const kernel = emit.weight((weights) => transposed(weights("kernel"), [3, 2, 0, 1]));
    const bias = params.useBias ? [emit.weight((weights) => weights("bias"))] : [];
    const y = emit.node("ConvTranspose", [emit.first(x), kernel, ...bias], {
      kernel_shape: params.kernelSize,
      strides: params.strides,
      pads: onnxPads(cut),
      output_padding: missing,
    });
    return activatedOnnx(emit, params.activation, y);
  },
});
