/** @file Subtract: the first input minus the second, element by element. */
import { defineLayer } from "./define.ts";
import { elementwise, equalPair, folded, twoInputs } from "./merging.ts";

export const subtract = defineLayer({
  ...elementwise,
  kind: "subtract",
  title: "Subtract",
  inputs: twoInputs,
  shape: equalPair,
  keras: () => ({ className: "Subtract", args: {} }),
  torch: (_args, emit) => {
    const { names, layout } = emit.alike();
    return emit.value(names.join(" - "), layout);
  },
  onnx: (_args, emit) => folded(emit, "Sub"),
});
