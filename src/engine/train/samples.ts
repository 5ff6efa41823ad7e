/** @file Prepared samples as training takes them: all in memory, or read a part at a time. */

export interface SampleRows {
  readonly rows: number;
  /** Numbers of a sample. */
  readonly width: number;
  /** All of them, row by row, where they are in memory; null: they are read. */
  readonly resident: Float32Array | null;
  /** Samples `from` … `from + count − 1`, [count × width]. The array may be used again by the next call. */
  read(from: number, count: number): Float32Array;
}

/** x: [samples × numbers of a sample] */
export function inMemory(x: Float32Array, rows: number): SampleRows {
  const width = rows === 0 ? 0 : x.length / rows;
  return { rows, width, resident: x, read: (from, count) => x.subarray(from * width, (from + count) * width) };
}

export const bytesOf = ({ rows, width }: Pick<SampleRows, "rows" | "width">): number =>
  rows * width * Float32Array.BYTES_PER_ELEMENT;
