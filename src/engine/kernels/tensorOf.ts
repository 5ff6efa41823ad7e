/** @file What a kernel wrote as a tensor. */
import * as tf from "@tensorflow/tfjs-core";

/** A tensor that a tidy frees. */
export const tensorOf = (info: tf.TensorInfo): tf.Tensor =>
  "id" in info
    ? (info as tf.Tensor)
    : tf.engine().makeTensorFromTensorInfo(info as tf.TensorInfo & { dtype: tf.DataType });
