/** @file GRU, with the reset gate after the recurrent product (Keras's default, which tfjs lacks) or before it. */
import * as tf from "@tensorflow/tfjs-core";
import type { ActivationName } from "../../../core/layers/activations.ts";
import { type Biases, Recurrent, type RecurrentArgs } from "./recurrent.ts";

interface GruArgs extends RecurrentArgs {
  readonly recurrentActivation: ActivationName;
  readonly resetAfter: boolean;
}

export class GRU extends Recurrent<GruArgs> {
  static readonly className = "GRU";
  protected readonly gates = 3;
  protected readonly cell = this.args.resetAfter ? "gru" : "gruResetBefore";
  protected override readonly gateActivation = this.args.recurrentActivation;

  /** With the reset gate after the product there are two biases: of the inputs, and of the recurrent product. */
  protected override biasShape(): number[] {
    const columns = this.gates * this.args.units;
    return this.args.resetAfter ? [2, columns] : [columns];
  }

  protected override biases(): Biases {
    if (this.bias === null || !this.args.resetAfter) return super.biases();
    return tf.unstack(this.bias.read()) as [tf.Tensor1D, tf.Tensor1D];
  }
}

tf.serialization.registerClass(GRU);
