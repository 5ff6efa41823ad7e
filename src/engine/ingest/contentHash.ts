/**
 * @file A fingerprint of a file's bytes, fed piece by piece: MurmurHash3 x86_128 (Austin Appleby, public domain). Not
 * cryptographic: it tells tables apart, it does not resist someone who builds a collision. WebCrypto cannot stream, and
 * a 5 GB file cannot be held for it.
 */

const c1 = 0x239b961b;
const c2 = 0xab0e9789;
const c3 = 0x38b34ae5;
const c4 = 0xa1e38b93;

const rotate = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits));

function finalMix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

export class ContentHash {
  readonly #state = new Int32Array(4);
  readonly #rest = new Uint8Array(16);
  #restLength = 0;
  #length = 0;

  update(bytes: Uint8Array): void {
    this.#length += bytes.length;
    let at = 0;
    if (this.#restLength > 0) {
      at = Math.min(bytes.length, 16 - this.#restLength);
      this.#rest.set(bytes.subarray(0, at), this.#restLength);
      this.#restLength += at;
      if (this.#restLength < 16) return;
      this.#blocks(this.#rest, 0, 16);
      this.#restLength = 0;
    }
    const whole = at + ((bytes.length - at) & ~15);
    this.#blocks(bytes, at, whole);
    this.#rest.set(bytes.subarray(whole));
    this.#restLength = bytes.length - whole;
  }

  #blocks(bytes: Uint8Array, start: number, end: number): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let h1 = this.#state[0] as number;
    let h2 = this.#state[1] as number;
    let h3 = this.#state[2] as number;
    let h4 = this.#state[3] as number;
    for (let i = start; i < end; i += 16) {
      h1 ^= Math.imul(rotate(Math.imul(view.getInt32(i, true), c1), 15), c2);
      h1 = (Math.imul((rotate(h1, 19) + h2) | 0, 5) + 0x561ccd1b) | 0;
      h2 ^= Math.imul(rotate(Math.imul(view.getInt32(i + 4, true), c2), 16), c3);
      h2 = (Math.imul((rotate(h2, 17) + h3) | 0, 5) + 0x0bcaa747) | 0;
      h3 ^= Math.imul(rotate(Math.imul(view.getInt32(i + 8, true), c3), 17), c4);
      h3 = (Math.imul((rotate(h3, 15) + h4) | 0, 5) + 0x96cd1c35) | 0;
      h4 ^= Math.imul(rotate(Math.imul(view.getInt32(i + 12, true), c4), 18), c1);
      h4 = (Math.imul((rotate(h4, 13) + h1) | 0, 5) + 0x32ac3b17) | 0;
    }
    this.#state.set([h1, h2, h3, h4]);
  }

  /** 32 hexadecimal digits for all bytes so far. */
  digest(): string {
    let [h1, h2, h3, h4] = this.#state as unknown as [number, number, number, number];
    const tail = new DataView(new ArrayBuffer(16));
    for (let i = 0; i < this.#restLength; i++) tail.setUint8(i, this.#rest[i] as number);
    // An absent word is 0 and changes nothing, as in the reference's fall-through switch.
    h4 ^= Math.imul(rotate(Math.imul(tail.getInt32(12, true), c4), 18), c1);
    h3 ^= Math.imul(rotate(Math.imul(tail.getInt32(8, true), c3), 17), c4);
    h2 ^= Math.imul(rotate(Math.imul(tail.getInt32(4, true), c2), 16), c3);
    h1 ^= Math.imul(rotate(Math.imul(tail.getInt32(0, true), c1), 15), c2);
    const length = this.#length | 0;
    [h1, h2, h3, h4] = [h1 ^ length, h2 ^ length, h3 ^ length, h4 ^ length];
    h1 = (h1 + h2 + h3 + h4) | 0;
    [h2, h3, h4] = [(h2 + h1) | 0, (h3 + h1) | 0, (h4 + h1) | 0];
    [h1, h2, h3, h4] = [finalMix(h1), finalMix(h2), finalMix(h3), finalMix(h4)];
    h1 = (h1 + h2 + h3 + h4) | 0;
    [h2, h3, h4] = [(h2 + h1) | 0, (h3 + h1) | 0, (h4 + h1) | 0];
    return [h1, h2, h3, h4].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  }
}
