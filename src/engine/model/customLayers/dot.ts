/** @file Dot: products of two inputs summed along an axis of each. tfjs computes it for some pairs of shapes only. */
import * as tf from "@tensorflow/tfjs-core";
import { layers } from "@tensorflow/tfjs-layers";
import { assert } from "../../../core/fault.ts";
import { unitVectors, unitVectorsGradient } from "../../kernels/normLength.ts";
import { taped } from "../../ops/tape.ts";
import type { LayerArgs } from "./shapeKeeping.ts";

/** As Keras: below this a vector is not brought to length 1. */
const shortest = 1e-7;

/** Scales vectors along the last axis to length 1. */
function unit(x: tf.Tensor3D): tf.Tensor3D {
  if (tf.getBackend() !== "webgpu") {
    return tf.div(x, tf.sqrt(tf.maximum(tf.sum(tf.square(x), -1, true), shortest * shortest)));
  }
  return taped<tf.Tensor3D, { readonly x: tf.Tensor }>({
    inputs: { x },
    forward: (save) => {
      save([x]);
      return unitVectors(x, shortest);
    },
    backward: (dy, [kept]) => ({ x: () => unitVectorsGradient(kept as tf.Tensor, dy, shortest) }),
  });
}

/** The axis `along` moved to the end, and all others but the batch's made one: [batch, rest, along]. */
function rows(x: tf.Tensor, along: number): tf.Tensor3D {
  const order = [...x.shape.keys()].filter((axis) => axis !== along);
  const moved = along === x.rank - 1 ? x : tf.transpose(x, [...order, along]);
  return tf.reshape(moved, [x.shape[0] as number, -1, x.shape[along] as number]);
}

export class Dot extends layers.Layer {
  static readonly className = "Dot";
  /** Of each input, the batch axis counted; negative ones count from the end. */
  readonly axes: readonly number[];
  readonly normalize: boolean;

  constructor(args: LayerArgs & { readonly axes: readonly number[]; readonly normalize: boolean }) {
    super(args);
    this.axes = args.axes;
    this.normalize = args.normalize;
  }

  private axis(which: 0 | 1, rank: number): number {
    const axis = this.axes[which] as number;
    return axis < 0 ? axis + rank : axis;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    assert(Array.isArray(inputs) && inputs.length === 2, "Dot has two inputs");
    const pair = inputs;
    return tf.tidy(() => {
      const [a, b] = pair.map((x, index) => {
        const axis = this.axis(index as 0 | 1, x.rank);
        const vectors = rows(x, axis);
        return this.normalize ? unit(vectors) : vectors;
      }) as [tf.Tensor3D, tf.Tensor3D];
      const product = tf.matMul(a, b, false, true);
      return tf.reshape(product, this.computeOutputShape(pair.map(({ shape }) => shape)));
    });
  }

  override computeOutputShape(inputShape: number[] | number[][]): number[] {
    const [a, b] = inputShape as [number[], number[]];
    const kept = (shape: number[], which: 0 | 1) =>
      shape.slice(1).filter((_, index) => index + 1 !== this.axis(which, shape.length));
    const rest = [...kept(a, 0), ...kept(b, 1)];
    return [a[0] as number, ...(rest.length === 0 ? [1] : rest)];
  }

  override getConfig() {
    return { ...super.getConfig(), axes: [...this.axes], normalize: this.normalize };
  }
}

tf.serialization.registerClass(Dot);
