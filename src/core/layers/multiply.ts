/** @file Multiply: the product of its inputs, element by element. */
import { defineLayer, manyInputs } from "./define.ts";
import { equalShapes, folded } from "./merging.ts";
import { noMultiplyAdds, noParameters } from "./sameShape.ts";

export const multiply = defineLayer({
  kind: "multiply",
  title: "Multiply",
  group: "merge",
  inputs: manyInputs,
  role: "hidden",
  addable: true,
  fields: {},
  badge: () => "",
  shape: equalShapes,
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: () => ({ className: "Multiply", args: {} }),
  mask: "passes",
  torch: (_args, emit) => {
    const { names, layout } = emit.alike();
    return emit.value(names.join(" * "), layout);
  },
  onnx: (_args, emit) => folded(emit, "Mul"),
});
