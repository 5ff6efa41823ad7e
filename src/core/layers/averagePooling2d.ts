/** @file AveragePooling2D: the mean of each window of an image, channel by channel. */
import { defineLayer, oneInput } from "./define.ts";
import { pool2dFields, poolBadge, poolCall, poolOnnx, poolShape, poolTorch } from "./pooling.ts";
import { noMultiplyAdds, noParameters } from "./sameShape.ts";

export const averagePooling2d = defineLayer({
  kind: "averagePooling2d",
  title: "AveragePooling2D",
  group: "pooling",
  inputs: oneInput,
  siblings: ["averagePooling1d"],
  role: "hidden",
  addable: true,
  fields: pool2dFields,
  badge: poolBadge,
  shape: poolShape,
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => poolCall("AveragePooling2D", params),
  torch: (args, emit) => poolTorch("Avg", args, emit),
  onnx: (args, emit) => poolOnnx("AveragePool", args, emit),
});
