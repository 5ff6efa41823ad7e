/** @file Bundles the page, serves it on this machine and has Chromium compute every case on WebGPU (SwiftShader). */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Outcome } from "./page.ts";

/** As long as one call of the page takes, about: results come in portions, so that a crash tells how far it got. */
const portionMs = 15_000;

export async function onWebGpu(root: string, count: number): Promise<readonly Outcome[]> {
  // The bundle of this file lies elsewhere: modules that know their own place are loaded from theirs.
  const script = (name: string) => import(/* @vite-ignore */ pathToFileURL(join(root, "scripts", name)).href);
  const [{ findChromium, WEBGPU_FLAGS }, { serve }] = await Promise.all([script("chromium.mjs"), script("serve.mjs")]);
  const { build } = await import("vite");
  const { chromium } = await import("@playwright/test");
  const outDir = join(root, ".scratch/oracle-page");
  const pageRoot = join(root, "e2e/oracle/layers/harness");
  await build({
    root: pageRoot,
    base: "./",
    configFile: false,
    logLevel: "warn",
    build: {
      outDir,
      emptyOutDir: true,
      minify: false,
      target: "es2023",
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 20_000,
      rolldownOptions: { input: join(pageRoot, "page.html") },
    },
  });
  const { server, url } = (await serve({ root: outDir, port: 0 })) as {
    server: import("node:http").Server;
    url: string;
  };
  const browser = await chromium.launch({ executablePath: await findChromium(), args: WEBGPU_FLAGS });
  try {
    const page = await browser.newPage();
    const told: string[] = [];
    page.on("pageerror", (error) => told.push(String(error)));
    page.on("console", (message) => told.push(message.text()));
    await page.goto(`${url}page.html`);
    await page
      .waitForFunction(() => "startGpu" in globalThis)
      .catch((error) => {
        throw new Error(`the page did not start: ${told.join("; ")} ${error}`);
      });
    const device = await page.evaluate(() => globalThis.startGpu());
    if (device.backend !== "webgpu") throw new Error(`no WebGPU: ${device.label}`);
    const outcomes: Outcome[] = [];
    while (outcomes.length < count) {
      const portion = await page.evaluate(([start, millis]) => globalThis.computeCases(start, millis), [
        outcomes.length,
        portionMs,
      ] as const);
      outcomes.push(...portion.outcomes);
    }
    return outcomes;
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
  }
}
