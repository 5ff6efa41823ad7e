/**
 * @file The rows of a run's parts as bytes: what was trained on and tested can be told for ever, though a later version
 * should divide in another way. Three counts, then the rows of each part, as 32-bit numbers, little endian.
 */
import type { Parts } from "./split.ts";

const bytesEach = 4;
const heads = 3;

export function encodeParts({ train, validation, test }: Parts): Uint8Array<ArrayBuffer> {
  const numbers = [train.length, validation.length, test.length];
  const bytes = new Uint8Array((heads + train.length + validation.length + test.length) * bytesEach);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const write = (number: number) => {
    view.setUint32(at, number, true);
    at += bytesEach;
  };
  for (const number of numbers) write(number);
  for (const part of [train, validation, test]) for (const row of part) write(row);
  return bytes;
}

/** The parts in these bytes; null where lengths disagree, or a row is beyond the table's or in two places. */
export function decodeParts(bytes: Uint8Array, rows: number): Parts | null {
  if (bytes.length < heads * bytesEach || bytes.length % bytesEach !== 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numberAt = (place: number) => view.getUint32(place * bytesEach, true);
  const counts = [numberAt(0), numberAt(1), numberAt(2)] as const;
  if (counts[0] + counts[1] + counts[2] !== bytes.length / bytesEach - heads) return null;
  const seen = new Uint8Array(rows);
  let place = heads;
  const read = (count: number): Uint32Array | null => {
    const part = new Uint32Array(count);
    for (let i = 0; i < count; i++) {
      const row = numberAt(place++);
      if (row >= rows || seen[row] === 1) return null;
      seen[row] = 1;
      part[i] = row;
    }
    return part;
  };
  const [train, validation, test] = [read(counts[0]), read(counts[1]), read(counts[2])];
  return train === null || validation === null || test === null ? null : { train, validation, test };
}

const partNames = ["train", "validation", "test"] as const;
/** Lines that are put together before they are handed on. */
const linesAtOnce = 50_000;

/** "row,part": the table's rows counted from 1, ascending; rows that are in no part are left out. In pieces. */
export function* partsCsv(parts: Parts): Generator<string, void, void> {
  let rows = 0;
  for (const name of partNames) for (const row of parts[name]) rows = Math.max(rows, row + 1);
  const partOf = new Uint8Array(rows);
  for (const [i, name] of partNames.entries()) for (const row of parts[name]) partOf[row] = i + 1;
  let lines = ["row,part\r\n"];
  for (let row = 0; row < rows; row++) {
    const name = partNames[(partOf[row] as number) - 1];
    if (name === undefined) continue;
    lines.push(`${row + 1},${name}\r\n`);
    if (lines.length < linesAtOnce) continue;
    yield lines.join("");
    lines = [];
  }
  yield lines.join("");
}
