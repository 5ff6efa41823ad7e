/**
 * @file What changes from step to step of a recorded loop, in one buffer on the GPU: counters that the step itself moves
 * on, and a table with a row for each of the next steps, which the CPU writes before it submits them.
 */
import * as tf from "@tensorflow/tfjs-core";
import { gpu } from "../gpu/backend.ts";
import { writeNumbers } from "../gpu/inPlace.ts";

/** Places of the counters. The first is what random numbers are drawn by (`kernels/draws.ts`). */
export const counters = { step: 0, row: 1, applied: 2, start: 3 } as const;
const header = 16;
/** Rows of the table: steps that are submitted between two writes. */
export const mostRows = 256;

export class LoopState {
  /** int32 [header + rows · columns]; floats as their bits. */
  readonly tensor: tf.Tensor1D;
  readonly columns: readonly string[];
  readonly #words: ArrayBuffer;

  constructor(columns: readonly string[]) {
    this.columns = columns;
    const length = header + mostRows * columns.length;
    this.#words = new ArrayBuffer(length * 4);
    this.tensor = tf.zeros([length], "int32");
    gpu().uploadToGPU(this.tensor.dataId);
  }

  /**
   * Writes the counters and a row for each of the next steps, at most `mostRows`. What was submitted before still sees
   * the old values. `step`: steps done since the run began; `start`: the first batch's place in the epoch's order.
   */
  write(step: number, start: number, rows: readonly Readonly<Record<string, number>>[]): void {
    const ints = new Uint32Array(this.#words);
    const floats = new Float32Array(this.#words);
    ints.set([step, 0, 0, start]);
    for (const [row, values] of rows.entries()) {
      for (const [column, name] of this.columns.entries()) {
        floats[header + row * this.columns.length + column] = values[name] as number;
      }
    }
    writeNumbers(this.tensor, new Int32Array(this.#words, 0, header + rows.length * this.columns.length));
  }

  /** WGSL: `column_name()` for each column, of the row that counter `at` says, out of the buffer `state`. */
  wgsl(at: keyof typeof counters): string {
    return this.columns
      .map(
        (name, column) => `
fn column_${name}() -> f32 {
  return bitcast<f32>(state[${header}u + state[${counters[at]}] * ${this.columns.length}u + ${column}u]);
}`,
      )
      .join("\n");
  }

  dispose(): void {
    this.tensor.dispose();
  }
}
