/** @file Dense as tfjs's layer, computed by the own operation. */
import * as tf from "@tensorflow/tfjs-core";
import type { LayerVariable } from "@tensorflow/tfjs-layers";
import type { ActivationName } from "../../../core/layers/activations.ts";
import { dense } from "../../ops/dense.ts";
import { firstOf } from "./masks.ts";
import { type Layer, type LayerArgs, tfjsClass } from "./tfjsClass.ts";

interface TfjsDense extends Layer {
  readonly kernel: LayerVariable;
  readonly bias: LayerVariable | null;
}

export class Dense extends tfjsClass<TfjsDense>("Dense") {
  static readonly className = "Dense";
  readonly activationName: ActivationName;

  constructor(args: LayerArgs) {
    super(args);
    this.activationName = (args.activation ?? "linear") as ActivationName;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const bias = this.bias == null ? null : (this.bias.read() as tf.Tensor1D);
    return dense(firstOf(inputs), this.kernel.read() as tf.Tensor2D, bias, this.activationName);
  }
}

tf.serialization.registerClass(Dense);
