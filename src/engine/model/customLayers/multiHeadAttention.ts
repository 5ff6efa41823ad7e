/** @file MultiHeadAttention as in Keras: weights, masks, and which input is which. */
import * as tf from "@tensorflow/tfjs-core";
import { type LayerVariable, layers, type Shape } from "@tensorflow/tfjs-layers";
import { assert } from "../../../core/fault.ts";
import type { Allowed } from "../../kernels/attention.ts";
import { withNoise } from "../../kernels/noise.ts";
import { maskDraw } from "../../kernels/uniformMask.ts";
import { attentionShares } from "../../ops/attention.ts";
import { dense } from "../../ops/dense.ts";
import type { Noisy } from "../keras.ts";
import { type CallArgs, type HandsMaskOn, maskOf } from "./masks.ts";
import { type Initializer, initializerOf, penaltiesElsewhere } from "./named.ts";
import { type NoiseSource, noiseKey } from "./noise.ts";

interface AttentionArgs {
  readonly name?: string;
  readonly numHeads: number;
  readonly keyDim: number;
  readonly valueDim: number | null;
  readonly dropout: number;
  readonly useBias: boolean;
  readonly useCausalMask: boolean;
  readonly kernelInitializer: string;
  readonly biasInitializer: string;
}

type Role = "query" | "key" | "value" | "attention_output";

/** Query, value and key, of one, two or three inputs. */
function roles<T>(inputs: T | T[]): { readonly query: T; readonly value: T; readonly key: T; readonly count: number } {
  const list = Array.isArray(inputs) ? inputs : [inputs];
  const [query, value = query, key = value] = list;
  assert(query !== undefined && value !== undefined && key !== undefined, "attention has an input");
  return { query, value, key, count: list.length };
}

export class MultiHeadAttention extends layers.Layer implements Noisy, HandsMaskOn {
  static readonly className = "MultiHeadAttention";
  noise: NoiseSource = { seed: 0, step: 0 };
  stream = 0;
  readonly kernelInitializer: Initializer;
  readonly biasInitializer: Initializer;
  readonly #kernels = new Map<Role, LayerVariable>();
  readonly #biases = new Map<Role, LayerVariable>();

  constructor(readonly args: AttentionArgs) {
    super({ name: args.name });
    this.kernelInitializer = initializerOf(args.kernelInitializer);
    this.biasInitializer = initializerOf(args.biasInitializer);
  }

  get #valueDim(): number {
    return this.args.valueDim ?? this.args.keyDim;
  }

  override build(inputShape: Shape | Shape[]): void {
    const shapes = Array.isArray(inputShape[0]) ? (inputShape as Shape[]) : [inputShape as Shape];
    const { query, value, key } = roles(shapes);
    const { numHeads, keyDim } = this.args;
    const width = (shape: Shape) => shape.at(-1) as number;
    this.#add("query", [width(query), numHeads, keyDim], [numHeads, keyDim]);
    this.#add("key", [width(key), numHeads, keyDim], [numHeads, keyDim]);
    this.#add("value", [width(value), numHeads, this.#valueDim], [numHeads, this.#valueDim]);
    this.#add("attention_output", [numHeads, this.#valueDim, width(query)], [width(query)]);
    this.built = true;
  }

  #add(role: Role, kernel: number[], bias: number[]): void {
    this.#kernels.set(role, this.addWeight(`${role}_kernel`, kernel, "float32", this.kernelInitializer));
    if (this.args.useBias) {
      this.#biases.set(role, this.addWeight(`${role}_bias`, bias, "float32", this.biasInitializer));
    }
  }

  /** x [batch, steps, features] · the role's kernel + bias: [batch · steps, columns]. */
  #projected(x: tf.Tensor3D, role: Role): tf.Tensor {
    const [batch, steps, features] = x.shape;
    const kernel = this.#kernels.get(role);
    assert(kernel !== undefined, "the layer was built");
    const bias = this.#biases.get(role);
    return dense(
      tf.reshape(x, [batch * steps, features]),
      tf.reshape(kernel.read(), [features, -1]) as tf.Tensor2D,
      bias === undefined ? null : tf.reshape(bias.read(), [bias.read().size]),
      "linear",
    );
  }

  /** [batch, heads, steps, size] */
  #heads(x: tf.Tensor3D, role: Role, size: number): tf.Tensor4D {
    const [batch, steps] = x.shape;
    return tf.transpose(tf.reshape(this.#projected(x, role), [batch, steps, this.args.numHeads, size]), [0, 2, 1, 3]);
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: CallArgs): tf.Tensor {
    return tf.tidy(() => {
      const { query, value, key, count } = roles(inputs as tf.Tensor3D | tf.Tensor3D[]);
      const { numHeads, keyDim, dropout } = this.args;
      const [batch, steps] = query.shape;
      const q = this.#heads(query, "query", keyDim);
      const k = this.#heads(key, "key", keyDim);
      const v = this.#heads(value, "value", this.#valueDim);
      const scores: tf.Tensor4D = tf.matMul(q, k, false, true);
      let shares: tf.Tensor = attentionShares(scores, 1 / Math.sqrt(keyDim), this.#allowed(count));
      if (kwargs.training === true && dropout > 0) {
        const draw = noiseKey(this.noise, this.stream);
        shares = withNoise(shares, shares.shape, maskDraw(dropout), draw, { kind: "times" });
      }
      const taken = tf.transpose(tf.matMul(shares, v), [0, 2, 1, 3]);
      const joined = tf.reshape(taken, [batch, steps, numHeads * this.#valueDim]) as tf.Tensor3D;
      return tf.reshape(this.#projected(joined, "attention_output"), query.shape);
    });
  }

  /** Which steps of the query may look at which of the value. */
  #allowed(count: number): Allowed {
    const ofQuery = maskOf(this, 0);
    return {
      ofQuery,
      ofValue: count === 1 ? ofQuery : maskOf(this, 1),
      ofKey: count === 3 ? maskOf(this, 2) : null,
      causal: this.args.useCausalMask,
    };
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as Shape;
  }

  /** The output's steps are the query's. */
  handedMask([query = null]: readonly (tf.Tensor2D | null)[]): tf.Tensor2D | null {
    return query;
  }

  override getConfig() {
    return { ...super.getConfig(), ...penaltiesElsewhere, ...this.args };
  }
}

tf.serialization.registerClass(MultiHeadAttention);
