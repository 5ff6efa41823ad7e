/** @file Average: the mean of its inputs, element by element. */
import { defineLayer } from "./define.ts";
import { elementwise, variadic } from "./merging.ts";

export const average = defineLayer({
  ...elementwise,
  kind: "average",
  title: "Average",
  keras: () => ({ className: "Average", args: {} }),
  torch: (_args, emit) => {
    const { names, layout } = emit.alike();
    return emit.value(`(${names.join(" + ")}) / ${names.length}`, layout);
  },
  onnx: (_args, emit) => variadic(emit, "Mean"),
});
