/** @file MaxPooling1D: the largest number of each window of steps, channel by channel. */
import { defineLayer, oneInput } from "./define.ts";
import { pool1dFields, poolBadge, poolCall, poolOnnx, poolShape, poolTorch } from "./pooling.ts";
import { noMultiplyAdds, noParameters } from "./sameShape.ts";

export const maxPooling1d = defineLayer({
  kind: "maxPooling1d",
  title: "MaxPooling1D",
  group: "pooling",
  inputs: oneInput,
  siblings: ["maxPooling2d"],
  role: "hidden",
  addable: true,
  fields: pool1dFields,
  badge: poolBadge,
  shape: poolShape,
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => poolCall("MaxPooling1D", params),
  torch: (args, emit) => poolTorch("Max", args, emit),
  onnx: (args, emit) => poolOnnx("MaxPool", args, emit),
});
