/** @file Types of the decompressors that are taken one by one: the package's own entry starts WebAssembly when loaded. */
declare module "hyparquet-compressors/src/brotli.js" {
  export function decompressBrotli(input: Uint8Array, outputLength: number): Uint8Array;
}
