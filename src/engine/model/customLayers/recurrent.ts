/**
 * @file What the recurrent layers share: all steps' inputs are projected by one matrix product, then one operation goes
 * over the steps. A step that the mask leaves out keeps the state, and with it the output, of the step before. Dropout
 * masks are drawn once a sequence and hold for all its steps, as in Keras.
 */
import * as tf from "@tensorflow/tfjs-core";
import { type LayerVariable, layers, type Shape } from "@tensorflow/tfjs-layers";
import { assert } from "../../../core/fault.ts";
import type { ActivationName } from "../../../core/layers/activations.ts";
import type { Cell } from "../../kernels/recurrent/cells.ts";
import { uniformMask } from "../../kernels/uniformMask.ts";
import { dense } from "../../ops/dense.ts";
import { recurrence } from "../../ops/recurrent.ts";
import type { Noisy } from "../keras.ts";
import { type CallArgs, firstOf, type HandsMaskOn, maskOf } from "./masks.ts";
import { type Initializer, initializerOf, penaltiesElsewhere } from "./named.ts";
import { type NoiseSource, noiseKey } from "./noise.ts";

export interface RecurrentArgs {
  readonly name?: string;
  readonly units: number;
  readonly activation: ActivationName;
  readonly useBias: boolean;
  readonly returnSequences: boolean;
  readonly goBackwards: boolean;
  readonly dropout: number;
  readonly recurrentDropout: number;
  readonly kernelInitializer: string;
  readonly recurrentInitializer: string;
  readonly biasInitializer: string;
}

/** What is added to the inputs' projection, and what to the recurrent product. */
export type Biases = readonly [tf.Tensor1D | null, tf.Tensor1D | null];

export abstract class Recurrent<A extends RecurrentArgs = RecurrentArgs>
  extends layers.Layer
  implements Noisy, HandsMaskOn
{
  noise: NoiseSource = { seed: 0, step: 0 };
  stream = 0;
  readonly kernelInitializer: Initializer;
  readonly recurrentInitializer: Initializer;
  readonly biasInitializer: Initializer;
  protected kernel: LayerVariable | null = null;
  protected recurrentKernel: LayerVariable | null = null;
  protected bias: LayerVariable | null = null;

  constructor(readonly args: A) {
    super({ name: args.name });
    this.kernelInitializer = initializerOf(args.kernelInitializer);
    this.recurrentInitializer = initializerOf(args.recurrentInitializer);
    this.biasInitializer = initializerOf(args.biasInitializer);
  }

  /** How many blocks of `units` columns the kernels have. */
  protected abstract readonly gates: number;
  /** What a step does. */
  protected abstract readonly cell: Cell;
  /** Of the gates, where there are any. */
  protected readonly gateActivation: ActivationName = "linear";

  protected biasShape(): number[] {
    return [this.gates * this.args.units];
  }
  protected biasStart(): Initializer {
    return this.biasInitializer;
  }
  protected biases(): Biases {
    return [(this.bias?.read() ?? null) as tf.Tensor1D | null, null];
  }

  override build(inputShape: Shape | Shape[]): void {
    const width = (inputShape as Shape).at(-1);
    assert(typeof width === "number", "the width of a step is known");
    const columns = this.gates * this.args.units;
    this.kernel = this.addWeight("kernel", [width, columns], "float32", this.kernelInitializer);
    const recurrent = this.recurrentInitializer;
    this.recurrentKernel = this.addWeight("recurrent_kernel", [this.args.units, columns], "float32", recurrent);
    if (this.args.useBias) this.bias = this.addWeight("bias", this.biasShape(), "float32", this.biasStart());
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: CallArgs): tf.Tensor {
    return tf.tidy(() => {
      const { returnSequences, goBackwards } = this.args;
      const outputs = this.outputs(firstOf<tf.Tensor3D>(inputs), maskOf(this, 0), kwargs.training === true);
      // In the order in which steps are gone through, as in Keras.
      return returnSequences && goBackwards ? tf.reverse(outputs, 1) : outputs;
    });
  }

  /** The output of every step at the place of its input, or, without `returnSequences`, of the step gone through last. */
  outputs(x: tf.Tensor3D, mask: tf.Tensor2D | null, training: boolean): tf.Tensor {
    const { units, goBackwards, recurrentDropout, returnSequences, activation } = this.args;
    const dropped =
      training && recurrentDropout > 0
        ? uniformMask([x.shape[0], units], recurrentDropout, noiseKey(this.noise, this.stream, 1))
        : null;
    const [bias, recurrentBias] = this.biases();
    return recurrence({
      cell: this.cell,
      activation,
      recurrentActivation: this.gateActivation,
      projected: this.#project(x, bias, training),
      kernel: this.weight("recurrentKernel"),
      bias: recurrentBias,
      mask,
      dropped: dropped as tf.Tensor2D | null,
      backwards: goBackwards,
      output: returnSequences ? "sequence" : "last",
    });
  }

  /** inputs · kernel + bias for all steps: [batch, steps, gates · units]. */
  #project(x: tf.Tensor3D, bias: tf.Tensor1D | null, training: boolean): tf.Tensor3D {
    const [batch, , width] = x.shape;
    const { dropout } = this.args;
    const kept =
      training && dropout > 0
        ? tf.mul(x, tf.expandDims(uniformMask([batch, width], dropout, noiseKey(this.noise, this.stream)), 1))
        : x;
    return dense(kept, this.weight("kernel"), bias, "linear") as tf.Tensor3D;
  }

  protected weight(which: "kernel" | "recurrentKernel"): tf.Tensor2D {
    const weight = this[which];
    assert(weight !== null, "the layer was built");
    return weight.read() as tf.Tensor2D;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch, steps] = inputShape as Shape;
    const { returnSequences, units } = this.args;
    return (returnSequences ? [batch, steps, units] : [batch, units]) as Shape;
  }

  /** A mask goes on beside a sequence, and ends where the last step is all that is put out. */
  handedMask([mask = null]: readonly (tf.Tensor2D | null)[]): tf.Tensor2D | null {
    return this.args.returnSequences ? mask : null;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...penaltiesElsewhere, ...(this.args as object) };
  }
}
