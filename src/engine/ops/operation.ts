/**
 * @file Own differentiable operations on WebGPU, as kernels of tfjs's registry under names of our own: unlike with
 * `tf.customGrad`, the gradient of an input nobody asks for is not computed, and only what the gradient needs is kept.
 */
import * as tf from "@tensorflow/tfjs-core";

export interface Operation<A extends object> {
  readonly name: string;
  readonly forward: (inputs: Readonly<Record<string, tf.Tensor | undefined>>, attributes: A) => tf.TensorInfo[];
  /** Names of the inputs that the gradient needs, and which outputs. */
  readonly keeps: { readonly inputs: readonly string[]; readonly outputs: readonly boolean[] };
  /** `dy` of the first output; the others are there to be kept. `kept`: inputs, then outputs. */
  readonly backward: (dy: tf.Tensor, kept: tf.Tensor[], attributes: A) => Record<string, () => tf.Tensor>;
}

/** Registers the operation; the function returned runs it on WebGPU and gives its first output. */
export function operation<A extends object>({ name, forward, keeps, backward }: Operation<A>) {
  tf.registerKernel({
    kernelName: name,
    backendName: "webgpu",
    kernelFunc: ({ inputs, attrs }) => forward(inputs as Record<string, tf.Tensor>, attrs as unknown as A),
  });
  tf.registerGradient({
    kernelName: name,
    inputsToSave: [...keeps.inputs],
    outputsToSave: [...keeps.outputs],
    gradFunc: (dy, kept, attributes) => backward([dy].flat()[0] as tf.Tensor, kept, attributes as unknown as A),
  });
  return (inputs: Readonly<Record<string, tf.Tensor>>, attributes: A): tf.Tensor => {
    const [first, ...further] = tf
      .engine()
      .runKernel<tf.Tensor[]>(name, { ...inputs }, attributes as unknown as tf.NamedAttrMap);
    tf.dispose(further);
    return first as tf.Tensor;
  };
}

/** What a kernel wrote, as a tensor that a tidy frees. */
export const tensorOf = (info: tf.TensorInfo): tf.Tensor =>
  "id" in info
    ? (info as tf.Tensor)
    : tf.engine().makeTensorFromTensorInfo(info as tf.TensorInfo & { dtype: tf.DataType });
