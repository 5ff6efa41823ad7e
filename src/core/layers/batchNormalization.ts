/**
 * @file BatchNormalization over the last axis: y = gamma · (x − mean) / √(variance + epsilon) + beta. Mean and variance
 * are the batch's while training, and moving averages (fixed parameters: moved, not learned) afterwards.
 */
import { flag, float } from "../params/fields.ts";
import { defineLayer } from "./define.ts";
import { sameShape } from "./sameShape.ts";

export const batchNormalization = defineLayer({
  kind: "batchNormalization",
  title: "BatchNormalization",
  group: "normalization",
  arity: "one",
  role: "hidden",
  addable: true,
  fields: {
    momentum: float({ default: 0.99, min: 0, max: 1, exclusiveMax: true }),
    epsilon: float({ default: 1e-3, min: 0, max: 1, exclusiveMin: true }),
    center: flag({ default: true, advanced: true }),
    scale: flag({ default: true, advanced: true }),
  },
  badge: ({ momentum }) => `momentum ${momentum}`,
  shape: sameShape,
  parameters: ({ params, inputs: [input] }) => {
    const channels = input?.at(-1);
    if (channels === undefined) return { trainable: 0, fixed: 0 };
    return { trainable: channels * ((params.center ? 1 : 0) + (params.scale ? 1 : 0)), fixed: 2 * channels };
  },
  keras: ({ params }) => ({
    className: "BatchNormalization",
    args: {
      axis: -1,
      momentum: params.momentum,
      epsilon: params.epsilon,
      center: params.center,
      scale: params.scale,
      betaInitializer: "zeros",
      gammaInitializer: "ones",
      movingMeanInitializer: "zeros",
      movingVarianceInitializer: "ones",
    },
  }),
});
