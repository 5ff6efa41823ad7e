/** @file What the global pooling layers share: one number a channel, taken over all steps or all of an image. */
import type { OnnxEmitter, OnnxValue } from "../export/onnx/emitter.ts";
import type { TorchEmitter, TorchValue } from "../export/torch/emitter.ts";
import { flag } from "../params/fields.ts";
import { gives, type ShapeArgs, type ShapeResult, unknownShape } from "./define.ts";
import { wrongRank } from "./sameShape.ts";

export const globalFields = { keepdims: flag({ default: false, advanced: true }) };

interface GlobalParams {
  readonly keepdims: boolean;
}

/** `axes`: how many axes stand before the channels. */
export const globalShape =
  (axes: 1 | 2) =>
  ({ params, inputs: [input] }: ShapeArgs<GlobalParams>): ShapeResult => {
    if (input === undefined) return unknownShape;
    if (input.length !== axes + 1) return wrongRank(axes === 1 ? 2 : 3, input);
    const channels = input.slice(-1);
    return gives(params.keepdims ? [...new Array<number>(axes).fill(1), ...channels] : channels);
  };

/** The axes pooled over, the batch axis counted. */
const pooled = (axes: number, layout: "first" | "last"): readonly number[] =>
  Array.from({ length: axes }, (_, axis) => axis + (layout === "first" ? 2 : 1));

/** The mask of a sequence's steps; over an image Keras knows none. */
const stepMask = ({ mask, shape }: TorchValue | OnnxValue): string | undefined =>
  shape.length === 2 ? mask : undefined;

/** The mean over steps that count, in PyTorch; a row without any has a mean of 0. */
function maskedTorch(mask: string, { keepdims }: GlobalParams, emit: TorchEmitter): TorchValue {
  const [input] = emit.x as readonly [TorchValue];
  const x = emit.last(input);
  const keep = keepdims ? ", keepdim=True" : "";
  const counts = emit.line(`${mask}.to(${x}.dtype).unsqueeze(-1)`);
  return emit.value(`(${x} * ${counts}).sum(1${keep}) / ${counts}.sum(1${keep}).clamp(min=1)`);
}

function maskedOnnx(mask: string, { keepdims }: GlobalParams, emit: OnnxEmitter): OnnxValue {
  const [input] = emit.x as readonly [OnnxValue];
  const summed = (x: string) => emit.node("ReduceSum", [x, emit.ints([1])], { keepdims: keepdims ? 1 : 0 });
  const counts = emit.node("Unsqueeze", [emit.node("Cast", [mask], { to: float32 }), emit.ints([-1])]);
  const many = emit.node("Max", [summed(counts), emit.floats([1], [])]);
  return emit.value(emit.node("Div", [summed(emit.node("Mul", [emit.last(input), counts])), many]));
}

/** TensorProto.DataType.FLOAT */
const float32 = 1;

export function globalTorch(reduce: "mean" | "amax", { keepdims }: GlobalParams, emit: TorchEmitter): TorchValue {
  const [input] = emit.x as readonly [TorchValue];
  const mask = reduce === "mean" ? stepMask(input) : undefined;
  if (mask !== undefined) return maskedTorch(mask, { keepdims }, emit);
  const { names, layout } = emit.alike();
  const dims = pooled(input.shape.length - 1, layout);
  const dim = dims.length === 1 ? String(dims[0]) : `(${dims.join(", ")})`;
  return emit.value(
    `torch.${reduce}(${names[0]}, dim=${dim}${keepdims ? ", keepdim=True" : ""})`,
    keepdims ? layout : "last",
  );
}

export function globalOnnx(
  operator: "ReduceMean" | "ReduceMax",
  { keepdims }: GlobalParams,
  emit: OnnxEmitter,
): OnnxValue {
  const [input] = emit.x as readonly [OnnxValue];
  const mask = operator === "ReduceMean" ? stepMask(input) : undefined;
  if (mask !== undefined) return maskedOnnx(mask, { keepdims }, emit);
  const { names, layout } = emit.alike();
  const attributes = { axes: pooled(input.shape.length - 1, layout), keepdims: keepdims ? 1 : 0 };
  return emit.value(emit.node(operator, names, attributes), keepdims ? layout : "last");
}
