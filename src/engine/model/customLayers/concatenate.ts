/**
 * @file Concatenate along any axis, masks of steps included: tfjs's own takes every negative axis for the last, and joins
 * masks in another shape.
 */
import * as tf from "@tensorflow/tfjs-core";
import { layers } from "@tensorflow/tfjs-layers";
import { assert } from "../../../core/fault.ts";
import type { HandsMaskOn } from "./masks.ts";
import type { LayerArgs } from "./shapeKeeping.ts";

type Masks = Parameters<HandsMaskOn["handedMask"]>[0];

export class Concatenate extends layers.Layer implements HandsMaskOn {
  static readonly className = "Concatenate";
  /** The batch axis counted; −1 is the last. */
  readonly axis: number;
  /** Of the inputs of the running forward pass. */
  #shapes: readonly (readonly number[])[] = [];

  constructor(args: LayerArgs & { readonly axis: number }) {
    super({ ...args });
    this.axis = args.axis;
  }

  override build(inputShape: number[] | number[][]): void {
    const [first, ...others] = inputShape as [number[], ...number[][]];
    const place = this.#place(first.length);
    const fits = (shape: number[]) =>
      shape.length === first.length && shape.every((n, axis) => axis === place || n === first[axis]);
    assert(others.every(fits), "inputs differ along the axis only");
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    assert(Array.isArray(inputs), "Concatenate has several inputs");
    this.#shapes = inputs.map(({ shape }) => shape);
    return tf.concat(inputs, this.#place((inputs[0] as tf.Tensor).rank));
  }

  handedMask(masks: Masks): tf.Tensor2D | null {
    const [first] = this.#shapes;
    if (first === undefined || masks.every((mask) => mask === null)) return null;
    if (this.#place(first.length) === 1 && first.length > 2) {
      const all = masks.map((mask, at) => mask ?? tf.ones(this.#shapes[at]?.slice(0, 2) as [number, number]));
      return tf.concat(all as tf.Tensor2D[], 1);
    }
    if (masks.includes(null)) return null;
    return (masks as tf.Tensor2D[]).reduce((all, one) => (one === all ? all : tf.maximum(all, one)));
  }

  #place(rank: number): number {
    return this.axis < 0 ? this.axis + rank : this.axis;
  }

  override computeOutputShape(inputShape: number[] | number[][]): number[] {
    const shapes = inputShape as number[][];
    const place = this.#place((shapes[0] as number[]).length);
    const length = shapes.reduce((sum, shape) => sum + (shape[place] as number), 0);
    return (shapes[0] as number[]).map((n, axis) => (axis === place ? length : n));
  }

  override getConfig() {
    return { ...super.getConfig(), axis: this.axis };
  }
}

tf.serialization.registerClass(Concatenate);
