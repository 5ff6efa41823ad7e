/**
 * @file What the recurrent layers share: all steps' inputs are projected by one matrix product, then a loop goes over
 * the steps. A step that the mask leaves out keeps the state, and with it the output, of the step before. Dropout masks
 * are drawn once a sequence and hold for all its steps, as in Keras.
 */
import * as tf from "@tensorflow/tfjs-core";
import { type LayerVariable, layers, type Shape } from "@tensorflow/tfjs-layers";
import { assert } from "../../../core/fault.ts";
import { uniformMask } from "../../kernels/uniformMask.ts";
import type { Noisy } from "../keras.ts";
import { type CallArgs, chosen, firstOf, type HandsMaskOn, maskOf } from "./masks.ts";
import { activationOf, type Initializer, initializerOf, penaltiesElsewhere } from "./named.ts";
import { type NoiseSource, noiseKey } from "./noise.ts";

export interface RecurrentArgs {
  readonly name?: string;
  readonly units: number;
  readonly activation: string;
  readonly useBias: boolean;
  readonly returnSequences: boolean;
  readonly goBackwards: boolean;
  readonly dropout: number;
  readonly recurrentDropout: number;
  readonly kernelInitializer: string;
  readonly recurrentInitializer: string;
  readonly biasInitializer: string;
}

/** The steps of [batch, steps, width], [batch, width] each. tfjs's gradient of cutting fails where there is one. */
const stepsOf = (x: tf.Tensor3D): tf.Tensor2D[] =>
  x.shape[1] === 1 ? [tf.squeeze<tf.Tensor2D>(x, [1])] : (tf.unstack(x, 1) as tf.Tensor2D[]);

/** What a sequence hands from step to step; the first is the output. */
export type State = readonly [tf.Tensor2D, ...tf.Tensor2D[]];

/** The next state. `projected`: the step's row of inputs · kernel + bias; `recalled`: the output before, after dropout. */
export type Step = (projected: tf.Tensor2D, recalled: tf.Tensor2D, state: State) => State;

export abstract class Recurrent<A extends RecurrentArgs = RecurrentArgs>
  extends layers.Layer
  implements Noisy, HandsMaskOn
{
  noise: NoiseSource = { seed: 0, step: 0 };
  stream = 0;
  readonly activate: (x: tf.Tensor2D) => tf.Tensor2D;
  readonly kernelInitializer: Initializer;
  readonly recurrentInitializer: Initializer;
  readonly biasInitializer: Initializer;
  protected kernel: LayerVariable | null = null;
  protected recurrentKernel: LayerVariable | null = null;
  protected bias: LayerVariable | null = null;

  constructor(readonly args: A) {
    super({ name: args.name });
    this.activate = activationOf(args.activation);
    this.kernelInitializer = initializerOf(args.kernelInitializer);
    this.recurrentInitializer = initializerOf(args.recurrentInitializer);
    this.biasInitializer = initializerOf(args.biasInitializer);
  }

  /** How many blocks of `units` columns the kernels have. */
  protected abstract readonly gates: number;
  /** How many tensors of [batch, units] a step hands to the next. */
  protected readonly states: number = 1;
  /** What a step does, with all that is the same at every step made ready. */
  protected abstract stepper(): Step;

  protected biasShape(): number[] {
    return [this.gates * this.args.units];
  }
  protected biasStart(): Initializer {
    return this.biasInitializer;
  }
  /** The part of the bias that is added to the inputs' projection. */
  protected inputBias(): tf.Tensor | null {
    return this.bias?.read() ?? null;
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
      const x = firstOf<tf.Tensor3D>(inputs);
      const outputs = this.outputs(x, maskOf(this, 0), kwargs.training === true);
      if (this.args.returnSequences) return tf.stack(outputs, 1);
      return outputs.at(-1) as tf.Tensor2D;
    });
  }

  /** The output of every step, [batch, units] each, in the order in which steps are gone through. */
  outputs(x: tf.Tensor3D, mask: tf.Tensor2D | null, training: boolean): tf.Tensor2D[] {
    const { units, goBackwards, recurrentDropout } = this.args;
    const projections = stepsOf(this.#project(x, training));
    const counts = mask === null ? null : stepsOf(tf.expandDims(mask, 2) as tf.Tensor3D);
    const dropped =
      training && recurrentDropout > 0
        ? uniformMask([x.shape[0], units], recurrentDropout, noiseKey(this.noise, this.stream, 1))
        : null;
    const order = projections.map((_, step) => (goBackwards ? projections.length - 1 - step : step));
    const following = this.stepper();
    let state = Array.from({ length: this.states }, () => tf.zeros([x.shape[0], units])) as unknown as State;
    return order.map((step) => {
      const [output] = state;
      const recalled = dropped === null ? output : tf.mul<tf.Tensor2D>(output, dropped);
      const next = following(projections[step] as tf.Tensor2D, recalled, state);
      const before = state;
      const counted = counts?.[step];
      state =
        counted === undefined
          ? next
          : (next.map((part, i) => chosen(counted, part, before[i] as tf.Tensor2D)) as unknown as State);
      return state[0];
    });
  }

  /** inputs · kernel + bias for all steps: [batch, steps, gates · units]. */
  #project(x: tf.Tensor3D, training: boolean): tf.Tensor3D {
    const [batch, steps, width] = x.shape;
    const { dropout } = this.args;
    const kept =
      training && dropout > 0
        ? tf.mul(x, tf.expandDims(uniformMask([batch, width], dropout, noiseKey(this.noise, this.stream)), 1))
        : x;
    const product = tf.matMul(tf.reshape(kept, [batch * steps, width]), this.weight("kernel"));
    const bias = this.inputBias();
    const sum = bias === null ? product : tf.add(product, bias);
    return tf.reshape(sum, [batch, steps, sum.shape[1] as number]);
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
