/** @file PositionEmbedding: a table of numbers a step, learned or of fixed sine waves, added to the steps. */
import * as tf from "@tensorflow/tfjs-core";
import { type LayerVariable, layers, type Shape } from "@tensorflow/tfjs-layers";
import { sinePositions } from "../../../core/layers/positionEmbedding.ts";
import { firstOf } from "./masks.ts";
import { type Initializer, initializerOf } from "./named.ts";

interface PositionArgs {
  readonly name?: string;
  readonly positions: "learned" | "sine";
  readonly embeddingsInitializer: string;
}

export class PositionEmbedding extends layers.Layer {
  static readonly className = "PositionEmbedding";
  readonly embeddingsInitializer: Initializer;
  #learned: LayerVariable | null = null;

  constructor(readonly args: PositionArgs) {
    super({ name: args.name });
    this.embeddingsInitializer = initializerOf(args.embeddingsInitializer);
  }

  override build(inputShape: Shape | Shape[]): void {
    const [, ...table] = inputShape as Shape;
    if (this.args.positions === "learned") {
      this.#learned = this.addWeight("position_embedding", table, "float32", this.embeddingsInitializer);
    }
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = firstOf<tf.Tensor3D>(inputs);
      const [, steps, features] = x.shape;
      const table = this.#learned?.read() ?? tf.tensor2d([...sinePositions(steps, features)], [steps, features]);
      return tf.add(x, table);
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return inputShape as Shape;
  }

  override getConfig() {
    return { ...super.getConfig(), ...this.args };
  }
}

tf.serialization.registerClass(PositionEmbedding);
