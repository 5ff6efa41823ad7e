/**
 * @file The safetensors format: 8 bytes with the length of the header, a JSON header that says where each tensor lies, and
 * the numbers. Plain data, so that a file of weights can run nothing when it is opened.
 */
import { encodeUtf8 } from "../data/utf8.ts";
import type { NamedTensor } from "../training/checkpoint.ts";

/** The numbers begin at a multiple of this, so that readers may use them in place. */
const alignment = 8;

/** `metadata`: texts that stand in the header. Names are unique, and none is "__metadata__". */
export function writeSafetensors(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  let end = 0;
  const entries: [string, unknown][] = tensors.map(({ name, shape, values }) => {
    const start = end;
    end += values.byteLength;
    return [name, { dtype: "F32", shape, data_offsets: [start, end] }];
  });
  const described = Object.keys(metadata).length === 0 ? [] : [["__metadata__", metadata]];
  const json = encodeUtf8(JSON.stringify(Object.fromEntries([...described, ...entries])));
  const length = Math.ceil(json.length / alignment) * alignment;
  const bytes = new Uint8Array(8 + length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.fill(0x20, 8, 8 + length);
  bytes.set(json, 8);
  let at = 8 + length;
  for (const { values } of tensors) {
    bytes.set(littleEndian(values), at);
    at += values.byteLength;
  }
  return bytes;
}

/** The bytes of float32 numbers as they lie in memory: every machine that runs this is little-endian. */
export const littleEndian = (values: Float32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
