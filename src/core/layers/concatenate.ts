/** @file Concatenate: its inputs side by side along an axis; all other axes must agree. */
import type { OnnxValue } from "../export/onnx/emitter.ts";
import type { Layout, TorchValue } from "../export/torch/emitter.ts";
import { int } from "../params/fields.ts";
import { defineLayer, gives, manyInputs, refuses, unknownShape } from "./define.ts";
import { placeOf, shapesDiffer } from "./merging.ts";
import { withMask } from "./recurrent.ts";
import { noMultiplyAdds, noParameters } from "./sameShape.ts";

/** The axis in a layout, the batch's counted. */
function axisIn(layout: Layout, axis: number, rank: number): number {
  const place = placeOf(axis, rank) ?? rank - 1;
  if (layout === "last") return place + 1;
  return place === rank - 1 ? 1 : place + 2;
}

export const concatenate = defineLayer({
  kind: "concatenate",
  title: "Concatenate",
  group: "merge",
  inputs: manyInputs,
  role: "hidden",
  addable: true,
  // As in Keras 0 is the batch's axis; it is refused where the shape is told.
  fields: { axis: int({ default: -1, min: -4, max: 4, advanced: true }) },
  badge: ({ axis }) => (axis === -1 ? "" : `axis ${axis}`),
  shape: ({ params: { axis }, inputs }) => {
    const [first] = inputs;
    if (first === undefined) return unknownShape;
    const place = placeOf(axis, first.length);
    if (place === null) {
      return refuses({ code: "axisOutOfRange", context: { axis, rank: first.length }, field: "axis" });
    }
    const fits = inputs.every(
      (shape) => shape.length === first.length && shape.every((n, at) => at === place || n === first[at]),
    );
    if (!fits) return shapesDiffer(inputs);
    const length = inputs.reduce((sum, shape) => sum + (shape[place] ?? 0), 0);
    return gives(first.map((n, at) => (at === place ? length : n)));
  },
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  // tfjs takes every negative axis for the last.
  keras: ({ params: { axis }, inputs: [first] }) => ({
    className: "Concatenate",
    args: { axis: axis === -1 ? -1 : axisIn("last", axis, first?.length ?? 1) },
  }),
  mask: "own",
  torch: ({ params, output }, emit) => {
    const { names, layout } = emit.alike();
    const mask = joinedMask(emit.x, params.axis, {
      all: ({ name, shape }) => `torch.ones(${name}.shape[0], ${shape[0]}, dtype=torch.bool, device=${name}.device)`,
      inTurn: (masks) => emit.line(`torch.cat([${masks.join(", ")}], dim=1)`),
      either: (masks) => emit.line(masks.join(" | ")),
    });
    const joined = `torch.cat([${names.join(", ")}], dim=${axisIn(layout, params.axis, output.length)})`;
    return withMask(emit.value(joined, layout), mask);
  },
  onnx: ({ params, output }, emit) => {
    const { names, layout } = emit.alike();
    const mask = joinedMask(emit.x, params.axis, {
      all: (value) => {
        const axes = value.shape.map((_, at) => at + 1).slice(1);
        const steps = emit.node("ReduceMax", [emit.last(value)], { axes, keepdims: 0 });
        return emit.node("Equal", [steps, steps]);
      },
      inTurn: (masks) => emit.node("Concat", masks, { axis: 1 }),
      either: (masks) => masks.reduce((all, one) => emit.node("Or", [all, one])),
    });
    const axis = axisIn(layout, params.axis, output.length);
    return withMask(emit.value(emit.node("Concat", names, { axis }), layout), mask);
  },
});

interface MaskWriter<V> {
  /** A mask of a value whose steps all count. */
  readonly all: (value: V) => string;
  readonly inTurn: (masks: readonly string[]) => string;
  readonly either: (masks: readonly string[]) => string;
}

/**
 * The mask beside the result, as in Keras: along the steps masks stand one after another; else a step counts where it
 * counts in any input, which it does in all steps of an input without a mask.
 */
function joinedMask<V extends TorchValue | OnnxValue>(
  inputs: readonly V[],
  axis: number,
  write: MaskWriter<V>,
): string | undefined {
  const masks = inputs.flatMap(({ mask }) => (mask === undefined ? [] : [mask]));
  const rank = inputs[0]?.shape.length ?? 0;
  if (masks.length === 0 || rank < 2) return undefined;
  if (placeOf(axis, rank) === 0) return write.inTurn(inputs.map((value) => value.mask ?? write.all(value)));
  if (masks.length < inputs.length) return undefined;
  const distinct = [...new Set(masks)];
  return distinct.length === 1 ? distinct[0] : write.either(distinct);
}
