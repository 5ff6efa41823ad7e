/**
 * @file Bidirectional: two copies of a recurrent layer, of which one goes backwards, and their outputs joined. As in Keras,
 * steps that a mask leaves out put out 0 here, where a recurrent layer alone repeats the step before.
 */
import * as tf from "@tensorflow/tfjs-core";
import { input, layers, type Shape } from "@tensorflow/tfjs-layers";
import { assertNever } from "../../../core/fault.ts";
import type { MergeMode } from "../../../core/layers/bidirectional.ts";
import { type CallArgs, firstOf, type HandsMaskOn, maskOf } from "./masks.ts";
import type { Recurrent, RecurrentArgs } from "./recurrent.ts";

type RecurrentClass = new (args: RecurrentArgs) => Recurrent;

/** Another layer of the same class and arguments. */
function copyOf(layer: Recurrent, name: string, goBackwards: boolean): Recurrent {
  return new (layer.constructor as RecurrentClass)({ ...layer.args, name, goBackwards });
}

export class Bidirectional extends layers.Layer implements HandsMaskOn {
  static readonly className = "Bidirectional";
  readonly forward: Recurrent;
  readonly backward: Recurrent;
  readonly mergeMode: MergeMode;

  constructor(args: { name?: string; layer: Recurrent; mergeMode: MergeMode }) {
    super({ name: args.name });
    // Weights are named after the layer that holds them.
    this.forward = copyOf(args.layer, "forward", false);
    this.backward = copyOf(args.layer, "backward", true);
    this.mergeMode = args.mergeMode;
  }

  override build(inputShape: Shape | Shape[]): void {
    for (const layer of [this.forward, this.backward]) {
      layer.apply(input({ batchShape: inputShape as Shape }));
      this._trainableWeights.push(...layer.trainableWeights);
    }
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: CallArgs): tf.Tensor {
    return tf.tidy(() => {
      const x = firstOf<tf.Tensor3D>(inputs);
      const mask = maskOf(this, 0);
      const there = this.forward.outputs(x, mask, kwargs.training === true);
      const back = this.backward.outputs(x, mask, kwargs.training === true);
      const merged = this.#merged(there, back);
      const whole = mask === null || !this.forward.args.returnSequences;
      return whole ? merged : tf.mul(merged, tf.expandDims(mask, 2));
    });
  }

  #merged(there: tf.Tensor, back: tf.Tensor): tf.Tensor {
    switch (this.mergeMode) {
      case "concat":
        return tf.concat([there, back], -1);
      case "sum":
        return tf.add(there, back);
      case "mul":
        return tf.mul(there, back);
      case "ave":
        return tf.mul(tf.add(there, back), 0.5);
      default:
        return assertNever(this.mergeMode);
    }
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shape = this.forward.computeOutputShape(inputShape);
    const width = shape.at(-1) as number;
    return this.mergeMode === "concat" ? [...shape.slice(0, -1), 2 * width] : shape;
  }

  handedMask(inputs: readonly (tf.Tensor2D | null)[]): tf.Tensor2D | null {
    return this.forward.handedMask(inputs);
  }

  override getConfig() {
    const layer = { className: this.forward.getClassName(), config: this.forward.getConfig() };
    return { ...super.getConfig(), layer, mergeMode: this.mergeMode };
  }
}

tf.serialization.registerClass(Bidirectional);
