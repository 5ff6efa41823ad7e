/** @file CRC-32 (ISO 3309, as zip uses it) over chunks: the reader of archives checks it, which the inflater does not. */

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The checksum after `bytes`, begun with that of what came before (0 at the start). */
export function crc32(bytes: Uint8Array, before = 0): number {
  let value = ~before;
  for (let i = 0; i < bytes.length; i++) value = (value >>> 8) ^ (table[(value ^ (bytes[i] ?? 0)) & 255] ?? 0);
  return ~value >>> 0;
}
