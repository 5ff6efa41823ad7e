/** @file Average: the mean of its inputs, element by element. */
import { defineLayer, manyInputs } from "./define.ts";
import { equalShapes, variadic } from "./merging.ts";
import { noMultiplyAdds, noParameters } from "./sameShape.ts";

export const average = defineLayer({
  kind: "average",
  title: "Average",
  group: "merge",
  inputs: manyInputs,
  role: "hidden",
  addable: true,
  fields: {},
  badge: () => "",
  shape: equalShapes,
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: () => ({ className: "Average", args: {} }),
  mask: "passes",
  torch: (_args, emit) => {
    const { names, layout } = emit.alike();
    return emit.value(`(${names.join(" + ")}) / ${names.length}`, layout);
  },
  onnx: (_args, emit) => variadic(emit, "Mean"),
});
