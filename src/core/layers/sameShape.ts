/** @file What layers share that change values and keep the shape: one input in, the same shape out. */
import type { OnnxEmitter, OnnxValue } from "../export/onnx/emitter.ts";
import type { NeededForm, ShapeForm } from "../graph/issues.ts";
import type { Shape } from "../graph/types.ts";
import { shapeText } from "../graph/types.ts";
import { gives, refuses, type ShapeArgs, type ShapeResult, unknownShape } from "./define.ts";

export const sameShape = ({ inputs: [input] }: Pick<ShapeArgs<unknown>, "inputs">): ShapeResult =>
  input === undefined ? unknownShape : gives(input);

export const noParameters = () => ({ trainable: 0, fixed: 0 });
export const noMultiplyAdds = () => 0;

/** How many numbers a shape holds. */
export const elements = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

const forms = ["row", "sequence", "image"] as const;

/** What an array of this shape is called. */
export const formOf = (shape: Shape): ShapeForm =>
  shape.length === 1 && shape[0] === 1 ? "number" : (forms[shape.length - 1] ?? "larger");

/** The refusal of an input whose number of axes is not the one that is needed. */
export const wrongRank = (rank: 1 | 2 | 3, got: Shape, needs: NeededForm = forms[rank - 1] ?? "image"): ShapeResult =>
  refuses({ code: "rankMismatch", context: { needs, rank, has: formOf(got), got: shapeText(got) } });

/** ONNX holds a model as it predicts: what acts in training only hands its input on. */
export function passed(_args: unknown, emit: OnnxEmitter): OnnxValue {
  const { names, layout } = emit.alike();
  return emit.value(names[0] as string, layout);
}
