/**
 * @file The optimizers, their own parameters with Keras's names and defaults, and how many slots of state each keeps a
 * weight. The update rules are in `engine/train/optimizer.ts`; the oracle suite checks them against PyTorch.
 */
import { type Fields, float } from "../params/fields.ts";

export interface OptimizerSpec {
  readonly title: string;
  readonly fields: Fields;
  readonly slots: number;
  readonly defaultLearningRate: number;
}

const epsilon = float({ default: 1e-7, min: 0, max: 1, exclusiveMin: true, advanced: true });
const beta1 = float({ default: 0.9, min: 0, max: 1, exclusiveMax: true, advanced: true });
const beta2 = float({ default: 0.999, min: 0, max: 1, exclusiveMax: true, advanced: true });

export const optimizers = {
  sgd: { title: "SGD", fields: {}, slots: 0, defaultLearningRate: 0.01 },
  momentum: {
    title: "SGD with momentum",
    fields: { momentum: float({ default: 0.9, min: 0, max: 1, exclusiveMax: true }) },
    slots: 1,
    defaultLearningRate: 0.01,
  },
  nesterov: {
    title: "SGD with Nesterov momentum",
    fields: { momentum: float({ default: 0.9, min: 0, max: 1, exclusiveMax: true }) },
    slots: 1,
    defaultLearningRate: 0.01,
  },
  rmsprop: {
    title: "RMSprop",
    fields: { rho: float({ default: 0.9, min: 0, max: 1, exclusiveMax: true }), epsilon },
    slots: 1,
    defaultLearningRate: 0.001,
  },
  adagrad: {
    title: "Adagrad",
    fields: { initialAccumulatorValue: float({ default: 0.1, min: 0, max: 1e6 }), epsilon },
    slots: 1,
    defaultLearningRate: 0.01,
  },
  adam: { title: "Adam", fields: { beta1, beta2, epsilon }, slots: 2, defaultLearningRate: 0.001 },
  adamw: {
    title: "AdamW",
    fields: { weightDecay: float({ default: 0.004, min: 0, max: 1 }), beta1, beta2, epsilon },
    slots: 2,
    defaultLearningRate: 0.001,
  },
  adamax: { title: "Adamax", fields: { beta1, beta2, epsilon }, slots: 2, defaultLearningRate: 0.001 },
  nadam: { title: "Nadam", fields: { beta1, beta2, epsilon }, slots: 2, defaultLearningRate: 0.001 },
  lion: {
    title: "Lion",
    fields: {
      weightDecay: float({ default: 0, min: 0, max: 1 }),
      beta1,
      // Keras's default; the moment is kept longer than Adam's because only its sign counts.
      beta2: float({ default: 0.99, min: 0, max: 1, exclusiveMax: true, advanced: true }),
    },
    slots: 1,
    defaultLearningRate: 0.001,
  },
} as const satisfies Record<string, OptimizerSpec>;

export type OptimizerName = keyof typeof optimizers;
