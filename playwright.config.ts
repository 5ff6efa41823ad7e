/** @file How the journeys run: the built studio, served as users get it, in a Chromium with WebGPU on the CPU. */
import { defineConfig } from "@playwright/test";
import { presentChromium, WEBGPU_FLAGS } from "./scripts/chromium.mjs";

export default defineConfig({
  testDir: "e2e/journeys",
  outputDir: "test-results",
  globalSetup: "./e2e/serveBuild.ts",
  // A journey that passes at the second try has found something: none is tried twice.
  retries: 0,
  // One at a time: training on the CPU takes all cores, and journeys that share them time out by turns.
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  forbidOnly: Boolean(process.env.CI),
  use: {
    viewport: { width: 1440, height: 900 },
    locale: "en-US",
    // Pictures of every moment cost half of a journey's time where the processor draws them; what stood on the page is kept.
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
    launchOptions: { executablePath: presentChromium(), args: WEBGPU_FLAGS },
  },
});
