/** @file Add: the sum of its inputs, element by element. */
import { defineLayer, manyInputs } from "./define.ts";
import { equalShapes, folded } from "./merging.ts";
import { noMultiplyAdds, noParameters } from "./sameShape.ts";

export const add = defineLayer({
  kind: "add",
  title: "Add",
  group: "merge",
  inputs: manyInputs,
  role: "hidden",
  addable: true,
  fields: {},
  badge: () => "",
  shape: equalShapes,
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: () => ({ className: "Add", args: {} }),
  mask: "passes",
  torch: (_args, emit) => {
    const { names, layout } = emit.alike();
    return emit.value(names.join(" + "), layout);
  },
  onnx: (_args, emit) => folded(emit, "Add"),
});
