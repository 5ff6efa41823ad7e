/**
 * @file Images read at places between their pixels: what rotation, translation and zoom share. One kernel on WebGPU; gathers
 * and arithmetic elsewhere, which every device has. Positions count pixels from 0; the centre of the first one is at 0.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { Interpolation, Sampling } from "../../../core/layers/augmenting.ts";
import { type Motion, type MotionKeys, movedImages, movedImagesGradient } from "../../kernels/affine.ts";
import { cosineAndSine } from "../../kernels/turn.ts";
import { uniform } from "../../kernels/uniform.ts";

/** Where each pixel of the result comes from; [batch, height or 1, width or 1] each. */
interface Source {
  readonly columns: tf.Tensor;
  readonly rows: tf.Tensor;
}

/** The images, each moved as it is drawn; the same keys move them alike on every device. */
export function moved(images: tf.Tensor4D, motion: Motion, keys: MotionKeys, sampling: Sampling): tf.Tensor {
  if (tf.getBackend() !== "webgpu") return sample(images, sourceOf(images.shape, motion, keys), sampling);
  return tf.customGrad((input) => ({
    value: movedImages(input as tf.Tensor4D, motion, keys, sampling),
    gradFunc: (dy: tf.Tensor) => movedImagesGradient(dy as tf.Tensor4D, motion, keys, sampling),
  }))(images);
}

function sourceOf([batch, height, width]: tf.Tensor4D["shape"], motion: Motion, keys: MotionKeys): Source {
  const columns = tf.reshape(tf.range(0, width), [1, 1, width]);
  const rows = tf.reshape(tf.range(0, height), [1, height, 1]);
  const centre = { column: (width - 1) / 2, row: (height - 1) / 2 };
  const spread = (reach: number, which: 0 | 1) =>
    tf.add(tf.mul(uniform([batch, 1, 1], keys[which]), 2 * reach), -reach);
  const drawn = {
    rows: spread(motion.rows, 0),
    columns: () => spread(motion.columns ?? motion.rows, motion.columns === null ? 0 : 1),
  };
  switch (motion.kind) {
    case "rotation": {
      const { cosine, sine } = cosineAndSine(drawn.rows);
      const [across, down] = [tf.sub(columns, centre.column), tf.sub(rows, centre.row)];
      return {
        columns: tf.add(tf.sub(tf.mul(cosine, across), tf.mul(sine, down)), centre.column),
        rows: tf.add(tf.add(tf.mul(sine, across), tf.mul(cosine, down)), centre.row),
      };
    }
    case "translation":
      return { rows: tf.sub(rows, drawn.rows), columns: tf.sub(columns, drawn.columns()) };
    case "zoom":
      return {
        rows: tf.add(tf.mul(tf.sub(rows, centre.row), tf.add(drawn.rows, 1)), centre.row),
        columns: tf.add(tf.mul(tf.sub(columns, centre.column), tf.add(drawn.columns(), 1)), centre.column),
      };
  }
}

/** A whole position along an axis of `size` pixels, brought into the image. */
function placed(position: tf.Tensor, size: number, { fillMode }: Sampling): tf.Tensor {
  // The half keeps a quotient that is a whole number from being rounded below it.
  const within = (period: number) => tf.sub(position, tf.mul(tf.floor(tf.div(tf.add(position, 0.5), period)), period));
  switch (fillMode) {
    case "constant":
    case "nearest":
      return tf.clipByValue(position, 0, size - 1);
    case "reflect": {
      const there = within(2 * size);
      return tf.minimum(there, tf.sub(2 * size - 1, there));
    }
    case "wrap":
      return within(size);
  }
}

/** 1 where the position is one of `size` pixels, else 0. */
const inside = (position: tf.Tensor, size: number): tf.Tensor =>
  tf.cast(tf.equal(position, tf.clipByValue(position, 0, size - 1)), "float32");

/** Rows of a table by number. Its gradient adds rows up; tfjs's own takes a pass over all of them for each. */
function taken(table: tf.Tensor2D, numbers: tf.Tensor1D): tf.Tensor2D {
  const operation = tf.customGrad((x, save) => {
    const rows = x as tf.Tensor2D;
    (save as (kept: tf.Tensor[]) => void)([numbers]);
    const gradFunc = (dy: tf.Tensor, [at]: tf.Tensor[]) =>
      tf.scatterND(tf.expandDims(at as tf.Tensor1D, 1), dy, rows.shape);
    return { value: tf.gather(rows, numbers), gradFunc };
  });
  return operation(table) as tf.Tensor2D;
}

/** The images [batch, height, width, channels] read at `source`. */
function sample(images: tf.Tensor4D, { columns, rows }: Source, sampling: Sampling): tf.Tensor4D {
  const [batch, height, width, channels] = images.shape;
  const table = tf.reshape(images, [batch * height * width, channels]) as tf.Tensor2D;
  const first = tf.reshape(tf.mul(tf.range(0, batch, 1, "int32"), tf.scalar(height * width, "int32")), [batch, 1, 1]);

  const pick = (column: tf.Tensor, row: tf.Tensor): tf.Tensor4D => {
    const at = tf.add(tf.mul(placed(row, height, sampling), width), placed(column, width, sampling));
    // Whole numbers above 2²⁴ are no float32: images are told apart as int32.
    const numbers = tf.add(tf.cast(at, "int32"), first);
    const values = tf.reshape(
      taken(table, tf.reshape(numbers, [batch * height * width]) as tf.Tensor1D),
      images.shape,
    ) as tf.Tensor4D;
    if (sampling.fillMode !== "constant") return values;
    const known = tf.expandDims(tf.mul(inside(column, width), inside(row, height)), -1);
    return tf.add(tf.mul(values, known), tf.mul(tf.sub(1, known), sampling.fillValue));
  };

  return byInterpolation[sampling.interpolation](columns, rows, pick);
}

type Pick = (column: tf.Tensor, row: tf.Tensor) => tf.Tensor4D;
type Interpolate = (columns: tf.Tensor, rows: tf.Tensor, pick: Pick) => tf.Tensor4D;

/** a where `share` is 0, b where it is 1. */
const between = (a: tf.Tensor4D, b: tf.Tensor4D, share: tf.Tensor): tf.Tensor4D =>
  tf.add(tf.mul(a, tf.sub(1, share)), tf.mul(b, share));

const byInterpolation: Readonly<Record<Interpolation, Interpolate>> = {
  nearest: (columns, rows, pick) => pick(tf.floor(tf.add(columns, 0.5)), tf.floor(tf.add(rows, 0.5))),
  bilinear: (columns, rows, pick) => {
    const [left, top] = [tf.floor(columns), tf.floor(rows)];
    const [right, bottom] = [tf.add(left, 1), tf.add(top, 1)];
    const across = tf.expandDims(tf.sub(columns, left), -1);
    const down = tf.expandDims(tf.sub(rows, top), -1);
    const upper = between(pick(left, top), pick(right, top), across);
    const lower = between(pick(left, bottom), pick(right, bottom), across);
    return between(upper, lower, down);
  },
};
