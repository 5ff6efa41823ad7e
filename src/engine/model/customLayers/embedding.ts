/**
 * @file Embedding: a learned row for each word number. Rows of data are float32, so numbers are rounded here; one out of
 * range takes the nearest row there is, so that it never reads or writes beside the table.
 */
import * as tf from "@tensorflow/tfjs-core";
import { type LayerVariable, layers, type Shape } from "@tensorflow/tfjs-layers";
import { assert } from "../../../core/fault.ts";
import { embedded, paddingMask } from "../../ops/embedding.ts";
import { firstOf, type HandsMaskOn } from "./masks.ts";
import { type Initializer, initializerOf, penaltiesElsewhere } from "./named.ts";

interface EmbeddingArgs {
  readonly name?: string;
  readonly inputDim: number;
  readonly outputDim: number;
  readonly maskZero: boolean;
  readonly embeddingsInitializer: string;
}

export class Embedding extends layers.Layer implements HandsMaskOn {
  static readonly className = "Embedding";
  readonly embeddingsInitializer: Initializer;
  #embeddings: LayerVariable | null = null;
  /** Of the running forward pass. */
  #mask: tf.Tensor2D | null = null;

  constructor(readonly args: EmbeddingArgs) {
    super({ name: args.name });
    this.embeddingsInitializer = initializerOf(args.embeddingsInitializer);
  }

  override build(): void {
    const shape = [this.args.inputDim, this.args.outputDim];
    this.#embeddings = this.addWeight("embeddings", shape, "float32", this.embeddingsInitializer);
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = firstOf(inputs);
    // Lives until the forward pass is over: the layers after this one ask for it.
    if (this.args.maskZero) this.#mask = paddingMask(x, this.args.inputDim) as tf.Tensor2D;
    assert(this.#embeddings !== null, "the layer was built");
    return embedded(x, this.#embeddings.read() as tf.Tensor2D);
  }

  handedMask(): tf.Tensor2D | null {
    return this.#mask;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return [...(inputShape as Shape), this.args.outputDim];
  }

  override getConfig() {
    return { ...super.getConfig(), ...penaltiesElsewhere, ...this.args };
  }
}

tf.serialization.registerClass(Embedding);
