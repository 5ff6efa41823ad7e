/** @file Dense: y = activation(x · kernel + bias), over the last axis. */
import { choice, flag, int } from "../params/fields.ts";
import { activations } from "./activations.ts";
import { defineLayer } from "./define.ts";

export const dense = defineLayer({
  kind: "dense",
  title: "Dense",
  group: "core",
  arity: "one",
  addable: true,
  fields: {
    units: int({ default: 32, min: 1, max: 65536 }),
    activation: choice(activations, { default: "relu" }),
    useBias: flag({ default: true, advanced: true }),
  },
  badge: ({ units, activation }) => `${units} ${activation}`,
  shape: ({ params, inputs: [input] }) =>
    input === undefined
      ? { ok: false, refusal: { code: "noInputShape" } }
      : { ok: true, shape: [...input.slice(0, -1), params.units] },
  parameters: ({ params, inputs: [input] }) => ({
    trainable: input === undefined ? 0 : ((input.at(-1) as number) + (params.useBias ? 1 : 0)) * params.units,
    fixed: 0,
  }),
  keras: ({ params }) => ({
    className: "Dense",
    args: { units: params.units, activation: params.activation, useBias: params.useBias },
  }),
});
