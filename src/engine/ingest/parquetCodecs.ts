/**
 * @file What unpacks the pages of a Parquet file, all of it JavaScript: the studio's security policy allows no
 * WebAssembly, which the usual entry of these packages loads. A page tells its own size, which is not believed at will.
 */
/// <reference path="./compressors.d.ts" />
import { gunzipSync } from "fflate";
import { decompress as unpackZstd } from "fzstd";
import { type CompressionCodec, snappyUncompress } from "hyparquet";
import { decompressBrotli } from "hyparquet-compressors/src/brotli.js";
import { decompressLz4, decompressLz4Raw } from "hyparquet-compressors/src/lz4.js";
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

export const parquetPageLimit = pageLimit;

export const compressors: { readonly [C in CompressionCodec]?: Unpack } = {
  SNAPPY: limited((input, length) => {
    const output = new Uint8Array(length);
    snappyUncompress(input, output);
    return output;
  }),
  GZIP: limited((input, length) => gunzipSync(input, { out: new Uint8Array(length) })),
  BROTLI: limited(decompressBrotli),
  ZSTD: limited((input, length) => unpackZstd(input, new Uint8Array(length))),
  LZ4: limited(decompressLz4),
  LZ4_RAW: limited(decompressLz4Raw),
};
