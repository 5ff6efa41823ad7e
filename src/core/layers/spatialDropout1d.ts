/** @file SpatialDropout1D: while training, turns off a random share of the channels of a sequence [steps, features], each whole. */
import type { TorchValue } from "../export/torch/emitter.ts";
import { float } from "../params/fields.ts";
import { defineLayer, gives, oneInput, unknownShape } from "./define.ts";
import { noMultiplyAdds, noParameters, passed, wrongRank } from "./sameShape.ts";

export const spatialDropout1d = defineLayer({
  kind: "spatialDropout1d",
  title: "SpatialDropout1D",
  group: "normalization",
  inputs: oneInput,
  siblings: ["spatialDropout2d"],
  role: "hidden",
  addable: true,
  fields: { rate: float({ default: 0.2, min: 0, max: 1, exclusiveMax: true }) },
  badge: ({ rate }) => `rate ${rate}`,
  shape: ({ inputs: [input] }) => {
    if (input === undefined) return unknownShape;
    return input.length === 2 ? gives(input) : wrongRank(2, input);
  },
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => ({ className: "SpatialDropout1D", args: { rate: params.rate } }),
  mask: "passes",
  torch: ({ params }, emit) => {
    const [x] = emit.x as readonly [TorchValue];
    return emit.value(`${emit.module(`nn.Dropout1d(${params.rate})`)}(${emit.first(x)})`, "first");
  },
  onnx: passed,
});
