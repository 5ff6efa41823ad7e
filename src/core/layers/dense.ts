/** @file Dense: y = activation(x · kernel + bias), over the last axis. */

import type { Shape } from "../graph/types.ts";
import { choice, flag, int } from "../params/fields.ts";
import { activations } from "./activations.ts";
import { defineLayer, type KerasCall } from "./define.ts";

/** Largest width of a layer: beyond it a single kernel would not fit a GPU buffer. */
export const maxUnits = 65536;

/** The Keras call of a Dense layer. Initializers are spelt out because tfjs's default differs from Keras's. */
export const denseCall = (units: number, activation: string, useBias: boolean): KerasCall => ({
  className: "Dense",
  args: { units, activation, useBias, kernelInitializer: "glorotUniform", biasInitializer: "zeros" },
});

/** Kernel and bias of a Dense layer on inputs of this shape. */
export const denseParameters = (input: Shape, units: number, useBias: boolean): number => {
  const width = input.at(-1);
  return width === undefined ? 0 : (width + (useBias ? 1 : 0)) * units;
};

export const dense = defineLayer({
  kind: "dense",
  title: "Dense",
  group: "core",
  arity: "one",
  role: "hidden",
  addable: true,
  fields: {
    units: int({ default: 32, min: 1, max: maxUnits }),
    activation: choice(activations, { default: "relu" }),
    useBias: flag({ default: true, advanced: true }),
  },
  badge: ({ units, activation }) => `${units} ${activation}`,
  shape: ({ params, inputs: [input] }) =>
    input === undefined
      ? { ok: false, refusal: { code: "noInputShape" } }
      : { ok: true, shape: [...input.slice(0, -1), params.units] },
  parameters: ({ params, inputs: [input] }) => ({
    trainable: input === undefined ? 0 : denseParameters(input, params.units, params.useBias),
    fixed: 0,
  }),
  keras: ({ params }) => denseCall(params.units, params.activation, params.useBias),
});
