/** @file MaxPooling2D: the largest number of each window of an image, channel by channel. */
import { defineLayer, oneInput } from "./define.ts";
import { pool2dFields, poolBadge, poolCall, poolOnnx, poolShape, poolTorch } from "./pooling.ts";
import { noMultiplyAdds, noParameters } from "./sameShape.ts";

export const maxPooling2d = defineLayer({
  kind: "maxPooling2d",
  title: "MaxPooling2D",
  group: "pooling",
  inputs: oneInput,
  siblings: ["maxPooling1d"],
  role: "hidden",
  addable: true,
  fields: pool2dFields,
  badge: poolBadge,
  shape: poolShape,
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => poolCall("MaxPooling2D", params),
  torch: (args, emit) => poolTorch("Max", args, emit),
  onnx: (args, emit) => poolOnnx("MaxPool", args, emit),
});
