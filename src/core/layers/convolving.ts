/**
 * @file What the convolution layers share: one convolution in PyTorch and in ONNX, in one dimension or two, with the
 * padding of each side written out; bias and activation after it.
 */
import type { OnnxEmitter, OnnxValue } from "../export/onnx/emitter.ts";
import type { LayerWeights, Tensor } from "../export/tensors.ts";
import { reshaped, transposed } from "../export/tensors.ts";
import type { TorchEmitter, TorchValue } from "../export/torch/emitter.ts";
import type { Shape } from "../graph/types.ts";
import { type ActivationName, onnxActivation, torchActivation } from "./activations.ts";
import { allPads, evenPads, onnxPads, type Sweep, torchPads, tuple } from "./windows.ts";

/** Widest output of a convolution. */
export const maxFilters = 4096;

export interface Convolution {
  /** Without the batch axis, channels last. */
  readonly input: Shape;
  readonly sweeps: readonly Sweep[];
  readonly filters: number;
  readonly groups: number;
  readonly useBias: boolean;
  /** torch's and ONNX's order of the kernel: [filters, channels a group, …window]. */
  readonly kernel: (weights: LayerWeights) => Tensor;
}

/** Multiply-adds of a convolution: each number put out weighs a window of all channels of its group. */
export const convolutionCost = (output: number, window: readonly number[], channels: number): number =>
  output * window.reduce((product, cells) => product * cells, channels);

/** Keras's kernel […window, channels a group, filters] in torch's order. */
export const kernelFirst = (kernel: Tensor): Tensor => {
  const rank = kernel.shape.length;
  return transposed(kernel, [rank - 1, rank - 2, ...Array.from({ length: rank - 2 }, (_, axis) => axis)]);
};

/** Keras's depthwise kernel [h, w, channels, multiplier] as torch's of as many groups as channels. */
export const depthwiseFirst = (kernel: Tensor): Tensor => {
  const [height, width, channels, multiplier] = kernel.shape as readonly [number, number, number, number];
  return reshaped(transposed(kernel, [2, 3, 0, 1]), [channels * multiplier, 1, height, width]);
};

const differs = (values: readonly number[], usual: number): boolean => values.some((value) => value !== usual);

/** The convolution of a channels-first variable as a Python expression. `suffix` tells two modules of a layer apart. */
export function convolutionTorch(emit: TorchEmitter, x: string, of: Convolution, suffix?: string): string {
  const { input, sweeps, filters, groups, useBias } = of;
  const pads = allPads(input, sweeps);
  const even = evenPads(pads);
  const strides = sweeps.map(({ stride }) => stride);
  const dilation = sweeps.map((sweep) => sweep.dilation);
  const options = [
    `${input.at(-1)}, ${filters}, ${tuple(sweeps.map(({ window }) => window))}`,
    differs(strides, 1) ? `stride=${tuple(strides)}` : null,
    even !== null && differs(even, 0) ? `padding=${tuple(even)}` : null,
    differs(dilation, 1) ? `dilation=${tuple(dilation)}` : null,
    groups === 1 ? null : `groups=${groups}`,
    useBias ? null : "bias=False",
  ].filter((option) => option !== null);
  const module = emit.module(`nn.Conv${sweeps.length}d(${options.join(", ")})`, suffix);
  emit.weight("weight", of.kernel, suffix);
  if (useBias) emit.weight("bias", (weights) => weights("bias"), suffix);
  return `${module}(${even === null ? emit.line(`F.pad(${x}, ${torchPads(pads)})`) : x})`;
}

/** Adds the convolution of a channels-first tensor; returns the output's name. */
export function convolutionOnnx(emit: OnnxEmitter, x: string, of: Convolution): string {
  const { input, sweeps, groups, useBias } = of;
  const inputs = [x, emit.weight(of.kernel), ...(useBias ? [emit.weight((weights) => weights("bias"))] : [])];
  return emit.node("Conv", inputs, {
    kernel_shape: sweeps.map(({ window }) => window),
    strides: sweeps.map(({ stride }) => stride),
    dilations: sweeps.map(({ dilation }) => dilation),
    pads: onnxPads(allPads(input, sweeps)),
    group: groups,
  });
}

/** The result of a convolution, activated; channels first, as all of them hand it on. */
export function activatedTorch(emit: TorchEmitter, activation: ActivationName, y: string): TorchValue {
  const result = activation === "linear" ? y : torchActivation(activation, emit.line(y), "first");
  return emit.value(result, "first");
}

export const activatedOnnx = (emit: OnnxEmitter, activation: ActivationName, y: string): OnnxValue =>
  emit.value(onnxActivation(emit, activation, y, "first"), "first");
