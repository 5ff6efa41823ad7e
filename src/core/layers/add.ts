/**
 * @file Add: the sum of its inputs, element by element. Keras would broadcast axes of length 1; here the shapes must be
 * equal, because a broadcast sum is far more often a slip than a wish.
 */
import { defineLayer } from "./define.ts";
import { noParameters } from "./sameShape.ts";

export const add = defineLayer({
  kind: "add",
  title: "Add",
  group: "merge",
  arity: "many",
  role: "hidden",
  addable: true,
  fields: {},
  badge: () => "",
  shape: ({ inputs }) => {
    const [first] = inputs;
    if (first === undefined) return { ok: false, refusal: { code: "noInputShape" } };
    const equal = inputs.every((shape) => shape.length === first.length && shape.every((n, axis) => n === first[axis]));
    return equal ? { ok: true, shape: first } : { ok: false, refusal: { code: "shapesDiffer", shapes: inputs } };
  },
  parameters: noParameters,
  keras: () => ({ className: "Add", args: {} }),
});
