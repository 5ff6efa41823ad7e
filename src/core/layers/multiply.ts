/** @file Multiply: the product of its inputs, element by element. */
import { defineLayer } from "./define.ts";
import { elementwise, folded } from "./merging.ts";

export const multiply = defineLayer({
  ...elementwise,
  kind: "multiply",
  title: "Multiply",
  keras: () => ({ className: "Multiply", args: {} }),
  torch: (_args, emit) => {
    const { names, layout } = emit.alike();
    return emit.value(names.join(" * "), layout);
  },
  onnx: (_args, emit) => folded(emit, "Mul"),
});
