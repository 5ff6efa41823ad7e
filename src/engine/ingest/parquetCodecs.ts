/**
 * @file What unpacks the pages of a Parquet file, all of it JavaScript: the studio's security policy allows no
 * WebAssembly, which the usual entry of these packages loads. A page tells its own size, which is not believed at will.
 */
/// <reference path="./compressors.d.ts" />
import { Gunzip, gunzipSync } from "fflate";
import { decompress as unpackZstd } from "fzstd";
import type { CompressionCodec } from "hyparquet";
import { decompressBrotli } from "hyparquet-compressors/src/brotli.js";
import { unpackLz4, unpackLz4Raw, unpackSnappy } from "./parquetUnpack.ts";
import { UnpackError } from "./zip.ts";

/** A page is a megabyte or so; writers that make one of a whole column stay below this. */
const pageLimit = 1 << 29;

type Unpack = (input: Uint8Array, length: number) => Uint8Array;

const limited =
  (unpack: Unpack): Unpack =>
  (input, length) => {
    if (!(length >= 0 && length <= pageLimit)) throw new UnpackError("tooLarge", "");
    return unpack(input, length);
  };

/** At once where it cannot grow far; else in steps, which end where more comes out than the page tells. */
function unpackGzip(input: Uint8Array, length: number): Uint8Array {
  const output = new Uint8Array(length);
  const step = 1 << 16;
  if (input.length <= step) return gunzipSync(input, { out: output });
  let to = 0;
  const gunzip = new Gunzip((piece) => {
    output.set(piece, to);
    to += piece.length;
  });
  for (let at = 0; at < input.length; at += step) gunzip.push(input.subarray(at, at + step), at + step >= input.length);
  return output.subarray(0, to);
}

export const parquetPageLimit = pageLimit;

export const compressors: { readonly [C in CompressionCodec]?: Unpack } = {
  SNAPPY: limited(unpackSnappy),
  GZIP: limited(unpackGzip),
  BROTLI: limited(decompressBrotli),
  ZSTD: limited((input, length) => unpackZstd(input, new Uint8Array(length))),
  LZ4: limited(unpackLz4),
  LZ4_RAW: limited(unpackLz4Raw),
};
