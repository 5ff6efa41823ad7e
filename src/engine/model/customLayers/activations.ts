/**
 * @file Activation functions that tfjs computes in another way than Keras 3. They replace its own under the same name, so
 * that every layer with an activation has them.
 */
import * as tf from "@tensorflow/tfjs-core";

/** relu6(x + 3) / 6, as in Keras 3 and PyTorch; tfjs has the older 0.2 · x + 0.5 between 0 and 1. */
export class HardSigmoid extends tf.serialization.Serializable {
  static readonly className = "hardSigmoid";

  apply(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => tf.clipByValue(tf.add(tf.mul(x, 1 / 6), 0.5), 0, 1));
  }

  getConfig() {
    return {};
  }
}

tf.serialization.registerClass(HardSigmoid);
