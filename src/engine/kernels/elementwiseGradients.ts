/** @file Gradients of tfjs's functions of single numbers in one dispatch, where tfjs's own take several. */
import * as tf from "@tensorflow/tfjs-core";
import { tensorOf } from "../gpu/kernel.ts";
import { activationFunctions, activationWgsl } from "./activations.ts";
import { type PointFunction, pointwise } from "./elementwise.ts";
import { type SpreadFunction, spreadOver } from "./elementwiseSpread.ts";
import { replaceGradient } from "./replaceKernel.ts";
import { storedType } from "./stored.ts";

/**
 * By the name of the kernel: the gradient as a WGSL expression of `dy` and `saved`, which is what tfjs keeps: argument or
 * result.
 */
const slopes: Readonly<Record<string, string>> = {
  [tf.Relu]: "select(0.0, dy, saved > 0.0)",
  [tf.Relu6]: "select(0.0, dy, saved > 0.0 && saved <= 6.0)",
  [tf.LeakyRelu]: "select(dy * params.amount, dy, saved > 0.0)",
  [tf.Selu]: "dy * slope(saved, activate(saved))",
  [tf.Softplus]: "dy * logistic(saved)",
  [tf.Tanh]: "dy * (1.0 - saved * saved)",
  [tf.Sigmoid]: "dy * saved * (1.0 - saved)",
  [tf.Square]: "2.0 * dy * saved",
  [tf.Sqrt]: "0.5 * dy / sqrt(saved)",
  [tf.Rsqrt]: "-0.5 * dy * inverseSqrt(saved) / saved",
  [tf.Abs]: "select(-dy, dy, saved > 0.0)",
};

const functions = `${activationFunctions}${activationWgsl("selu")}`;

const allFloats = (tensors: readonly (tf.Tensor | undefined)[]): boolean =>
  tensors.every((tensor) => tensor !== undefined && tensor.size > 0 && storedType(tensor) === "float32");

for (const [kernelName, expression] of Object.entries(slopes)) {
  const point: PointFunction = { key: `${kernelName} gradient`, inputs: ["dy", "saved"], functions, expression };
  replaceGradient(kernelName, (dy, [saved], attributes) => {
    if (saved === undefined || !allFloats([dy, saved])) return null;
    const amount = typeof attributes.alpha === "number" ? attributes.alpha : 0;
    return { x: () => tensorOf(pointwise(point, [dy, saved], amount)) };
  });
}

/** As tfjs, the bounds themselves count as between them. */
const clip: PointFunction = {
  key: "clip gradient",
  inputs: ["dy", "x"],
  expression: "select(0.0, dy, x >= params.amount && x <= params.other)",
};

replaceGradient(tf.ClipByValue, (dy, [x], attributes) => {
  const { clipValueMin, clipValueMax } = attributes;
  if (x === undefined || !allFloats([dy, x])) return null;
  return { x: () => tensorOf(pointwise(clip, [dy, x], clipValueMin as number, clipValueMax as number)) };
});

/** Of (a − b)², by a; by b it is the opposite. */
const difference: PointFunction = {
  key: "squared difference gradient",
  inputs: ["dy", "a", "b"],
  expression: "params.amount * dy * (a - b)",
};

replaceGradient(tf.SquaredDifference, (dy, [a, b]) => {
  if (a === undefined || b === undefined || !allFloats([dy, a, b])) return null;
  if (!tf.util.arraysEqual(a.shape, b.shape)) return null;
  return {
    a: () => tensorOf(pointwise(difference, [dy, a, b], 2)),
    b: () => tensorOf(pointwise(difference, [dy, a, b], -2)),
  };
});

const preluSlope: SpreadFunction = {
  key: "prelu gradient",
  whole: ["dy", "x"],
  spread: ["alpha"],
  expression: "select(dy * alpha, dy, x > 0.0)",
};
const ofAlpha: PointFunction = {
  key: "prelu alpha gradient",
  inputs: ["dy", "x"],
  expression: "select(dy * x, 0.0, x > 0.0)",
};

replaceGradient(tf.Prelu, (dy, [x, alpha]) => {
  if (x === undefined || alpha === undefined || !allFloats([dy, x, alpha])) return null;
  const axes = tf.broadcast_util.getReductionAxes(alpha.shape, x.shape);
  return {
    x: () => tensorOf(spreadOver(preluSlope, { shape: x.shape, axes, tensors: [dy, x, alpha] })),
    alpha: () => tf.reshape(tf.sum(tensorOf(pointwise(ofAlpha, [dy, x])), axes), alpha.shape),
  };
});
