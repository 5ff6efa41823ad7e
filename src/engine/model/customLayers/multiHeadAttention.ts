/** @file MultiHeadAttention as in Keras: weights, masks, and which input is which. */
import * as tf from "@tensorflow/tfjs-core";
import { type LayerVariable, layers, type Shape } from "@tensorflow/tfjs-layers";
import { assert } from "../../../core/fault.ts";
import { uniformMask } from "../../kernels/uniformMask.ts";
import type { Noisy } from "../keras.ts";
import { type CallArgs, chosen, type HandsMaskOn, maskOf } from "./masks.ts";
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
  #projected(x: tf.Tensor3D, role: Role): tf.Tensor2D {
    const [batch, steps, features] = x.shape;
    const kernel = this.#kernels.get(role);
    assert(kernel !== undefined, "the layer was built");
    const product = tf.matMul<tf.Tensor2D>(
      tf.reshape(x, [batch * steps, features]),
      tf.reshape(kernel.read(), [features, -1]) as tf.Tensor2D,
    );
    const bias = this.#biases.get(role);
    return bias === undefined ? product : tf.add<tf.Tensor2D>(product, tf.reshape(bias.read(), [-1]));
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
      const q = tf.mul<tf.Tensor4D>(this.#heads(query, "query", keyDim), 1 / Math.sqrt(keyDim));
      const k = this.#heads(key, "key", keyDim);
      const v = this.#heads(value, "value", this.#valueDim);
      let scores: tf.Tensor4D = tf.matMul(q, k, false, true);
      const allowed = this.#allowed(query, value, count);
      if (allowed !== null) scores = chosen(allowed, scores, tf.scalar(leftOut));
      let shares = tf.softmax(scores);
      if (kwargs.training === true && dropout > 0) {
        shares = tf.mul(shares, uniformMask(shares.shape, dropout, noiseKey(this.noise, this.stream)));
      }
      const taken = tf.transpose(tf.matMul(shares, v), [0, 2, 1, 3]);
      const joined = tf.reshape(taken, [batch, steps, numHeads * this.#valueDim]) as tf.Tensor3D;
      return tf.reshape(this.#projected(joined, "attention_output"), query.shape);
    });
  }

  /** 1 where a step of the query may look at a step of the value, else 0; null where it may look everywhere. */
  #allowed(query: tf.Tensor3D, value: tf.Tensor3D, count: number): tf.Tensor | null {
    const [steps, others] = [query.shape[1], value.shape[1]];
    const ofQuery = maskOf(this, 0);
    const ofValue = count === 1 ? ofQuery : maskOf(this, 1);
    const ofKey = count === 3 ? maskOf(this, 2) : null;
    const parts: tf.Tensor[] = [];
    if (ofQuery !== null) parts.push(tf.reshape(ofQuery, [-1, 1, steps, 1]));
    if (ofValue !== null) parts.push(tf.reshape(ofValue, [-1, 1, 1, others]));
    if (ofKey !== null) parts.push(tf.reshape(ofKey, [-1, 1, 1, others]));
    if (this.args.useCausalMask) {
      const before = Float32Array.from({ length: steps * others }, (_, i) =>
        i % others <= Math.floor(i / others) ? 1 : 0,
      );
      parts.push(tf.tensor(before, [1, 1, steps, others]));
    }
    const [first, ...rest] = parts;
    return first === undefined ? null : rest.reduce((product, part) => tf.mul(product, part), first);
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

/** A score that leaves a step out; finite, so that a row without any other step stays a number. */
const leftOut = -1e9;

tf.serialization.registerClass(MultiHeadAttention);
