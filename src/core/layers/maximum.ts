/** @file Maximum: the largest of its inputs, element by element. Of equal ones the first takes the gradient. */
import { defineLayer, manyInputs } from "./define.ts";
import { equalShapes, nestedTorch, variadic } from "./merging.ts";
import { noMultiplyAdds, noParameters } from "./sameShape.ts";

export const maximum = defineLayer({
  kind: "maximum",
  title: "Maximum",
  group: "merge",
  inputs: manyInputs,
  role: "hidden",
  addable: true,
  fields: {},
  badge: () => "",
  shape: equalShapes,
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: () => ({ className: "Maximum", args: {} }),
  mask: "passes",
  torch: (_args, emit) => {
    const { names, layout } = emit.alike();
    return emit.value(nestedTorch("torch.maximum", names), layout);
  },
  onnx: (_args, emit) => variadic(emit, "Max"),
});
