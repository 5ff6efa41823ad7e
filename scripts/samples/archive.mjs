/**
 * @file Grey images as PNG, and files as a zip. Node's zlib compresses a little differently from one build to the next;
 * the samples must be the same bytes everywhere, so the few lines of compression they need stand here.
 */

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) c = crcTable[(c ^ byte) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

function adler32(bytes) {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

/** Bits in the order of RFC 1951: the lowest first; Huffman codes the highest first. */
class Bits {
  #bytes = [];
  #at = 0;

  low(value, count) {
    for (let i = 0; i < count; i++) this.#bit((value >>> i) & 1);
  }

  high(value, count) {
    for (let i = count - 1; i >= 0; i--) this.#bit((value >>> i) & 1);
  }

  #bit(bit) {
    if (this.#at % 8 === 0) this.#bytes.push(0);
    this.#bytes[this.#bytes.length - 1] |= bit << (this.#at % 8);
    this.#at++;
  }

  bytes() {
    return Buffer.from(this.#bytes);
  }
}

/** The fixed code of a literal or length symbol (RFC 1951, 3.2.6). */
function symbol(bits, value) {
  if (value < 144) bits.high(0x30 + value, 8);
  else if (value < 256) bits.high(0x190 + value - 144, 9);
  else if (value < 280) bits.high(value - 256, 7);
  else bits.high(0xc0 + value - 280, 8);
}

/** First value and extra bits of each code of lengths (from 257) and of distances (from 0). */
function ladder(first, groups) {
  const steps = [];
  let start = first;
  for (const [extra, count] of groups) {
    for (let i = 0; i < count; i++) {
      steps.push({ start, extra });
      start += 1 << extra;
    }
  }
  return steps;
}
const lengths = ladder(3, [[0, 8], ...[1, 2, 3, 4, 5].map((extra) => [extra, 4])]);
const distances = ladder(1, [[0, 4], ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((extra) => [extra, 2])]);
const longest = 257;

function put(bits, steps, value, write) {
  const code = steps.findLastIndex(({ start }) => start <= value);
  write(code);
  bits.low(value - steps[code].start, steps[code].extra);
}

/** Where the longest repetition of what comes at `at` begins, and how long it is. */
function repetition(bytes, at) {
  let best = { length: 0, distance: 0 };
  for (let from = at - 1; from >= 0; from--) {
    let length = 0;
    while (length < longest && at + length < bytes.length && bytes[from + length] === bytes[at + length]) length++;
    if (length > best.length) best = { length, distance: at - from };
  }
  return best;
}

/** One block of fixed codes with greedy repetitions: for inputs of a few hundred bytes. */
function deflate(bytes) {
  const bits = new Bits();
  bits.low(1, 1);
  bits.low(1, 2);
  for (let at = 0; at < bytes.length; ) {
    const { length, distance } = repetition(bytes, at);
    if (length < 3) {
      symbol(bits, bytes[at++]);
      continue;
    }
    put(bits, lengths, length, (code) => symbol(bits, 257 + code));
    put(bits, distances, distance, (code) => bits.high(code, 5));
    at += length;
  }
  symbol(bits, 256);
  return bits.bytes();
}

const uint32 = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

function chunk(type, data) {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  return Buffer.concat([uint32(data.length), named, uint32(crc32(named))]);
}

/** A grey PNG of 16 shades, which halves what the samples weigh. `pixels`: rows first, 0 (black) to 1 (white). */
export function greyPng(pixels, width, height) {
  const rowBytes = Math.ceil(width / 2);
  const raw = Buffer.alloc(height * (rowBytes + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const shade = Math.round(15 * Math.min(1, Math.max(0, pixels[y * width + x])));
      raw[y * (rowBytes + 1) + 1 + (x >> 1)] |= x % 2 === 0 ? shade << 4 : shade;
    }
  }
  const header = Buffer.concat([uint32(width), uint32(height), Buffer.from([4, 0, 0, 0, 0])]);
  const data = Buffer.concat([Buffer.from([0x78, 0x01]), deflate(raw), uint32(adler32(raw))]);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
}

/** 1 January 1980, the first day a zip knows. */
const zipDay = 0x21;

/** Files kept as they are: PNG is compressed already. */
export function zip(files) {
  const locals = [];
  const directory = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const path = Buffer.from(name, "ascii");
    const about = Buffer.alloc(26);
    about.writeUInt16LE(10, 0);
    about.writeUInt16LE(zipDay, 8);
    about.writeUInt32LE(crc32(bytes), 10);
    about.writeUInt32LE(bytes.length, 14);
    about.writeUInt32LE(bytes.length, 18);
    about.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), about, path, bytes]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\x01\x02\x0a\x00", "latin1"), about, rest, path);
    locals.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, entries, Buffer.from("PK\x05\x06", "latin1"), end]);
}
