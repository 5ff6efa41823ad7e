/** @file GlobalMaxPooling2D: the largest number of each channel over a whole image. */
import { defineLayer, oneInput } from "./define.ts";
import { globalFields, globalOnnx, globalShape, globalTorch } from "./globalPooling.ts";
import { noMultiplyAdds, noParameters } from "./sameShape.ts";

export const globalMaxPooling2d = defineLayer({
  kind: "globalMaxPooling2d",
  title: "GlobalMaxPooling2D",
  group: "pooling",
  inputs: oneInput,
  siblings: ["globalMaxPooling1d"],
  role: "hidden",
  addable: true,
  fields: globalFields,
  badge: () => "",
  shape: globalShape(2),
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => ({ className: "GlobalMaxPooling2D", args: { keepdims: params.keepdims } }),
  torch: ({ params }, emit) => globalTorch("amax", params, emit),
  onnx: ({ params }, emit) => globalOnnx("ReduceMax", params, emit),
});
