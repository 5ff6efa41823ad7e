/** @file Permute: the axes of a row in another order. */
import type { OnnxValue } from "../export/onnx/emitter.ts";
import type { TorchValue } from "../export/torch/emitter.ts";
import { ints } from "../params/fields.ts";
import { defineLayer, gives, oneInput, refuses, unknownShape } from "./define.ts";
import { noMultiplyAdds, noParameters } from "./sameShape.ts";

/** Axes a row may have. */
const maxAxes = 4;

export const permute = defineLayer({
  kind: "permute",
  title: "Permute",
  group: "core",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  /** Counted from 1, as Keras does: axis 0 is the batch. */
  fields: { dims: ints({ default: [2, 1], length: { min: 1, max: maxAxes }, min: 1, max: maxAxes }) },
  badge: ({ dims }) => dims.join(", "),
  shape: ({ params: { dims }, inputs: [input] }) => {
    if (input === undefined) return unknownShape;
    const rank = input.length;
    const fits = dims.length === rank && new Set(dims).size === rank && dims.every((axis) => axis <= rank);
    if (!fits) return refuses({ code: "notAPermutation", context: { dims: dims.join(", "), rank }, field: "dims" });
    return gives(dims.map((axis) => input[axis - 1] as number));
  },
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => ({ className: "Permute", args: { dims: params.dims } }),
  torch: ({ params }, emit) => {
    const [x] = emit.x as readonly [TorchValue];
    return emit.value(`${emit.last(x)}.permute(0, ${params.dims.join(", ")})`);
  },
  onnx: ({ params }, emit) => {
    const [x] = emit.x as readonly [OnnxValue];
    return emit.value(emit.node("Transpose", [emit.last(x)], { perm: [0, ...params.dims] }));
  },
});
