/** @file GRU, with the reset gate after the recurrent product (Keras's default, which tfjs lacks) or before it. */
import * as tf from "@tensorflow/tfjs-core";
import { activationOf } from "./named.ts";
import { Recurrent, type RecurrentArgs, type State } from "./recurrent.ts";

interface GruArgs extends RecurrentArgs {
  readonly recurrentActivation: string;
  readonly resetAfter: boolean;
}

export class GRU extends Recurrent<GruArgs> {
  static readonly className = "GRU";
  protected readonly gates = 3;
  readonly gate: (x: tf.Tensor2D) => tf.Tensor2D;

  constructor(args: GruArgs) {
    super(args);
    this.gate = activationOf(args.recurrentActivation);
  }

  /** With the reset gate after the product there are two biases: of the inputs, and of the recurrent product. */
  protected override biasShape(): number[] {
    const columns = this.gates * this.args.units;
    return this.args.resetAfter ? [2, columns] : [columns];
  }

  #biasRow(row: number): tf.Tensor | null {
    if (this.bias === null) return null;
    return tf.reshape(tf.slice(this.bias.read(), [row, 0], [1, -1]), [-1]);
  }

  protected override inputBias(): tf.Tensor | null {
    return this.args.resetAfter ? this.#biasRow(0) : super.inputBias();
  }

  protected next(projected: tf.Tensor2D, _state: State, recalled: tf.Tensor2D): State {
    const { units, resetAfter } = this.args;
    const [xz, xr, xh] = tf.split(projected, 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    const kernel = this.weight("recurrentKernel");
    if (resetAfter) {
      const product = tf.matMul(recalled, kernel);
      const bias = this.#biasRow(1);
      const inner = bias === null ? product : tf.add<tf.Tensor2D>(product, bias);
      const [hz, hr, hh] = tf.split(inner, 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
      const reset = this.gate(tf.add(xr, hr));
      return [mixed(this.gate(tf.add(xz, hz)), recalled, this.activate(tf.add(xh, tf.mul(reset, hh))))];
    }
    const [gates, candidate] = tf.split(kernel, [2 * units, units], 1) as [tf.Tensor2D, tf.Tensor2D];
    const [hz, hr] = tf.split(tf.matMul(recalled, gates), 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    const kept = tf.mul<tf.Tensor2D>(this.gate(tf.add(xr, hr)), recalled);
    return [mixed(this.gate(tf.add(xz, hz)), recalled, this.activate(tf.add(xh, tf.matMul(kept, candidate))))];
  }
}

/** z · old + (1 − z) · new, as one product. */
const mixed = (z: tf.Tensor2D, old: tf.Tensor2D, candidate: tf.Tensor2D): tf.Tensor2D =>
  tf.add(candidate, tf.mul(z, tf.sub(old, candidate)));

tf.serialization.registerClass(GRU);
