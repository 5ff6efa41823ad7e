/**
 * @file Reads the arrays of an HDF5 file, as far as Keras writes them: groups as symbol tables or plain links, arrays of
 * floats in one piece. A full reader would be WebAssembly of several megabytes and a wider security policy. Every offset
 * comes from the file and is checked before it is followed; what is stored in another way is refused by name.
 * Format: The HDF Group, "HDF5 File Format Specification", version 3.
 */

/** An array, none of which has been read. Its methods throw Hdf5Refusal where it is stored in a way not known here. */
export interface Hdf5Array {
  shape(): readonly number[];
  values(): Float32Array;
}

/** A refusal of the file, for `throw` inside this folder only. */
export class Hdf5Refusal extends Error {}

/** Groups and arrays of a file; no model has as many. */
const maxObjects = 50_000;
/** Messages, tree nodes and entries that are looked at: a file can name the same ones over and over. */
const maxSteps = 500_000;
const maxDepth = 32;
/** Characters of one name. Keras's are short; a long one would be read again at each entry that points to it. */
const maxName = 1000;
const maxRank = 16;

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const undefinedAddress = 0xffffffffffffffffn;

const refuse = (reason: string): never => {
  throw new Hdf5Refusal(reason);
};

/** All arrays of a file by their path. Throws Hdf5Refusal where the file has another form. */
export function readHdf5(bytes: ArrayBuffer): ReadonlyMap<string, Hdf5Array> {
  return new Hdf5(new DataView(bytes)).arrays();
}

interface Message {
  readonly type: number;
  readonly at: number;
  readonly size: number;
}

class Hdf5 {
  readonly #arrays = new Map<string, Hdf5Array>();
  readonly #visited = new Set<number>();
  #objects = 0;
  #steps = 0;

  constructor(readonly view: DataView) {}

  arrays(): ReadonlyMap<string, Hdf5Array> {
    if (!signature.every((byte, i) => i < this.view.byteLength && this.view.getUint8(i) === byte)) refuse("signature");
    this.#object(this.#root(), "", 0);
    return this.#arrays;
  }

  /** The address of the root group's header. */
  #root(): number {
    const version = this.#u8(8);
    const atSizes = version < 2 ? 13 : 9;
    if (this.#u8(atSizes) !== 8 || this.#u8(atSizes + 1) !== 8) refuse("offsets");
    if (version < 2) return this.#address(24 + (version === 1 ? 4 : 0) + 32 + 8);
    return version < 4 ? this.#address(12 + 24) : refuse(`superblock ${version}`);
  }

  #check(at: number, size: number): void {
    if (!Number.isSafeInteger(at) || at < 0 || size < 0 || at + size > this.view.byteLength) refuse("truncated");
  }
  #step(): void {
    this.#steps += 1;
    if (this.#steps > maxSteps) refuse("steps");
  }
  #u8(at: number): number {
    this.#check(at, 1);
    return this.view.getUint8(at);
  }
  #u16(at: number): number {
    this.#check(at, 2);
    return this.view.getUint16(at, true);
  }
  #u32(at: number): number {
    this.#check(at, 4);
    return this.view.getUint32(at, true);
  }
  #size(at: number): number {
    this.#check(at, 8);
    const value = this.view.getBigUint64(at, true);
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : refuse("size");
  }
  #address(at: number): number {
    this.#check(at, 8);
    const value = this.view.getBigUint64(at, true);
    if (value === undefinedAddress || value > BigInt(this.view.byteLength)) refuse("address");
    return Number(value);
  }
  #text(at: number): string {
    let end = at;
    while (this.#u8(end) !== 0) {
      end += 1;
      if (end - at > maxName) refuse("name");
    }
    return new TextDecoder().decode(new Uint8Array(this.view.buffer, this.view.byteOffset + at, end - at));
  }

  #object(at: number, path: string, depth: number): void {
    if (depth > maxDepth) refuse("depth");
    // A group that holds itself would never end.
    if (this.#visited.has(at)) return;
    this.#visited.add(at);
    this.#objects += 1;
    if (this.#objects > maxObjects) refuse("objects");
    const messages = this.#messages(at);
    const layout = messages.find(({ type }) => type === 0x08);
    if (layout !== undefined) {
      this.#arrays.set(path, {
        shape: () => this.#shapeOf(messages),
        values: () => this.#values(messages, layout),
      });
      return;
    }
    const child = (name: string, address: number) => {
      // Paths are cut at slashes later on.
      if (name.includes("/")) refuse("name");
      this.#object(address, path === "" ? name : `${path}/${name}`, depth + 1);
    };
    for (const message of messages) {
      if (message.type === 0x11) this.#symbolTable(this.#address(message.at), this.#address(message.at + 8), child);
      else if (message.type === 0x06) this.#link(message, child);
      else if (message.type === 0x02 && this.#isDense(message)) refuse("dense links");
    }
  }

  #messages(at: number): readonly Message[] {
    const found: Message[] = [];
    const isNew = this.#u8(at) === 0x4f;
    const blocks = isNew ? [this.#newHeader(at)] : [{ start: at + 16, end: at + 16 + this.#u32(at + 8), flags: 0 }];
    for (let i = 0; i < blocks.length; i++) {
      if (i > 1000) refuse("continuations");
      const { start, end, flags } = blocks[i] as { start: number; end: number; flags: number };
      const head = isNew ? 4 + ((flags & 4) !== 0 ? 2 : 0) : 8;
      for (let next = start; next + head <= end; ) {
        this.#step();
        const type = isNew ? this.#u8(next) : this.#u16(next);
        const size = this.#u16(next + (isNew ? 1 : 2));
        const body = next + head;
        this.#check(body, size);
        found.push({ type, at: body, size });
        if (type === 0x10) blocks.push(this.#continuation(body, isNew, flags));
        next = body + size;
      }
      if (found.length > maxObjects) refuse("messages");
    }
    return found;
  }

  #newHeader(at: number): { start: number; end: number; flags: number } {
    if (this.#u32(at) !== 0x5244484f) refuse("object header");
    const flags = this.#u8(at + 5);
    let next = at + 6 + ((flags & 0x20) !== 0 ? 16 : 0) + ((flags & 0x10) !== 0 ? 4 : 0);
    const width = 1 << (flags & 3);
    const size =
      width === 8 ? this.#size(next) : width === 4 ? this.#u32(next) : width === 2 ? this.#u16(next) : this.#u8(next);
    next += width;
    return { start: next, end: next + size, flags };
  }

  #continuation(at: number, isNew: boolean, flags: number): { start: number; end: number; flags: number } {
    const start = this.#address(at);
    const size = this.#size(at + 8);
    this.#check(start, size);
    // A new continuation begins with its own signature and ends with a checksum.
    return isNew ? { start: start + 4, end: start + size - 4, flags } : { start, end: start + size, flags };
  }

  #isDense(message: Message): boolean {
    const flags = this.#u8(message.at + 1);
    const at = message.at + 2 + ((flags & 1) !== 0 ? 8 : 0);
    this.#check(at, 8);
    return this.view.getBigUint64(at, true) !== undefinedAddress;
  }

  #link(message: Message, child: (name: string, address: number) => void): void {
    const flags = this.#u8(message.at + 1);
    let at = message.at + 2;
    const type = (flags & 8) !== 0 ? this.#u8(at++) : 0;
    if ((flags & 4) !== 0) at += 8;
    if ((flags & 16) !== 0) at += 1;
    const width = 1 << (flags & 3);
    const length = width === 1 ? this.#u8(at) : width === 2 ? this.#u16(at) : this.#u32(at);
    at += width;
    this.#check(at, length);
    if (length > maxName) refuse("name");
    const name = new TextDecoder().decode(new Uint8Array(this.view.buffer, this.view.byteOffset + at, length));
    // Only links to objects of this file: soft and outer ones lead away.
    if (type === 0) child(name, this.#address(at + length));
  }

  /** The members of an old group: a tree of nodes, and a heap with their names. */
  #symbolTable(tree: number, heap: number, child: (name: string, address: number) => void): void {
    if (this.#u32(heap) !== 0x50414548) refuse("heap");
    const names = this.#address(heap + 24);
    const nodes = [{ at: tree, depth: 0 }];
    const seen = new Set<number>();
    for (const { at, depth } of nodes) {
      if (depth > maxDepth || seen.size > maxObjects) refuse("tree");
      if (seen.has(at)) continue;
      seen.add(at);
      const count = this.#u16(at + 6);
      if (this.#u32(at) === 0x45455254) {
        for (let i = 0; i < count; i++) {
          this.#step();
          nodes.push({ at: this.#address(at + 24 + 8 + i * 16), depth: depth + 1 });
        }
      } else if (this.#u32(at) === 0x444f4e53) {
        for (let i = 0; i < count; i++) {
          this.#step();
          const entry = at + 8 + i * 40;
          const name = this.#text(names + this.#size(entry));
          if (this.#u32(entry + 16) !== 2) child(name, this.#address(entry + 8));
        }
      } else refuse("tree node");
    }
  }

  #shapeOf(messages: readonly Message[]): readonly number[] {
    return this.#shape(messages.find(({ type }) => type === 0x01) ?? refuse("no dataspace"));
  }

  #values(messages: readonly Message[], layout: Message): Float32Array {
    if (messages.some(({ type }) => type === 0x0b)) refuse("compressed");
    const width = this.#floatWidth(messages.find(({ type }) => type === 0x03) ?? refuse("no datatype"));
    const count = this.#shapeOf(messages).reduce((product, n) => product * n, 1);
    if (!Number.isSafeInteger(count)) refuse("size");
    return this.#floats(this.#dataAt(layout, count * width), count, width);
  }

  #shape(message: Message): readonly number[] {
    const version = this.#u8(message.at);
    const rank = this.#u8(message.at + 1);
    if (rank > maxRank) refuse("rank");
    const start = message.at + (version === 1 ? 8 : 4);
    return Array.from({ length: rank }, (_, axis) => this.#size(start + axis * 8));
  }

  /** Bytes of each number. Little-endian IEEE floats of 2, 4 or 8 bytes. */
  #floatWidth(message: Message): number {
    const isFloat = (this.#u8(message.at) & 0x0f) === 1;
    const width = this.#u32(message.at + 4);
    if (!isFloat || (this.#u8(message.at + 1) & 1) !== 0 || ![2, 4, 8].includes(width)) refuse("number type");
    // bfloat16 has as many bytes as float16 and another exponent.
    if (width === 2 && this.#u8(message.at + 8 + 5) !== 5) refuse("number type");
    return width;
  }

  #dataAt(message: Message, bytes: number): number {
    const version = this.#u8(message.at);
    if (version < 3) refuse("old layout");
    const kind = this.#u8(message.at + 1);
    if (kind === 0) return message.at + 4;
    if (kind !== 1) refuse("chunked");
    if (bytes === 0) return 0;
    const at = this.#address(message.at + 2);
    if (this.#size(message.at + 10) < bytes) refuse("truncated");
    return at;
  }

  #floats(at: number, count: number, width: number): Float32Array {
    this.#check(at, count * width);
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      const place = at + i * width;
      values[i] =
        width === 4
          ? this.view.getFloat32(place, true)
          : width === 8
            ? this.view.getFloat64(place, true)
            : halfFloat(this.view.getUint16(place, true));
    }
    return values;
  }
}

/** IEEE 754 half precision. */
export function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
