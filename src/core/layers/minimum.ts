/** @file Minimum: the smallest of its inputs, element by element. Of equal ones the first takes the gradient. */
import { defineLayer } from "./define.ts";
import { elementwise, nestedTorch, variadic } from "./merging.ts";

export const minimum = defineLayer({
  ...elementwise,
  kind: "minimum",
  title: "Minimum",
  keras: () => ({ className: "Minimum", args: {} }),
  torch: (_args, emit) => {
    const { names, layout } = emit.alike();
    return emit.value(nestedTorch("torch.minimum", names), layout);
  },
  onnx: (_args, emit) => variadic(emit, "Min"),
});
