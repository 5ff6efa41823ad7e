/** @file The place of a text among a fixed number of buckets, as scikit-learn's FeatureHasher computes it. */
import { encodeUtf8 } from "./utf8.ts";

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

function scramble(block: number): number {
  return Math.imul(rotate(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593);
}

/** MurmurHash3, x86, 32 bits (Appleby, public domain), as a signed number. */
export function murmur3(bytes: Uint8Array, seed = 0): number {
  let hash = seed;
  const whole = bytes.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    const block =
      (bytes[i] as number) |
      ((bytes[i + 1] as number) << 8) |
      ((bytes[i + 2] as number) << 16) |
      ((bytes[i + 3] as number) << 24);
    hash = (Math.imul(rotate(hash ^ scramble(block), 13), 5) + 0xe6546b64) | 0;
  }
  let rest = 0;
  for (let i = bytes.length - 1; i >= whole; i--) rest = (rest << 8) | (bytes[i] as number);
  if (bytes.length > whole) hash ^= scramble(rest);
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** |h| mod buckets and h's sign: FeatureHasher's alternating sign. */
export function hashPlace(text: string, buckets: number): { readonly at: number; readonly sign: 1 | -1 } {
  const hash = murmur3(encodeUtf8(text));
  // FeatureHasher leaves out the one value whose magnitude has no positive form.
  const magnitude = hash === -2147483648 ? 2147483647 - (buckets - 1) : Math.abs(hash);
  return { at: magnitude % buckets, sign: hash >= 0 ? 1 : -1 };
}
