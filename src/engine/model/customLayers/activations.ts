/**
 * @file The activation functions under their Keras names, by the own operation. They replace tfjs's, so that every layer
 * with an activation has them.
 */
import * as tf from "@tensorflow/tfjs-core";
// The classes that are replaced.
import "@tensorflow/tfjs-layers";
import { type ActivationName, activations } from "../../../core/layers/activations.ts";
import { activate } from "../../ops/activation.ts";

function register(name: ActivationName): void {
  class Activation extends tf.serialization.Serializable {
    static readonly className = name;

    apply(x: tf.Tensor): tf.Tensor {
      return activate(name, x);
    }

    getConfig() {
      return {};
    }
  }
  tf.serialization.registerClass(Activation);
}

for (const name of activations) register(name);
