/** @file GlobalAveragePooling1D: the mean of each channel over all steps; masked steps do not count. */
import { defineLayer, oneInput } from "./define.ts";
import { globalFields, globalOnnx, globalShape, globalTorch } from "./globalPooling.ts";
import { noMultiplyAdds, noParameters } from "./sameShape.ts";

export const globalAveragePooling1d = defineLayer({
  kind: "globalAveragePooling1d",
  title: "GlobalAveragePooling1D",
  group: "pooling",
  inputs: oneInput,
  siblings: ["globalAveragePooling2d"],
  role: "hidden",
  addable: true,
  fields: globalFields,
  badge: () => "",
  shape: globalShape(1),
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => ({ className: "GlobalAveragePooling1D", args: { keepdims: params.keepdims } }),
  torch: ({ params }, emit) => globalTorch("mean", params, emit),
  onnx: ({ params }, emit) => globalOnnx("ReduceMean", params, emit),
});
