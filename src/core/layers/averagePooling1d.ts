/** @file AveragePooling1D: the mean of each window of steps, channel by channel. */
import { defineLayer, oneInput } from "./define.ts";
import { pool1dFields, poolBadge, poolCall, poolOnnx, poolShape, poolTorch } from "./pooling.ts";
import { noMultiplyAdds, noParameters } from "./sameShape.ts";

export const averagePooling1d = defineLayer({
  kind: "averagePooling1d",
  title: "AveragePooling1D",
  group: "pooling",
  inputs: oneInput,
  siblings: ["averagePooling2d"],
  role: "hidden",
  addable: true,
  fields: pool1dFields,
  badge: poolBadge,
  shape: poolShape,
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => poolCall("AveragePooling1D", params),
  torch: (args, emit) => poolTorch("Avg", args, emit),
  onnx: (args, emit) => poolOnnx("AveragePool", args, emit),
});
