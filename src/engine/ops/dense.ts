/**
 * @file The dense operation: activation(x · kernel + bias) over the last axis. On WebGPU one dispatch forward; backward one
 * for what comes through the activation, one for kernel and bias, one for x, each only where it is asked for.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { ActivationName } from "../../core/layers/activations.ts";
import { gpu } from "../gpu/backend.ts";
import { type PointActivation, wgslActivations } from "../kernels/activations.ts";
import { timesSlope } from "../kernels/elementwise.ts";
import { product, productWithSums } from "../kernels/matmul.ts";
import { storedType } from "../kernels/stored.ts";
import { activate } from "./activation.ts";
import { operation, tensorOf } from "./operation.ts";

interface Attributes {
  readonly activation: PointActivation;
  readonly hasBias: boolean;
}

type Inputs = Readonly<Record<string, tf.Tensor | undefined>>;

/** Rows of x, numbers in one, and columns of the result. */
function sizesOf(x: tf.Tensor, kernel: tf.Tensor) {
  const [width, units] = kernel.shape as [number, number];
  return { rows: x.size / width, width, units };
}

function multiplied({ x, kernel, bias = undefined }: Inputs, activation: PointActivation, keepsArgument: boolean) {
  const { rows, width, units } = sizesOf(x as tf.Tensor, kernel as tf.Tensor);
  const sizes = { m: rows, n: units, k: width, transposeA: false, transposeB: false };
  const shape = [...(x as tf.Tensor).shape.slice(0, -1), units];
  const finish = { bias: bias ?? null, activation, keepsArgument };
  return product(x as tf.Tensor, kernel as tf.Tensor, sizes, shape, finish);
}

function backward(dz: tf.Tensor, x: tf.Tensor, kernel: tf.Tensor, hasBias: boolean) {
  const { rows, width, units } = sizesOf(x, kernel);
  const kernelSizes = { m: width, n: units, k: rows };
  // Made here, where it lasts until the bias is asked for; its buffer is taken when it is written.
  const sums = hasBias ? tensorOf(gpu().makeTensorInfo([units], "float32")) : null;
  let summed = false;
  return {
    x: () => {
      const sizes = { m: rows, n: width, k: units, transposeA: false, transposeB: true };
      return tensorOf(product(dz, kernel, sizes, x.shape)[0] as tf.TensorInfo);
    },
    kernel: () => {
      if (sums === null || summed) {
        const sizes = { ...kernelSizes, transposeA: true, transposeB: false };
        return tensorOf(product(x, dz, sizes, [width, units])[0] as tf.TensorInfo);
      }
      summed = true;
      return tensorOf(productWithSums(x, dz, kernelSizes, sums));
    },
    bias: () => (summed && sums !== null ? tf.clone(sums) : tf.sum(tf.reshape(dz, [rows, units]), 0)),
  };
}

const linear = operation<Attributes>({
  name: "OwnDense",
  forward: (inputs) => multiplied(inputs, "linear", false),
  keeps: { inputs: ["x", "kernel"], outputs: [] },
  backward: (dy, [x, kernel], { hasBias }) => backward(dy, x as tf.Tensor, kernel as tf.Tensor, hasBias),
});

const throughActivation = (dy: tf.Tensor, [x, kernel, kept]: tf.Tensor[], { activation, hasBias }: Attributes) =>
  backward(tensorOf(timesSlope(activation, dy, kept as tf.Tensor)), x as tf.Tensor, kernel as tf.Tensor, hasBias);

/** The derivative of the activation follows from the result, or needs the sum before it, which is a second output. */
const byResult = operation<Attributes>({
  name: "OwnDenseByResult",
  forward: (inputs, { activation }) => multiplied(inputs, activation, false),
  keeps: { inputs: ["x", "kernel"], outputs: [true] },
  backward: throughActivation,
});
const byArgument = operation<Attributes>({
  name: "OwnDenseByArgument",
  forward: (inputs, { activation }) => multiplied(inputs, activation, true),
  keeps: { inputs: ["x", "kernel"], outputs: [false, true] },
  backward: throughActivation,
});

/** activation(x · kernel + bias): x [… , width], kernel [width, units], bias [units] → [… , units]. */
export function dense(
  x: tf.Tensor,
  kernel: tf.Tensor2D,
  bias: tf.Tensor1D | null,
  activation: ActivationName,
): tf.Tensor {
  const tensors = bias === null ? [x, kernel] : [x, kernel, bias];
  if (tf.getBackend() !== "webgpu" || tensors.some((tensor) => storedType(tensor) !== "float32" || tensor.size === 0)) {
    return plainDense(x, kernel, bias, activation);
  }
  const inputs = { x, kernel, ...(bias === null ? {} : { bias }) };
  const hasBias = bias !== null;
  if (activation === "softmax") return activate(activation, linear(inputs, { activation: "linear", hasBias }));
  if (activation === "linear") return linear(inputs, { activation, hasBias });
  const run = wgslActivations[activation].from === "y" ? byResult : byArgument;
  return run(inputs, { activation, hasBias });
}

/** The same by tfjs's operations. */
function plainDense(
  x: tf.Tensor,
  kernel: tf.Tensor2D,
  bias: tf.Tensor1D | null,
  activation: ActivationName,
): tf.Tensor {
  return tf.tidy(() => {
    const [width, units] = kernel.shape;
    const product = tf.matMul(tf.reshape(x, [-1, width]) as tf.Tensor2D, kernel);
    const sum = bias === null ? product : tf.add(product, bias);
    return tf.reshape(activate(activation, sum), [...x.shape.slice(0, -1), units]);
  });
}
