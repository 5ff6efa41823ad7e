/** @file What layers share that change values and keep the shape: one input in, the same shape out. */
import type { OnnxEmitter, OnnxValue } from "../export/onnx/emitter.ts";
import type { Shape } from "../graph/types.ts";
import { shapeText } from "../graph/types.ts";
import { gives, refuses, type ShapeArgs, type ShapeResult, unknownShape } from "./define.ts";

export const sameShape = ({ inputs: [input] }: Pick<ShapeArgs<unknown>, "inputs">): ShapeResult =>
  input === undefined ? unknownShape : gives(input);

export const noParameters = () => ({ trainable: 0, fixed: 0 });
export const noMultiplyAdds = () => 0;

/** How many numbers a shape holds. */
export const elements = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

/** The refusal of an input whose number of axes is not the one that is needed. */
export const wrongRank = (rank: number, got: Shape, expected = String(rank)): ShapeResult =>
  refuses({ code: "rankMismatch", context: { expected, rank, got: shapeText(got) } });

/** ONNX holds a model as it predicts: what acts in training only hands its input on. */
export function passed(_args: unknown, emit: OnnxEmitter): OnnxValue {
  const { names, layout } = emit.alike();
  return emit.value(names[0] as string, layout);
}
