/**
 * @file A kept checkpoint as the bytes of a file and back: the length of a header, the header (JSON: everything but the
 * numbers), then the numbers as 32-bit floats, little endian, one tensor after the other. The best weights are not among
 * them: what is forked looks for a best epoch of its own.
 */
import { decodeUtf8, encodeUtf8 } from "../data/utf8.ts";
import type { Checkpoint, NamedTensor, Weights } from "./checkpoint.ts";

const format = 1;
const align = 4;

type Shapes = readonly Pick<NamedTensor, "name" | "shape">[];

interface Header extends Omit<Checkpoint, "weights" | "slots" | "best"> {
  readonly format: number;
  readonly weights: Shapes;
  readonly slots: Shapes;
}

const shapesOf = (weights: Weights): Shapes => weights.map(({ name, shape }) => ({ name, shape }));
const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** The parts of the file, in order; the numbers are not copied. */
export function encodeCheckpoint({ best: _, weights, slots, ...rest }: Checkpoint): readonly Uint8Array<ArrayBuffer>[] {
  const header: Header = { format, ...rest, weights: shapesOf(weights), slots: shapesOf(slots) };
  const text = encodeUtf8(JSON.stringify(header));
  const head = new Uint8Array(align + Math.ceil(text.length / align) * align);
  new DataView(head.buffer).setUint32(0, text.length, true);
  head.set(text, align);
  return [head, ...[...weights, ...slots].map(({ values }) => bytesOf(values))];
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

/** null where the bytes are no whole checkpoint of this format. */
export function decodeCheckpoint(bytes: Uint8Array<ArrayBuffer>): Checkpoint | null {
  if (bytes.length < align) return null;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = headerOf(bytes.subarray(align, align + length));
  if (header === null) return null;
  const { format: _, weights, slots, ...rest } = header;
  let at = align + Math.ceil(length / align) * align;
  const total = [...weights, ...slots].reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  if (bytes.length !== at + total * Float32Array.BYTES_PER_ELEMENT) return null;
  const take = ({ name, shape }: Shapes[number]): NamedTensor => {
    const end = at + sizeOf(shape) * Float32Array.BYTES_PER_ELEMENT;
    // A copy of its own is aligned, whatever the file's bytes are a view of.
    const values = new Float32Array(bytes.slice(at, end).buffer);
    at = end;
    return { name, shape, values };
  };
  return { ...rest, weights: weights.map(take), slots: slots.map(take), best: null };
}

/** Written by this program alone, and yet a file may have been cut off. */
function headerOf(bytes: Uint8Array): Header | null {
  try {
    const header = JSON.parse(decodeUtf8(bytes)) as Header;
    return header.format === format ? header : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
