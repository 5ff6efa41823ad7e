/**
 * @file A walk over values of Thrift's compact protocol, as Parquet's footer and page headers are written, before they
 * are parsed: a damaged list may promise two thousand million elements that take no bytes, and memory would end first.
 */

/** Structures within structures; Parquet's own go six deep. */
const depthLimit = 32;

/** Thrown where the bytes are no structure. */
export class ThriftError extends Error {}

class Walker {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  #byte(): number {
    const byte = this.#bytes[this.at++];
    if (byte === undefined) throw new ThriftError("it ends early");
    return byte;
  }

  #varint(): number {
    let value = 0;
    for (let i = 0; i < 10; i++) {
      const byte = this.#byte();
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return value;
    }
    throw new ThriftError("an endless number");
  }

  #skip(bytes: number): void {
    this.at += bytes;
    if (this.at > this.#bytes.length) throw new ThriftError("it ends early");
  }

  structure(depth: number): void {
    if (depth > depthLimit) throw new ThriftError("too deep");
    for (;;) {
      const head = this.#byte();
      if ((head & 15) === 0) return;
      if (head >> 4 === 0) this.#varint();
      this.#value(head & 15, depth);
    }
  }

  #value(type: number, depth: number): void {
    if (type === 1 || type === 2) return;
    if (type === 3) this.#skip(1);
    else if (type >= 4 && type <= 6) this.#varint();
    else if (type === 7) this.#skip(8);
    else if (type === 8) this.#skip(this.#varint());
    else if (type === 9) this.#list(depth);
    else if (type === 12) this.structure(depth + 1);
    else throw new ThriftError("an unknown type");
  }

  #list(depth: number): void {
    const head = this.#byte();
    const count = head >> 4 === 15 ? this.#varint() : head >> 4;
    // Every element takes a byte, so there cannot be more of them than bytes.
    if (count > this.#bytes.length - this.at) throw new ThriftError("a list longer than its bytes");
    const type = head & 15;
    for (let i = 0; i < count; i++) {
      if (type === 1 || type === 2) this.#skip(1);
      else this.#value(type, depth);
    }
  }
}

/** Place behind the structure at `at`. Throws ThriftError. */
export function endOfStructure(bytes: Uint8Array, at: number): number {
  const walker = new Walker(bytes, at);
  walker.structure(0);
  return walker.at;
}
