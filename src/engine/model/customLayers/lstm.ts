/** @file LSTM with the gates of Keras 3 (sigmoid where the call says so; tfjs's own have another function by default). */
import * as tf from "@tensorflow/tfjs-core";
import type { ActivationName } from "../../../core/layers/activations.ts";
import type { Initializer } from "./named.ts";
import { Recurrent, type RecurrentArgs } from "./recurrent.ts";

interface LstmArgs extends RecurrentArgs {
  readonly recurrentActivation: ActivationName;
  readonly unitForgetBias: boolean;
}

export class LSTM extends Recurrent<LstmArgs> {
  static readonly className = "LSTM";
  protected readonly gates = 4;
  protected readonly cell = "lstm";
  protected override readonly gateActivation = this.args.recurrentActivation;

  /** A forget gate that starts open keeps early gradients alive. */
  protected override biasStart(): Initializer {
    const { unitForgetBias, units } = this.args;
    if (!unitForgetBias) return this.biasInitializer;
    const apply = () => tf.tidy(() => tf.concat([tf.zeros([units]), tf.ones([units]), tf.zeros([2 * units])]));
    return { apply } as unknown as Initializer;
  }
}

tf.serialization.registerClass(LSTM);
