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
    if (input.length !== axes + 1) return wrongRank(axes + 1, input);
    const channels = input.slice(-1);
    return gives(params.keepdims ? [...new Array<number>(axes).fill(1), ...channels] : channels);
  };

/** The axes pooled over, the batch axis counted. */
const pooled = (axes: number, layout: "first" | "last"): readonly number[] =>
  Array.from({ length: axes }, (_, axis) => axis + (layout === "first" ? 2 : 1));

export function globalTorch(reduce: "mean" | "amax", { keepdims }: GlobalParams, emit: TorchEmitter): TorchValue {
  const { names, layout } = emit.alike();
  const [input] = emit.x as readonly [TorchValue];
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
  const { names, layout } = emit.alike();
  const [input] = emit.x as readonly [OnnxValue];
  const attributes = { axes: pooled(input.shape.length - 1, layout), keepdims: keepdims ? 1 : 0 };
  return emit.value(emit.node(operator, names, attributes), keepdims ? layout : "last");
}
