/**
 * @file Orthogonal start weights: the rows of the matrix (or its columns, where it is taller than wide) are orthonormal.
 * Computed here in float64 by Gram-Schmidt, twice over as rounding asks for; tfjs runs a QR factorization one small GPU
 * operation after another, which takes minutes at ordinary sizes.
 */
import * as tf from "@tensorflow/tfjs-core";
import { assert } from "../../../core/fault.ts";
import { type Random, random } from "../../../core/random.ts";

/** `count` numbers of the standard normal distribution (Box and Muller). */
function normals(count: number, source: Random): Float64Array {
  const values = new Float64Array(count);
  for (let i = 0; i < count; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - source.next()));
    const angle = 2 * Math.PI * source.next();
    values[i] = radius * Math.cos(angle);
    if (i + 1 < count) values[i + 1] = radius * Math.sin(angle);
  }
  return values;
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
};

/** Takes from `row` its parts along `earlier`, which are orthonormal. */
function takeOut(row: Float64Array, earlier: readonly Float64Array[]): void {
  for (const other of earlier) {
    const share = dot(row, other);
    for (let i = 0; i < row.length; i++) row[i] = (row[i] as number) - share * (other[i] as number);
  }
}

/** `rows` orthonormal rows of `width` numbers each; rows ≤ width. */
export function orthonormalRows(rows: number, width: number, source: Random): readonly Float64Array[] {
  assert(rows <= width, "no more directions than axes");
  const made: Float64Array[] = [];
  while (made.length < rows) {
    const row = normals(width, source);
    const drawn = Math.sqrt(dot(row, row));
    takeOut(row, made);
    takeOut(row, made);
    const length = Math.sqrt(dot(row, row));
    // A draw that lies in the span of the earlier ones has no direction of its own: draw again.
    if (length < 1e-9 * drawn || length === 0) continue;
    for (let i = 0; i < width; i++) row[i] = (row[i] as number) / length;
    made.push(row);
  }
  return made;
}

export class Orthogonal extends tf.serialization.Serializable {
  static readonly className = "Orthogonal";
  readonly gain: number;
  /** Set when the model is built. */
  seed: number;

  constructor(args: { gain?: number; seed?: number } = {}) {
    super();
    this.gain = args.gain ?? 1;
    this.seed = args.seed ?? 0;
  }

  apply(shape: readonly number[]): tf.Tensor {
    const width = shape.at(-1) ?? 1;
    const height = shape.slice(0, -1).reduce((product, n) => product * n, 1);
    const wide = width >= height;
    const rows = orthonormalRows(Math.min(height, width), Math.max(height, width), random(this.seed));
    const values = new Float32Array(height * width);
    for (const [r, row] of rows.entries()) {
      for (let i = 0; i < row.length; i++) {
        values[wide ? r * width + i : i * width + r] = this.gain * (row[i] as number);
      }
    }
    return tf.tensor(values, [...shape]);
  }

  getConfig() {
    return { gain: this.gain, seed: this.seed };
  }
}

tf.serialization.registerClass(Orthogonal);
