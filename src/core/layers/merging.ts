/**
 * @file What merging layers share. Keras would broadcast axes of length 1; here the shapes must be equal, because a
 * broadcast sum is far more often a slip than a wish.
 */
import type { OnnxEmitter, OnnxValue } from "../export/onnx/emitter.ts";
import { type Shape, shapeText } from "../graph/types.ts";
import {
  gives,
  type InputCount,
  manyInputs,
  refuses,
  type ShapeArgs,
  type ShapeResult,
  unknownShape,
} from "./define.ts";
import { noMultiplyAdds, noParameters } from "./sameShape.ts";

export const sameAxes = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((n, axis) => n === b[axis]);

export const shapesDiffer = (inputs: readonly Shape[]): ShapeResult =>
  refuses({ code: "shapesDiffer", context: { shapes: inputs.map(shapeText).join(", ") } });

/** The shape all inputs have. */
export function equalShapes({ inputs }: Pick<ShapeArgs<unknown>, "inputs">): ShapeResult {
  const [first] = inputs;
  if (first === undefined) return unknownShape;
  return inputs.every((shape) => sameAxes(shape, first)) ? gives(first) : shapesDiffer(inputs);
}

/** What all layers have in common that make one number of each place's numbers. */
export const elementwise = {
  group: "merge",
  inputs: manyInputs,
  role: "hidden",
  addable: true,
  fields: {},
  badge: () => "",
  shape: equalShapes,
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  mask: "passes",
} as const;

export const twoInputs: InputCount = { min: 2, max: 2 };

/** The shape of exactly two equal inputs. */
export const equalPair = ({ inputs }: Pick<ShapeArgs<unknown>, "inputs">): ShapeResult =>
  inputs.length === 2 ? equalShapes({ inputs }) : unknownShape;

/**
 * The place of an axis in a shape without the batch axis, or null where there is no such axis. As in Keras, `axis` counts
 * the batch's as 0, which is no answer; negative ones count from the end.
 */
export function placeOf(axis: number, rank: number): number | null {
  const place = axis < 0 ? axis + rank : axis - 1;
  return place >= 0 && place < rank ? place : null;
}

/** `f(f(a, b), c)` */
export const nestedTorch = (call: string, names: readonly string[]): string =>
  names.reduce((inner, name) => `${call}(${inner}, ${name})`);

/** One operator that takes any number of inputs. */
export function variadic(emit: OnnxEmitter, operator: string): OnnxValue {
  const { names, layout } = emit.alike();
  return emit.value(emit.node(operator, names), layout);
}

/** One operator of two inputs after another, over all of them. */
export function folded(emit: OnnxEmitter, operator: string): OnnxValue {
  const { names, layout } = emit.alike();
  return emit.value(
    names.reduce((sum, name) => emit.node(operator, [sum, name])),
    layout,
  );
}
