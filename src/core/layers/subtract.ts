/** @file Subtract: the first input minus the second, element by element. */
import { defineLayer } from "./define.ts";
import { equalPair, folded, twoInputs } from "./merging.ts";
import { noMultiplyAdds, noParameters } from "./sameShape.ts";

export const subtract = defineLayer({
  kind: "subtract",
  title: "Subtract",
  group: "merge",
  inputs: twoInputs,
  role: "hidden",
  addable: true,
  fields: {},
  badge: () => "",
  shape: equalPair,
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: () => ({ className: "Subtract", args: {} }),
  mask: "passes",
  torch: (_args, emit) => {
    const { names, layout } = emit.alike();
    return emit.value(names.join(" - "), layout);
  },
  onnx: (_args, emit) => folded(emit, "Sub"),
});
