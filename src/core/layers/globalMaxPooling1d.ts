/** @file GlobalMaxPooling1D: the largest number of each channel over all steps. */
import { defineLayer, oneInput } from "./define.ts";
import { globalFields, globalOnnx, globalShape, globalTorch } from "./globalPooling.ts";
import { noMultiplyAdds, noParameters } from "./sameShape.ts";

export const globalMaxPooling1d = defineLayer({
  kind: "globalMaxPooling1d",
  title: "GlobalMaxPooling1D",
  group: "pooling",
  inputs: oneInput,
  siblings: ["globalMaxPooling2d"],
  role: "hidden",
  addable: true,
  fields: globalFields,
  badge: () => "",
  shape: globalShape(1),
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => ({ className: "GlobalMaxPooling1D", args: { keepdims: params.keepdims } }),
  torch: ({ params }, emit) => globalTorch("amax", params, emit),
  onnx: ({ params }, emit) => globalOnnx("ReduceMax", params, emit),
});
