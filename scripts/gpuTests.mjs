/**
 * @file Which browser tests `npm run test:gpu` leaves out: those that need more of a browser than WebGPU. All others of the
 * engine run there, so that a new one is left out by a line here or not at all.
 */
export const leftOut = [
  { files: "src/engine/streaming.browser.test.ts", why: "needs the private file system and workers" },
  { files: "src/engine/train/spool.browser.test.ts", why: "needs the private file system and workers" },
  { files: "src/engine/server.browser.test.ts", why: "needs IndexedDB, the private file system and web locks" },
  { files: "src/engine/images/**", why: "needs a browser's image decoders" },
  { files: "src/engine/wasm/**", why: "needs no GPU, but WebAssembly's threads" },
  { files: "src/engine/train/contextLost.browser.test.ts", why: "needs WebGL" },
  { files: "src/engine/train/fallback.browser.test.ts", why: "needs WebGL" },
];
