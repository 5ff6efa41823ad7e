/**
 * @file Embedding: a learned row for each word number. Rows of data are float32, so numbers are rounded here; one out of
 * range takes the nearest row there is, so that it never reads or writes beside the table.
 */
import * as tf from "@tensorflow/tfjs-core";
import { type LayerVariable, layers, type Shape } from "@tensorflow/tfjs-layers";
import { assert } from "../../../core/fault.ts";
import { constantOf, firstOf } from "./masks.ts";
import { type Initializer, initializerOf } from "./named.ts";

interface EmbeddingArgs {
  readonly name?: string;
  readonly inputDim: number;
  readonly outputDim: number;
  readonly maskZero: boolean;
  readonly embeddingsInitializer: string;
}

export class Embedding extends layers.Layer {
  static readonly className = "Embedding";
  readonly embeddingsInitializer: Initializer;
  #embeddings: LayerVariable | null = null;

  constructor(readonly args: EmbeddingArgs) {
    super({ name: args.name });
    this.embeddingsInitializer = initializerOf(args.embeddingsInitializer);
    this.supportsMasking = args.maskZero;
  }

  override build(): void {
    const shape = [this.args.inputDim, this.args.outputDim];
    this.#embeddings = this.addWeight("embeddings", shape, "float32", this.embeddingsInitializer);
    this.built = true;
  }

  /** Word numbers as floats, whole and in range. */
  #numbers(x: tf.Tensor): tf.Tensor {
    return tf.clipByValue(tf.round(x), 0, this.args.inputDim - 1);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = firstOf(inputs);
      assert(this.#embeddings !== null, "the layer was built");
      const numbers = constantOf(x, () => tf.cast(tf.reshape(this.#numbers(x), [-1]), "int32")) as tf.Tensor1D;
      return tf.reshape(tf.gather(this.#embeddings.read(), numbers), [...x.shape, this.args.outputDim]);
    });
  }

  /** Steps that hold a 0 do not count. */
  override computeMask(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    if (!this.args.maskZero) return null as unknown as tf.Tensor;
    return tf.tidy(() => constantOf(firstOf(inputs), (x) => tf.notEqual(this.#numbers(x), 0)));
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return [...(inputShape as Shape), this.args.outputDim];
  }

  override getConfig() {
    return { ...super.getConfig(), ...this.args };
  }
}

tf.serialization.registerClass(Embedding);
