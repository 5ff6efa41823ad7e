/** @file Putting own code in the place of what tfjs registers: kernels on WebGPU, and gradients. */
import * as tf from "@tensorflow/tfjs-core";
// Registers what is replaced.
import "@tensorflow/tfjs-backend-webgpu";
import "@tensorflow/tfjs-layers";
import { assert } from "../../core/fault.ts";

type Given = Parameters<tf.KernelFunc>[0];

/** `compute` instead of tfjs's WebGPU kernel of that name; where it gives null, tfjs's own runs. */
export function replaceKernel(kernelName: string, compute: (given: Given) => tf.TensorInfo | null): void {
  const stock = tf.getKernel(kernelName, "webgpu");
  assert(stock !== undefined, `tfjs has the kernel "${kernelName}"`);
  tf.unregisterKernel(kernelName, "webgpu");
  tf.registerKernel({ ...stock, kernelFunc: (given) => compute(given) ?? stock.kernelFunc(given) });
}

/**
 * Another gradient for a kernel on WebGPU; the other backends keep tfjs's, which must need the same tensors kept, and so
 * does WebGPU where `gradient` gives null.
 */
export function replaceGradient(kernelName: string, gradient: (...given: Gradient) => Lazy | null): void {
  const stock = tf.getGradient(kernelName);
  assert(stock !== undefined, `tfjs has a gradient of "${kernelName}"`);
  tf.unregisterGradient(kernelName);
  tf.registerGradient({
    ...stock,
    gradFunc: (dy, saved, attrs) => {
      const own = tf.getBackend() === "webgpu" ? gradient(dy as tf.Tensor, saved, attrs ?? {}) : null;
      return own ?? stock.gradFunc(dy, saved, attrs);
    },
  });
}

type Gradient = readonly [dy: tf.Tensor, saved: readonly tf.Tensor[], attributes: tf.NamedAttrMap];
type Lazy = Record<string, () => tf.Tensor>;
