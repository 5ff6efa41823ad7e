/**
 * @file How fast images are read, in Chromium: a zip of 2,000 JPG photographs (the sign digits again and again) and MNIST's
 * 10,000 test images as gzip IDX. `node scripts/bench.mjs images [rounds]`; prints a table and writes
 * `.scratch/bench-images.json`. Medians; memory is the highest of the browser's page process.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "@playwright/test";
import { zipSync } from "fflate";
import { build } from "vite";
import type { ImagesMeasured } from "./imagesPage.ts";

const photographs = 2000;
const origin = "http://bench.invalid";

type Files = ReadonlyMap<string, Uint8Array>;

/** Photographs of `folder`, repeated: stored, as zip programs leave what does not get smaller. */
function photographsZip(folder: string): Files {
  const paths = readdirSync(folder).flatMap((label) =>
    readdirSync(join(folder, label)).map((name) => join(label, name)),
  );
  const photos = paths.map((path) => ({ path, bytes: new Uint8Array(readFileSync(join(folder, path))) }));
  const entries: Record<string, Uint8Array> = {};
  for (let i = 0; i < photographs; i++) {
    const { path, bytes } = photos[i % photos.length] as (typeof photos)[number];
    entries[path.replace(/(\.\w+)$/, `-${Math.floor(i / photos.length)}$1`)] = bytes;
  }
  return new Map([["photographs.zip", zipSync(entries, { level: 0 })]]);
}

const mnistFiles = (folder: string): Files =>
  new Map(readdirSync(folder).map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]));

async function bundlePage(): Promise<string> {
  const outDir = resolve(".scratch/bench-images");
  await build({
    configFile: false,
    logLevel: "warn",
    build: {
      outDir,
      emptyOutDir: true,
      lib: { entry: resolve("bench/imagesPage.ts"), formats: ["es"], fileName: () => "page.js" },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  return readFileSync(join(outDir, "page.js"), "utf8");
}

async function openPage(browser: Browser, script: string, files: Files): Promise<Page> {
  const page = await browser.newPage();
  await page.route(`${origin}/**`, (route) => {
    const path = decodeURIComponent(new URL(route.request().url()).pathname);
    const file = files.get(path.replace("/file/", ""));
    if (file !== undefined) return route.fulfill({ body: Buffer.from(file), contentType: "application/octet-stream" });
    if (path === "/page.js") return route.fulfill({ body: script, contentType: "text/javascript" });
    return route.fulfill({ body: '<script type="module" src="/page.js"></script>', contentType: "text/html" });
  });
  await page.goto(`${origin}/`);
  await page.waitForFunction(() => "measure" in globalThis);
  return page;
}

/** The largest resident size of the browser's page processes so far, where the system tells it. */
async function peakMegabytes(browser: Browser): Promise<number | null> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const peaks = processInfo
    .filter(({ type }) => type === "renderer")
    .map(({ id }) => {
      const path = `/proc/${id}/status`;
      const found = existsSync(path) ? /VmHWM:\s+(\d+) kB/.exec(readFileSync(path, "utf8")) : null;
      return found === null ? 0 : Number(found[1]) / 1024;
    });
  const peak = Math.max(0, ...peaks);
  return peak === 0 ? null : peak;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

interface Line {
  readonly name: string;
  readonly images: number;
  readonly megabytes: number;
  readonly readSeconds: number;
  readonly decodeSeconds: number;
  readonly peakMegabytes: number | null;
}

async function measureFiles(
  name: string,
  files: Files,
  script: string,
  rounds: number,
  path: string | undefined,
): Promise<Line> {
  // A browser of its own each: the highest memory of one must not be that of another.
  const browser = await chromium.launch({ executablePath: path });
  try {
    const page = await openPage(browser, script, files);
    const results: ImagesMeasured[] = [];
    for (let round = 0; round < rounds; round++) {
      results.push(
        await page.evaluate(
          (names) =>
            (globalThis as unknown as { measure(names: readonly string[]): Promise<ImagesMeasured> }).measure(names),
          [...files.keys()],
        ),
      );
    }
    const [first] = results as [ImagesMeasured];
    return {
      name,
      images: first.images,
      megabytes: first.bytes / 1e6,
      readSeconds: median(results.map(({ readSeconds }) => readSeconds)),
      decodeSeconds: median(results.map(({ decodeSeconds }) => decodeSeconds)),
      peakMegabytes: await peakMegabytes(browser),
    };
  } finally {
    await browser.close();
  }
}

export async function main(args: readonly string[] = []): Promise<void> {
  const rounds = args[0] === undefined ? 3 : Number(args[0]);
  const { presentChromium } = (await import(pathToFileURL(resolve("scripts/chromium.mjs")).href)) as {
    presentChromium(): string | undefined;
  };
  const data = resolve("../shared/data");
  const sets: readonly (readonly [string, string, (folder: string) => Files])[] = [
    ["JPG in a zip", join(data, "sign-digits-mini"), photographsZip],
    ["IDX, gzip", join(data, "mnist-t10k"), mnistFiles],
  ];
  const script = await bundlePage();
  const lines: Line[] = [];
  for (const [name, folder, filesOf] of sets) {
    if (!existsSync(folder)) {
      console.log(`skipped: ${name}; its files are not beside the repository`);
      continue;
    }
    lines.push(await measureFiles(name, filesOf(folder), script, rounds, presentChromium()));
  }
  report(lines);
}

function report(lines: readonly Line[]): void {
  console.log(`Chromium; ${cpus()[0]?.model}`);
  console.log("images          count     MB   read s   images/s  decode s   images/s  peak MB");
  for (const { name, images, megabytes, readSeconds, decodeSeconds, peakMegabytes } of lines) {
    const columns = [
      String(images).padStart(8),
      megabytes.toFixed(1).padStart(6),
      readSeconds.toFixed(2).padStart(8),
      (images / readSeconds).toFixed(0).padStart(10),
      decodeSeconds.toFixed(2).padStart(9),
      (images / decodeSeconds).toFixed(0).padStart(10),
      (peakMegabytes === null ? "–" : peakMegabytes.toFixed(0)).padStart(8),
    ];
    console.log(`${name.padEnd(13)}${columns.join(" ")}`);
  }
  mkdirSync(".scratch", { recursive: true });
  writeFileSync(".scratch/bench-images.json", `${JSON.stringify(lines, null, 2)}\n`);
}
