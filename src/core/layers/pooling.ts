/**
 * @file What the pooling layers share: fields, shape and Keras call, in one dimension and in two, and the operators.
 * Average pooling divides by the cells that lie inside the input: padding is never counted, in any framework.
 */
import type { OnnxEmitter, OnnxValue } from "../export/onnx/emitter.ts";
import type { TorchEmitter, TorchValue } from "../export/torch/emitter.ts";
import type { Shape } from "../graph/types.ts";
import { choice, int, pair } from "../params/fields.ts";
import type { KerasCall, ShapeArgs, ShapeResult } from "./define.ts";
import {
  allPads,
  anyPad,
  evenPads,
  maxWindow,
  maxWindow1d,
  onnxPads,
  type Padding,
  paddings,
  type Sweep,
  sizeText,
  sweepsOf,
  sweptShape,
  torchPads,
  tuple,
} from "./windows.ts";

/** A stride of 0 stands for the window's own size, Keras's None: windows that touch and do not overlap. */
export const pool2dFields = {
  poolSize: pair({ default: 2, min: 1, max: maxWindow }),
  strides: pair({ default: 0, min: 0, max: maxWindow, zeroMeans: "poolSize" }),
  padding: choice(paddings, { default: "valid" }),
};
export const pool1dFields = {
  poolSize: int({ default: 2, min: 1, max: maxWindow1d }),
  strides: int({ default: 0, min: 0, max: maxWindow1d, zeroMeans: "poolSize" }),
  padding: choice(paddings, { default: "valid" }),
};

interface PoolParams {
  readonly poolSize: number | readonly number[];
  readonly strides: number | readonly number[];
  readonly padding: Padding;
}

const listed = (value: number | readonly number[]): readonly number[] => (typeof value === "number" ? [value] : value);

/** Window and strides of every axis, a stride of 0 resolved. */
function poolSweeps({ poolSize, strides, padding }: PoolParams): readonly Sweep[] {
  const window = listed(poolSize);
  const steps = listed(strides).map((step, axis) => (step === 0 ? (window[axis] ?? 1) : step));
  return sweepsOf({ window, strides: steps, padding });
}

export const poolShape = ({ params, inputs: [input] }: ShapeArgs<PoolParams>): ShapeResult =>
  sweptShape(input, poolSweeps(params), (channels) => channels, "poolSize");

export const poolBadge = ({ poolSize }: PoolParams): string => sizeText(listed(poolSize));

/** Strides that are the window's own size are left out: that is what Keras and tfjs take then. */
export function poolCall(className: string, params: PoolParams): KerasCall {
  const { poolSize, padding } = params;
  const sweeps = poolSweeps(params);
  const strides = sweeps.map(({ stride }) => stride);
  const own = sweeps.every(({ window, stride }) => window === stride);
  const moved: KerasCall["args"] = own ? {} : { strides: typeof poolSize === "number" ? (strides[0] ?? 1) : strides };
  return { className, args: { poolSize, ...moved, padding } };
}

interface PoolArgs {
  readonly params: PoolParams;
  readonly inputs: readonly Shape[];
}

export function poolTorch(pool: "Max" | "Avg", { params, inputs: [input] }: PoolArgs, emit: TorchEmitter): TorchValue {
  const [x] = emit.x as readonly [TorchValue];
  const sweeps = poolSweeps(params);
  const [window, strides] = [sweeps.map((sweep) => sweep.window), sweeps.map(({ stride }) => stride)];
  const pads = allPads(input ?? [], sweeps);
  const even = evenPads(pads);
  const size = `${tuple(window)}, stride=${tuple(strides)}`;
  const first = emit.first(x);
  if (even !== null) {
    const padding = anyPad(pads) ? `, padding=${tuple(even)}${pool === "Avg" ? ", count_include_pad=False" : ""}` : "";
    return emit.value(`${emit.module(`nn.${pool}Pool${sweeps.length}d(${size}${padding})`)}(${first})`, "first");
  }
  const module = emit.module(`nn.${pool}Pool${sweeps.length}d(${size})`);
  if (pool === "Max") {
    const padded = emit.line(`F.pad(${first}, ${torchPads(pads)}, value=float("-inf"))`);
    return emit.value(`${module}(${padded})`, "first");
  }
  // The mean over padded windows, divided by the share of each window that lies inside.
  const mean = emit.line(`${module}(F.pad(${first}, ${torchPads(pads)}))`);
  const inside = emit.line(`${module}(F.pad(torch.ones_like(${first}), ${torchPads(pads)}))`);
  return emit.value(`${mean} / ${inside}`, "first");
}

export function poolOnnx(
  operator: "MaxPool" | "AveragePool",
  { params, inputs: [input] }: PoolArgs,
  emit: OnnxEmitter,
): OnnxValue {
  const [x] = emit.x as readonly [OnnxValue];
  const sweeps = poolSweeps(params);
  const pooled = emit.node(operator, [emit.first(x)], {
    kernel_shape: sweeps.map(({ window }) => window),
    strides: sweeps.map(({ stride }) => stride),
    pads: onnxPads(allPads(input ?? [], sweeps)),
    ...(operator === "AveragePool" ? { count_include_pad: 0 } : {}),
  });
  return emit.value(pooled, "first");
}
