/** @file Minimum: the smallest of its inputs, element by element. Of equal ones the first takes the gradient. */
import { defineLayer, manyInputs } from "./define.ts";
import { equalShapes, nestedTorch, variadic } from "./merging.ts";
import { noMultiplyAdds, noParameters } from "./sameShape.ts";

export const minimum = defineLayer({
  kind: "minimum",
  title: "Minimum",
  group: "merge",
  inputs: manyInputs,
  role: "hidden",
  addable: true,
  fields: {},
  badge: () => "",
  shape: equalShapes,
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: () => ({ className: "Minimum", args: {} }),
  mask: "passes",
  torch: (_args, emit) => {
    const { names, layout } = emit.alike();
    return emit.value(nestedTorch("torch.minimum", names), layout);
  },
  onnx: (_args, emit) => variadic(emit, "Min"),
});
