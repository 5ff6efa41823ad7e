/** @file Concatenate: its inputs side by side along an axis; all other axes must agree. */
import type { Layout } from "../export/torch/emitter.ts";
import { int } from "../params/fields.ts";
import { defineLayer, gives, manyInputs, refuses, unknownShape } from "./define.ts";
import { placeOf, shapesDiffer } from "./merging.ts";
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
  torch: ({ params, output }, emit) => {
    const { names, layout } = emit.alike();
    return emit.value(`torch.cat([${names.join(", ")}], dim=${axisIn(layout, params.axis, output.length)})`, layout);
  },
  onnx: ({ params, output }, emit) => {
    const { names, layout } = emit.alike();
    return emit.value(emit.node("Concat", names, { axis: axisIn(layout, params.axis, output.length) }), layout);
  },
});
