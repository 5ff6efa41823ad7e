/** @file SpatialDropout2D: while training, turns off a random share of the channels of an image [height, width, channels], each whole. */
import type { TorchValue } from "../export/torch/emitter.ts";
import { float } from "../params/fields.ts";
import { defineLayer, gives, oneInput, unknownShape } from "./define.ts";
import { noMultiplyAdds, noParameters, passed, wrongRank } from "./sameShape.ts";

export const spatialDropout2d = defineLayer({
  kind: "spatialDropout2d",
  title: "SpatialDropout2D",
  group: "normalization",
  inputs: oneInput,
  siblings: ["spatialDropout1d"],
  role: "hidden",
  addable: true,
  fields: { rate: float({ default: 0.2, min: 0, max: 1, exclusiveMax: true }) },
  badge: ({ rate }) => `rate ${rate}`,
  shape: ({ inputs: [input] }) => {
    if (input === undefined) return unknownShape;
    return input.length === 3 ? gives(input) : wrongRank(3, input);
  },
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => ({ className: "SpatialDropout2D", args: { rate: params.rate } }),
  torch: ({ params }, emit) => {
    const [x] = emit.x as readonly [TorchValue];
    return emit.value(`${emit.module(`nn.Dropout2d(${params.rate})`)}(${emit.first(x)})`, "first");
  },
  onnx: passed,
});
