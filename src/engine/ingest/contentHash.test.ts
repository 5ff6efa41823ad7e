import { describe, expect, it } from "vitest";
import { encodeUtf8 } from "../../core/data/utf8.ts";
import { fc } from "../../testing/property.ts";
import { ContentHash } from "./contentHash.ts";

function hashOf(...pieces: readonly Uint8Array[]): string {
  const hash = new ContentHash();
  for (const piece of pieces) hash.update(piece);
  return hash.digest();
}

describe("content hash", () => {
  // Published results of MurmurHash3_x86_128 with seed 0.
  it.each([
    ["", "00000000000000000000000000000000"],
    ["The quick brown fox jumps over the lazy dog", "2f1583c3ecee2c675d7bf66ce5e91d2c"],
    ["I will not buy this record, it is scratched.", "a0a9683b25ac5e40d9af2895890dddf5"],
    ["I will not buy this tobacconist's, it is scratched.", "9b5b7ba2ef3f7866889adeaf00f3f98e"],
    ["0", "0ab2409ea5eb34f8a5eb34f8a5eb34f8"],
    ["01", "0f87acb4674f3b21674f3b21674f3b21"],
    ["012", "cd94fea54c13d78e4c13d78e4c13d78e"],
  ])("of %j is that of the reference", (text, expected) => expect(hashOf(encodeUtf8(text))).toBe(expected));
  it("is the same however the bytes are cut", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }), (pieces) => {
        const whole = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
        expect(hashOf(...pieces)).toBe(hashOf(whole));
      }),
    );
  });
  it("differs for one byte more, even a zero", () => {
    const bytes = new Uint8Array(33);
    const all = Array.from({ length: 33 }, (_, length) => hashOf(bytes.subarray(0, length)));
    expect(new Set(all).size).toBe(33);
  });
});
