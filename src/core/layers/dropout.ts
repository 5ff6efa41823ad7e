/** @file Dropout: while training, sets a random share of the inputs to 0 and scales the rest by 1 / (1 − rate). */
import { float } from "../params/fields.ts";
import { defineLayer } from "./define.ts";
import { noParameters, sameShape } from "./sameShape.ts";

export const dropout = defineLayer({
  kind: "dropout",
  title: "Dropout",
  group: "normalization",
  arity: "one",
  role: "hidden",
  addable: true,
  fields: { rate: float({ default: 0.2, min: 0, max: 1, exclusiveMax: true }) },
  badge: ({ rate }) => `rate ${rate}`,
  shape: sameShape,
  parameters: noParameters,
  keras: ({ params }) => ({ className: "Dropout", args: { rate: params.rate } }),
});
