/**
 * @file The browser tests of what needs WebGPU and nothing else of a browser, in Node by Dawn on this machine's own adapter:
 * `npm run test:gpu`. A configuration of its own, since a machine without an adapter must not fail `npm test`.
 */
import { defineConfig } from "vitest/config";
import { leftOut } from "./scripts/gpuTests.mjs";

export default defineConfig({
  test: {
    name: "gpu",
    environment: "node",
    // A processor may be the adapter, and compile a kernel of a recurrent layer for twenty seconds.
    testTimeout: 900_000,
    hookTimeout: 120_000,
    include: ["src/{engine,testing}/**/*.browser.test.ts", "src/**/*.gpu.test.ts"],
    exclude: leftOut.map(({ files }) => files),
    // Dawn is told of its adapter once a process, and files that ran at the same time would share one GPU's memory.
    pool: "forks",
    fileParallelism: false,
    setupFiles: ["./bench/train/dawn.mjs", "./scripts/gpuSetup.mjs"],
  },
});
