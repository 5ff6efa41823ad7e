/**
 * @file Two suites beside the sources: `*.test.ts` in Node, and `*.browser.test.ts` in Chromium, for what needs WebGPU, a
 * worker or the browser's storage.
 */
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { presentChromium, WEBGPU_FLAGS } from "./scripts/chromium.mjs";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          environment: "node",
          include: ["src/**/*.test.ts", "src/**/*.test.tsx", "scripts/**/*.test.ts"],
          exclude: ["**/*.browser.test.ts"],
        },
      },
      {
        // tfjs is reached through several packages: one pre-bundling from the start, or a reload interrupts the tests.
        optimizeDeps: {
          include: [
            "@tensorflow/tfjs-core",
            "@tensorflow/tfjs-layers",
            "@tensorflow/tfjs-backend-cpu",
            "@tensorflow/tfjs-backend-webgl",
            "@tensorflow/tfjs-backend-webgpu",
          ],
        },
        test: {
          name: "browser",
          include: ["src/**/*.browser.test.ts"],
          // Shaders are computed on the CPU here: slow where a kernel waits at barriers.
          testTimeout: 120_000,
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: presentChromium(), args: WEBGPU_FLAGS },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
