/** @file Concatenate: its inputs side by side along the last axis; all other axes must agree. */
import { defineLayer } from "./define.ts";
import { noParameters } from "./sameShape.ts";

export const concatenate = defineLayer({
  kind: "concatenate",
  title: "Concatenate",
  group: "merge",
  arity: "many",
  role: "hidden",
  addable: true,
  fields: {},
  badge: () => "",
  shape: ({ inputs }) => {
    const [first] = inputs;
    if (first === undefined) return { ok: false, refusal: { code: "noInputShape" } };
    const fits = inputs.every(
      (shape) => shape.length === first.length && shape.slice(0, -1).every((n, axis) => n === first[axis]),
    );
    if (!fits) return { ok: false, refusal: { code: "shapesDiffer", shapes: inputs } };
    return { ok: true, shape: [...first.slice(0, -1), inputs.reduce((sum, shape) => sum + (shape.at(-1) ?? 0), 0)] };
  },
  parameters: noParameters,
  keras: () => ({ className: "Concatenate", args: { axis: -1 } }),
});
