/**
 * @file A second of arithmetic that every device must get right before it trains: some drivers return zeros or
 * nonsense without an error. Expected values: numpy in float64, `e2e/oracle/self_test_constants.py`.
 */
import * as tf from "@tensorflow/tfjs-core";
// Registers the gradients of all kernels; the probes need them.
import "@tensorflow/tfjs-layers";

interface Probe {
  readonly name: string;
  readonly run: () => readonly tf.Tensor[];
  readonly expected: readonly (readonly number[])[];
}

/** Float32 over a handful of terms errs by less; a wrong kernel errs by much more. */
const tolerance = 1e-4;

const ramp = (count: number, step: number, start: number) =>
  Array.from({ length: count }, (_, index) => start + step * index);

const probes: readonly Probe[] = [
  {
    name: "matMul",
    run: () => [tf.matMul(tf.tensor2d(ramp(12, 0.1, -0.4), [3, 4]), tf.tensor2d(ramp(8, 0.25, -0.75), [4, 2]))],
    expected: [[0.25, 0, 0.25, 0.4, 0.25, 0.8]],
  },
  {
    name: "softmax cross-entropy and its gradient",
    run: () => {
      const labels = tf.tensor2d([0, 1, 0, 1, 0, 0], [2, 3]);
      const loss = (z: tf.Tensor) => tf.neg(tf.sum(tf.mul(labels, tf.logSoftmax(z)), -1));
      const logits = tf.tensor2d([1, 2, -1, 0.5, -0.5, 3], [2, 3]);
      const { value, grad } = tf.valueAndGrad(loss)(logits);
      return [value, grad];
    },
    expected: [
      [0.34901221676818633, 2.6064141042799553],
      [
        0.2594964603424191, -0.2946154873017588, 0.03511902695933973, -0.9262012956881591, 0.027149026101416524,
        0.8990522695867427,
      ],
    ],
  },
  {
    name: "conv2d and its gradients",
    run: () => {
      const image = tf.tensor4d(ramp(16, 0.1, -0.7), [1, 4, 4, 1]);
      const filter = tf.tensor4d(ramp(9, 0.2, -0.8), [3, 3, 1, 1]);
      const convolve = (x: tf.Tensor4D, k: tf.Tensor4D) => tf.conv2d(x, k, 1, "valid");
      const [dx, dk] = tf.grads((x, k) => tf.sum(tf.square(convolve(x as tf.Tensor4D, k as tf.Tensor4D))))([
        image,
        filter,
      ]);
      return [convolve(image, filter), dk as tf.Tensor, dx as tf.Tensor];
    },
    expected: [
      [1.56, 1.56, 1.56, 1.56],
      [-5.616, -4.368, -3.12, -0.624, 0.624, 1.872, 4.368, 5.616, 6.864],
      [
        -2.496, -4.368, -3.12, -1.248, -3.12, -4.992, -2.496, -0.624, 0.624, 2.496, 4.992, 3.12, 1.248, 3.12, 4.368,
        2.496,
      ],
    ],
  },
  {
    name: "LSTM cell and its gradient",
    run: () => {
      const cell = (v: tf.Tensor) => {
        const [i, f, c, o] = tf.split(v, 4) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
        const state = tf.add(tf.mul(tf.sigmoid(f), 0.3), tf.mul(tf.sigmoid(i), tf.tanh(c)));
        return tf.mul(tf.sigmoid(o), tf.tanh(state));
      };
      const { value, grad } = tf.valueAndGrad(cell)(tf.tensor1d([0.2, -0.4, 0.7, 1.1]));
      return [value, grad];
    },
    expected: [[0.3181945483960652], [0.09204484535, 0.04435044318, 0.21474401318, 0.0794658729]],
  },
  {
    name: "gather and argMax",
    run: () => {
      const rows = tf.gather(tf.tensor2d(ramp(12, 1, 0), [4, 3]), tf.tensor1d([3, 0, 2], "int32"));
      return [rows, tf.argMax(tf.tensor2d([0, 5, 2, 9, 1, 3], [2, 3]), -1)];
    },
    expected: [
      [9, 10, 11, 0, 1, 2, 6, 7, 8],
      [1, 0],
    ],
  },
];

/** Runs every probe on the current backend; the first that fails, in words, or null. */
export async function selfTest(): Promise<string | null> {
  for (const { name, run, expected } of probes) {
    const tensors = tf.tidy(() => [...run()]);
    try {
      for (const [index, tensor] of tensors.entries()) {
        const values = await tensor.data();
        const wanted = expected[index] ?? [];
        const same =
          values.length === wanted.length &&
          wanted.every(
            (value, at) => Math.abs((values[at] as number) - value) <= tolerance * Math.max(1, Math.abs(value)),
          );
        if (!same) return `${name}: expected ${wanted.join(", ")}, got ${Array.from(values).join(", ")}`;
      }
    } finally {
      tf.dispose(tensors);
    }
  }
  return null;
}
