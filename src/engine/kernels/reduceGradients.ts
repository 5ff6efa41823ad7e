/** @file Gradients of tfjs's reductions in one dispatch; tfjs's own fill a tensor with ones first, on the CPU. */
import * as tf from "@tensorflow/tfjs-core";
import { tensorOf } from "../gpu/kernel.ts";
import { type SpreadFunction, spreadOver } from "./elementwiseSpread.ts";
import { replaceGradient } from "./replaceKernel.ts";
import { storedType } from "./stored.ts";

interface Attributes {
  readonly axis?: number | number[];
  readonly reductionIndices?: number | number[];
}

const axesOf = ({ shape }: tf.Tensor, attributes: tf.NamedAttrMap): number[] => {
  const { axis, reductionIndices } = attributes as unknown as Attributes;
  return tf.util.parseAxisParam(reductionIndices ?? axis ?? [...shape.keys()], shape);
};

const scaled: SpreadFunction = { key: "scaled", whole: [], spread: ["dy"], expression: "dy * params.amount" };

function replaceScaled(kernelName: string, amountOf: (x: tf.Tensor, dy: tf.Tensor) => number): void {
  replaceGradient(kernelName, (dy, [x], attributes) => {
    if (x === undefined || x.size === 0 || storedType(dy) !== "float32") return null;
    const { shape } = x;
    const axes = axesOf(x, attributes);
    return { x: () => tensorOf(spreadOver(scaled, { shape, axes, tensors: [dy], amount: amountOf(x, dy) })) };
  });
}

replaceScaled(tf.Sum, () => 1);
replaceScaled(tf.Mean, (x, dy) => dy.size / x.size);

/** All that equal the largest get the gradient, as in tfjs. */
const whereEqual: SpreadFunction = {
  key: "where equal",
  whole: ["x"],
  spread: ["dy", "y"],
  expression: "select(0.0, dy, x == y)",
};

for (const kernelName of [tf.Max, tf.Min]) {
  replaceGradient(kernelName, (dy, [x, y], attributes) => {
    if (x === undefined || y === undefined || x.size === 0) return null;
    if ([dy, x, y].some((tensor) => storedType(tensor) !== "float32")) return null;
    const axes = axesOf(x, attributes);
    return { x: () => tensorOf(spreadOver(whereEqual, { shape: x.shape, axes, tensors: [x, dy, y] })) };
  });
}
