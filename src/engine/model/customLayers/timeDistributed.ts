/**
 * @file TimeDistributed: the steps are counted into the batch, the inner layer sees them as rows, and its outputs are
 * steps again. tfjs's own goes step by step.
 */
import * as tf from "@tensorflow/tfjs-core";
import { layers, type Shape } from "@tensorflow/tfjs-layers";
import type { Layer } from "../keras.ts";
import { type CallArgs, firstOf } from "./masks.ts";

export class TimeDistributed extends layers.Layer {
  static readonly className = "TimeDistributed";
  readonly layer: Layer;

  constructor(args: { name?: string; layer: Layer }) {
    super({ name: args.name });
    this.layer = args.layer;
  }

  override build(inputShape: Shape | Shape[]): void {
    // Built without a scope of its own: weights are called as the inner layer calls them.
    this.layer.build(stepShape(inputShape as Shape));
    this.layer.built = true;
    this._trainableWeights.push(...this.layer.trainableWeights);
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], { training = false }: CallArgs): tf.Tensor {
    return tf.tidy(() => {
      const x = firstOf(inputs);
      const [batch = 0, steps = 0, ...step] = x.shape;
      const rows = tf.reshape(x, [batch * steps, ...step]);
      const output = firstOf(this.layer.call(rows, { training }));
      return tf.reshape(output, [batch, steps, ...output.shape.slice(1)]);
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch, steps] = inputShape as Shape;
    const [, ...output] = this.layer.computeOutputShape(stepShape(inputShape as Shape)) as Shape;
    return [batch, steps, ...output] as Shape;
  }

  override getConfig() {
    const layer = { className: this.layer.getClassName(), config: this.layer.getConfig() };
    return { ...super.getConfig(), layer };
  }
}

/** [batch, steps, …] → [any, …] */
const stepShape = ([, , ...step]: Shape): Shape => [null, ...step];

tf.serialization.registerClass(TimeDistributed);
