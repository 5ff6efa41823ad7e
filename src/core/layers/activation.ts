/** @file Activation: a function of each number (softmax: of the last axis), as a layer of its own. */
import { choice } from "../params/fields.ts";
import { activations } from "./activations.ts";
import { defineLayer } from "./define.ts";
import { noParameters, sameShape } from "./sameShape.ts";

export const activation = defineLayer({
  kind: "activation",
  title: "Activation",
  group: "core",
  arity: "one",
  role: "hidden",
  addable: true,
  fields: { activation: choice(activations, { default: "relu" }) },
  badge: (params) => params.activation,
  shape: sameShape,
  parameters: noParameters,
  keras: ({ params }) => ({ className: "Activation", args: { activation: params.activation } }),
});
