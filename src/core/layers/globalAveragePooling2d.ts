/** @file GlobalAveragePooling2D: the mean of each channel over a whole image. */
import { defineLayer, oneInput } from "./define.ts";
import { globalFields, globalOnnx, globalShape, globalTorch } from "./globalPooling.ts";
import { noMultiplyAdds, noParameters } from "./sameShape.ts";

export const globalAveragePooling2d = defineLayer({
  kind: "globalAveragePooling2d",
  title: "GlobalAveragePooling2D",
  group: "pooling",
  inputs: oneInput,
  siblings: ["globalAveragePooling1d"],
  role: "hidden",
  addable: true,
  fields: globalFields,
  badge: () => "",
  shape: globalShape(2),
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => ({ className: "GlobalAveragePooling2D", args: { keepdims: params.keepdims } }),
  torch: ({ params }, emit) => globalTorch("mean", params, emit),
  onnx: ({ params }, emit) => globalOnnx("ReduceMean", params, emit),
});
