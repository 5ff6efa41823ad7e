/** @file LSTM with the gates of Keras 3 (sigmoid where the call says so; tfjs's own have another function by default). */
import * as tf from "@tensorflow/tfjs-core";
import type { Initializer } from "./named.ts";
import { activationOf } from "./named.ts";
import { Recurrent, type RecurrentArgs, type Step } from "./recurrent.ts";

interface LstmArgs extends RecurrentArgs {
  readonly recurrentActivation: string;
  readonly unitForgetBias: boolean;
}

export class LSTM extends Recurrent<LstmArgs> {
  static readonly className = "LSTM";
  protected readonly gates = 4;
  protected override readonly states = 2;
  readonly gate: (x: tf.Tensor2D) => tf.Tensor2D;

  constructor(args: LstmArgs) {
    super(args);
    this.gate = activationOf(args.recurrentActivation);
  }

  /** A forget gate that starts open keeps early gradients alive. */
  protected override biasStart(): Initializer {
    const { unitForgetBias, units } = this.args;
    if (!unitForgetBias) return this.biasInitializer;
    const apply = () => tf.tidy(() => tf.concat([tf.zeros([units]), tf.ones([units]), tf.zeros([2 * units])]));
    return { apply } as unknown as Initializer;
  }

  protected stepper(): Step {
    const kernel = this.weight("recurrentKernel");
    return (projected, recalled, [, carry]) => {
      const sum = tf.add(projected, tf.matMul(recalled, kernel));
      const [input, forget, cell, output] = tf.split(sum, 4, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
      const kept = tf.mul(this.gate(forget), carry as tf.Tensor2D);
      const next: tf.Tensor2D = tf.add(kept, tf.mul(this.gate(input), this.activate(cell)));
      return [tf.mul(this.gate(output), this.activate(next)), next];
    };
  }
}

tf.serialization.registerClass(LSTM);
