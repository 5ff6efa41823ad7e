/**
 * @file What merging layers share. Keras would broadcast axes of length 1; here the shapes must be equal, because a
 * broadcast sum is far more often a slip than a wish.
 */
import type { OnnxEmitter, OnnxValue } from "../export/onnx/emitter.ts";
import { type Shape, shapeText } from "../graph/types.ts";
import { gives, refuses, type ShapeArgs, type ShapeResult, unknownShape } from "./define.ts";

export const sameAxes = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((n, axis) => n === b[axis]);

export const shapesDiffer = (inputs: readonly Shape[]): ShapeResult =>
  refuses({ code: "shapesDiffer", context: { shapes: inputs.map(shapeText).join(", ") } });

/** The shape all inputs have. */
export function equalShapes({ inputs }: Pick<ShapeArgs<unknown>, "inputs">): ShapeResult {
  const [first] = inputs;
  if (first === undefined) return unknownShape;
  return inputs.every((shape) => sameAxes(shape, first)) ? gives(first) : shapesDiffer(inputs);
}

/** One operator of two inputs after another, over all of them. */
export function folded(emit: OnnxEmitter, operator: string): OnnxValue {
  const { names, layout } = emit.alike();
  return emit.value(
    names.reduce((sum, name) => emit.node(operator, [sum, name])),
    layout,
  );
}
