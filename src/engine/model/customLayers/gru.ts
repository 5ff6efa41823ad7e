/** @file GRU, with the reset gate after the recurrent product (Keras's default, which tfjs lacks) or before it. */
import * as tf from "@tensorflow/tfjs-core";
import { activationOf } from "./named.ts";
import { Recurrent, type RecurrentArgs, type Step } from "./recurrent.ts";

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

  protected stepper(): Step {
    return this.args.resetAfter ? this.#resettingAfter() : this.#resettingBefore();
  }

  #resettingAfter(): Step {
    const kernel = this.weight("recurrentKernel");
    const bias = this.#biasRow(1);
    return (projected, recalled) => {
      const product = tf.matMul<tf.Tensor2D>(recalled, kernel);
      const inner = bias === null ? product : tf.add<tf.Tensor2D>(product, bias);
      const [xz, xr, xh] = thirds(projected);
      const [hz, hr, hh] = thirds(inner);
      const reset = this.gate(tf.add<tf.Tensor2D>(xr, hr));
      const candidate = this.activate(tf.add<tf.Tensor2D>(xh, tf.mul(reset, hh)));
      return [mixed(this.gate(tf.add<tf.Tensor2D>(xz, hz)), recalled, candidate)];
    };
  }

  #resettingBefore(): Step {
    const { units } = this.args;
    const [gates, last] = tf.split(this.weight("recurrentKernel"), [2 * units, units], 1) as [tf.Tensor2D, tf.Tensor2D];
    return (projected, recalled) => {
      const [xz, xr, xh] = thirds(projected);
      const [hz, hr] = tf.split(tf.matMul(recalled, gates), 2, 1) as [tf.Tensor2D, tf.Tensor2D];
      const kept = tf.mul<tf.Tensor2D>(this.gate(tf.add<tf.Tensor2D>(xr, hr)), recalled);
      const candidate = this.activate(tf.add<tf.Tensor2D>(xh, tf.matMul(kept, last)));
      return [mixed(this.gate(tf.add<tf.Tensor2D>(xz, hz)), recalled, candidate)];
    };
  }
}

const thirds = (x: tf.Tensor2D) => tf.split(x, 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];

/** z · old + (1 − z) · new, as one product. */
const mixed = (z: tf.Tensor2D, old: tf.Tensor2D, candidate: tf.Tensor2D): tf.Tensor2D =>
  tf.add(candidate, tf.mul(z, tf.sub(old, candidate)));

tf.serialization.registerClass(GRU);
