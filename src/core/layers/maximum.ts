/** @file Maximum: the largest of its inputs, element by element. Of equal ones the first takes the gradient. */
import { defineLayer } from "./define.ts";
import { elementwise, nestedTorch, variadic } from "./merging.ts";

export const maximum = defineLayer({
  ...elementwise,
  kind: "maximum",
  title: "Maximum",
  keras: () => ({ className: "Maximum", args: {} }),
  torch: (_args, emit) => {
    const { names, layout } = emit.alike();
    return emit.value(nestedTorch("torch.maximum", names), layout);
  },
  onnx: (_args, emit) => variadic(emit, "Max"),
});
