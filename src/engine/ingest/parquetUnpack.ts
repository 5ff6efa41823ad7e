/**
 * @file Snappy and LZ4 blocks. Written here because those of the packages believe the lengths that a block states: one
 * below zero sends them back to where they were, for ever. Formats: "Snappy compressed format description", "LZ4 Block
 * Format Description", and the frame that Hadoop puts around the latter.
 */

const damaged = (what: string): never => {
  throw new Error(`${what} bytes that are no packed page`);
};

/** Copies what was written `distance` places before; it may run into what it writes. */
function copyBack(output: Uint8Array, to: number, distance: number, size: number): void {
  if (size > 24 && distance >= size) output.copyWithin(to, to - distance, to - distance + size);
  else for (let i = to; i < to + size; i++) output[i] = output[i - distance] as number;
}

function copyIn(input: Uint8Array, at: number, output: Uint8Array, to: number, size: number): void {
  if (size > 24) output.set(input.subarray(at, at + size), to);
  else for (let i = 0; i < size; i++) output[to + i] = input[at + i] as number;
}

/** `width` bytes, the lowest first. */
function number(bytes: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let i = 0; i < width; i++) value += (bytes[at + i] ?? Number.NaN) * 256 ** i;
  return value;
}

export function unpackSnappy(input: Uint8Array, length: number): Uint8Array {
  const output = new Uint8Array(length);
  // The length stands in front; the page's header has told it.
  let at = 1;
  while (((input[at - 1] ?? 0) & 128) !== 0) at++;
  let to = 0;
  while (at < input.length) {
    const tag = input[at++] as number;
    const kind = tag & 3;
    let size = (tag >> 2) + 1;
    if (kind === 0) {
      if (size > 60) {
        const width = size - 60;
        size = number(input, at, width) + 1;
        at += width;
      }
      if (!(at + size <= input.length && to + size <= length)) damaged("snappy");
      copyIn(input, at, output, to, size);
      at += size;
    } else {
      const width = kind === 3 ? 4 : kind;
      let distance = number(input, at, width);
      if (kind === 1) {
        distance += (tag >> 5) << 8;
        size = ((tag >> 2) & 7) + 4;
      }
      at += width;
      if (!(distance >= 1 && distance <= to && to + size <= length)) damaged("snappy");
      copyBack(output, to, distance, size);
    }
    to += size;
  }
  return to === length ? output : damaged("snappy");
}

/** Unpacks one block to `from` on; gives the place behind what it wrote. */
function lz4Block(input: Uint8Array, output: Uint8Array, from: number): number {
  let at = 0;
  let to = from;
  /** A length of 15 goes on in the bytes that follow, up to one below 255. */
  const whole = (nibble: number): number => {
    let length = nibble;
    for (let more = nibble === 15; more; ) {
      const byte = input[at++] ?? damaged("lz4");
      length += byte;
      more = byte === 255;
    }
    return length;
  };
  while (at < input.length) {
    const token = input[at++] as number;
    const literals = whole(token >> 4);
    if (at + literals > input.length || to + literals > output.length) damaged("lz4");
    copyIn(input, at, output, to, literals);
    at += literals;
    to += literals;
    if (at === input.length) return to;
    const distance = number(input, at, 2);
    at += 2;
    const size = whole(token & 15) + 4;
    if (!(distance >= 1 && distance <= to && to + size <= output.length)) damaged("lz4");
    copyBack(output, to, distance, size);
    to += size;
  }
  return to;
}

export function unpackLz4Raw(input: Uint8Array, length: number): Uint8Array {
  const output = new Uint8Array(length);
  return lz4Block(input, output, 0) === length ? output : damaged("lz4");
}

/** Blocks with their two sizes before each, or a bare one: both are called LZ4. */
export function unpackLz4(input: Uint8Array, length: number): Uint8Array {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  const blocks: { readonly at: number; readonly end: number; readonly size: number }[] = [];
  let total = 0;
  let at = 0;
  for (let end = 0; at + 8 <= input.length; at = end) {
    const size = view.getUint32(at);
    end = at + 8 + view.getUint32(at + 4);
    blocks.push({ at: at + 8, end, size });
    total += size;
  }
  if (at !== input.length || total !== length) return unpackLz4Raw(input, length);
  const output = new Uint8Array(length);
  let to = 0;
  for (const { at: start, end, size } of blocks) {
    if (lz4Block(input.subarray(start, end), output, to) !== to + size) return unpackLz4Raw(input, length);
    to += size;
  }
  return output;
}
