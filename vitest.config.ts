/**
 * @file Two suites beside the sources: `*.test.ts` in Node, and `*.browser.test.ts` in Chromium, for what needs WebGPU, a
 * worker or the browser's storage. `*.gpu.test.ts` run in neither (`vitest.gpu.config.ts`).
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
          // Layers are computed on the CPU here; a loaded machine must not turn them red.
          testTimeout: 60_000,
          include: ["src/**/*.test.ts", "src/**/*.test.tsx", "scripts/**/*.test.ts"],
          exclude: ["**/*.browser.test.ts", "**/*.gpu.test.ts"],
        },
      },
      {
        test: {
          name: "browser",
          include: ["src/**/*.browser.test.ts"],
          // Shaders are computed on the CPU here: slow where a kernel waits at barriers.
          testTimeout: 120_000,
          hookTimeout: 120_000,
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
