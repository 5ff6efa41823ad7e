/** @file Activation names, Keras's own; each is known to tfjs under the same name. */
export const activations = [
  "linear",
  "relu",
  "elu",
  "selu",
  "gelu",
  "swish",
  "sigmoid",
  "tanh",
  "softplus",
  "softsign",
  "softmax",
] as const;
export type ActivationName = (typeof activations)[number];
