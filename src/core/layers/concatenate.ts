/** @file Concatenate: its inputs side by side along the last axis; all other axes must agree. */
import { defineLayer, gives, manyInputs, unknownShape } from "./define.ts";
import { shapesDiffer } from "./merging.ts";
import { noMultiplyAdds, noParameters } from "./sameShape.ts";

export const concatenate = defineLayer({
  kind: "concatenate",
  title: "Concatenate",
  group: "merge",
  inputs: manyInputs,
  role: "hidden",
  addable: true,
  fields: {},
  badge: () => "",
  shape: ({ inputs }) => {
    const [first] = inputs;
    if (first === undefined) return unknownShape;
    const fits = inputs.every(
      (shape) => shape.length === first.length && shape.slice(0, -1).every((n, axis) => n === first[axis]),
    );
    if (!fits) return shapesDiffer(inputs);
    return gives([...first.slice(0, -1), inputs.reduce((sum, shape) => sum + (shape.at(-1) ?? 0), 0)]);
  },
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: () => ({ className: "Concatenate", args: { axis: -1 } }),
  torch: (_args, emit) => {
    const { names, layout } = emit.alike();
    return emit.value(`torch.cat([${names.join(", ")}], dim=${layout === "first" ? 1 : -1})`, layout);
  },
  onnx: (_args, emit) => {
    const { names, layout } = emit.alike();
    return emit.value(emit.node("Concat", names, { axis: layout === "first" ? 1 : -1 }), layout);
  },
});
