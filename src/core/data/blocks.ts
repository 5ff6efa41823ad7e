/**
 * @file Arrays that grow without being copied again and again: numbers in blocks, bytes in blocks. A column of a
 * million rows is filled value by value while nobody knows yet how long it gets.
 */

const largestBlock = 65536;
const byteBlock = 1 << 20;

/** A growing list of numbers; small at first, because a form of one row builds columns too. */
export class NumberBlocks<A extends Float64Array | Uint32Array> {
  readonly #make: (length: number) => A;
  readonly #full: A[] = [];
  #block: A;
  #used = 0;
  #before = 0;

  constructor(make: (length: number) => A) {
    this.#make = make;
    this.#block = make(16);
  }

  get length(): number {
    return this.#before + this.#used;
  }

  get byteSize(): number {
    return this.#full.reduce((sum, block) => sum + block.byteLength, this.#block.byteLength);
  }

  push(value: number): void {
    if (this.#used === this.#block.length) this.#grow();
    this.#block[this.#used++] = value;
  }

  #grow(): void {
    if (this.#used < largestBlock) {
      const larger = this.#make(this.#used * 2);
      larger.set(this.#block);
      this.#block = larger;
      return;
    }
    this.#full.push(this.#block);
    this.#before += this.#used;
    this.#block = this.#make(largestBlock);
    this.#used = 0;
  }

  /** All values so far in one array. */
  join(): A {
    const all = this.#make(this.length);
    let at = 0;
    for (const block of this.#full) {
      all.set(block, at);
      at += block.length;
    }
    all.set(this.#block.subarray(0, this.#used), at);
    return all;
  }
}

/** A growing list of byte strings laid end to end. */
export class ByteBlocks {
  readonly #full: Uint8Array[] = [];
  #block = new Uint8Array(64);
  #used = 0;
  #before = 0;

  get length(): number {
    return this.#before + this.#used;
  }

  get byteSize(): number {
    return this.#before + this.#block.length;
  }

  /** Appends bytes [start, end) of `source`. */
  append(source: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (this.#used + length > this.#block.length) this.#grow(length);
    const block = this.#block;
    let at = this.#used;
    // A cell has a few bytes: a loop beats the call of `set` with a view made for it.
    if (length < 32) for (let i = start; i < end; i++) block[at++] = source[i] as number;
    else block.set(source.subarray(start, end), at);
    this.#used += length;
  }

  #grow(length: number): void {
    const wanted = this.#used + length;
    if (wanted <= byteBlock) {
      const larger = new Uint8Array(Math.min(byteBlock, Math.max(wanted, this.#block.length * 2)));
      larger.set(this.#block.subarray(0, this.#used));
      this.#block = larger;
      return;
    }
    this.#full.push(this.#block.subarray(0, this.#used));
    this.#before += this.#used;
    this.#block = new Uint8Array(Math.max(byteBlock, length));
    this.#used = 0;
  }

  join(): Uint8Array {
    const all = new Uint8Array(this.length);
    let at = 0;
    for (const block of this.#full) {
      all.set(block, at);
      at += block.length;
    }
    all.set(this.#block.subarray(0, this.#used), at);
    return all;
  }
}
