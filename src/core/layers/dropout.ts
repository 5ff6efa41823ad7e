/** @file Dropout: while training, sets a random share of the inputs to 0 and scales the rest by 1 / (1 − rate). */
import { float } from "../params/fields.ts";
import { defineLayer, oneInput } from "./define.ts";
import { noMultiplyAdds, noParameters, passed, sameShape } from "./sameShape.ts";

export const dropout = defineLayer({
  kind: "dropout",
  title: "Dropout",
  group: "normalization",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: { rate: float({ default: 0.2, min: 0, max: 1, exclusiveMax: true }) },
  badge: ({ rate }) => `rate ${rate}`,
  shape: sameShape,
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => ({ className: "Dropout", args: { rate: params.rate } }),
  mask: "passes",
  torch: ({ params }, emit) => {
    const { names, layout } = emit.alike();
    return emit.value(`${emit.module(`nn.Dropout(${params.rate})`)}(${names[0]})`, layout);
  },
  onnx: passed,
});
