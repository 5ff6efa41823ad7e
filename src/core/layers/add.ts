/** @file Add: the sum of its inputs, element by element. */
import { defineLayer } from "./define.ts";
import { elementwise, folded } from "./merging.ts";

export const add = defineLayer({
  ...elementwise,
  kind: "add",
  title: "Add",
  keras: () => ({ className: "Add", args: {} }),
  torch: (_args, emit) => {
    const { names, layout } = emit.alike();
    return emit.value(names.join(" + "), layout);
  },
  onnx: (_args, emit) => folded(emit, "Add"),
});
