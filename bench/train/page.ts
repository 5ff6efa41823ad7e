/**
 * @file The page while the worker trains, for a minute: how much of the time its own thread's script takes, its frames, and
 * how long a click waits for its answer on the screen. The studio as it was built, in Chromium.
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type CDPSession, chromium, type Page } from "@playwright/test";
import { median } from "./rounds.ts";

export interface PageFigures {
  readonly seconds: number;
  /** Shares of the time, of the page's thread. */
  readonly script: number;
  readonly work: number;
  readonly longTasks: number;
  /** Milliseconds between frames. */
  readonly frame: { readonly count: number; readonly median: number; readonly p95: number; readonly worst: number };
  /** Milliseconds from a click to the frame that shows its answer. */
  readonly click: { readonly count: number; readonly median: number; readonly p95: number; readonly worst: number };
}

const spread = (values: readonly number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return {
    count: values.length,
    median: values.length === 0 ? Number.NaN : median(values),
    p95: at(0.95),
    worst: at(1),
  };
};

/** Chooses a sample, sets more epochs than a minute has, and starts. */
async function startTraining(page: Page): Promise<void> {
  const step = (name: string) =>
    page.getByRole("navigation", { name: "Steps" }).getByRole("link", { name, exact: true }).click();
  await step("Data");
  await page.getByRole("group", { name: "Samples" }).getByRole("button", { name: /iris/i }).click();
  await page.getByRole("status", { name: "Data summary" }).filter({ hasText: "iris.csv" }).waitFor();
  await step("Train");
  await page.getByRole("spinbutton", { name: "Epochs", exact: true }).fill("10000");
  const early = page.getByRole("switch", { name: "Stop early" });
  if (await early.isChecked()) await early.click();
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await page.getByRole("progressbar", { name: "Training", exact: true }).waitFor();
  await page.waitForFunction(() => /\b[2-9]\d*\/10,000/.test(document.body.textContent ?? ""), undefined, {
    timeout: 180_000,
  });
}

async function threadSeconds(session: CDPSession): Promise<{ readonly script: number; readonly work: number }> {
  const { metrics } = await session.send("Performance.getMetrics");
  const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return { script: of("ScriptDuration"), work: of("TaskDuration") };
}

interface Seen {
  readonly frames: number[];
  long: number;
  readonly clicks: number[];
}
const clicks = 20;

/** Frames, long tasks and what clicks took are noted in the page itself: reading them must not disturb it. */
function watch(): void {
  const seen: Seen = { frames: [], long: 0, clicks: [] };
  Object.assign(globalThis, { seen });
  let last = performance.now();
  const tick = (now: number) => {
    seen.frames.push(now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  new PerformanceObserver((list) => {
    seen.long += list.getEntries().length;
  }).observe({ type: "longtask" });
  // The answer is the second frame after the event: the first may have been drawn before it was handled.
  addEventListener(
    "click",
    ({ timeStamp }) => {
      requestAnimationFrame(() => requestAnimationFrame((now) => seen.clicks.push(now - timeStamp)));
    },
    true,
  );
}

export async function measurePage(build: string, seconds: number): Promise<PageFigures | null> {
  const root = resolve(build);
  if (!existsSync(root)) {
    console.log(`left out: the page: there is no build at ${build} (npm run build, or --build names its folder)`);
    return null;
  }
  const load = <T>(path: string): Promise<T> => import(pathToFileURL(resolve(path)).href) as Promise<T>;
  const { serve } = await load<typeof import("../../scripts/serve.mjs")>("scripts/serve.mjs");
  const { presentChromium, WEBGPU_FLAGS } =
    await load<typeof import("../../scripts/chromium.mjs")>("scripts/chromium.mjs");
  const executablePath = presentChromium();
  if (executablePath === undefined) {
    console.log("left out: the page: no Chromium was found");
    return null;
  }
  const { server, url } = await serve({ root, port: 0 });
  const browser = await chromium.launch({ executablePath, args: [...WEBGPU_FLAGS] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: "en-US" });
    await page.goto(url);
    await startTraining(page);
    const session = await page.context().newCDPSession(page);
    // The processor's time of the page's thread: one that waits for a core does nothing.
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    await page.evaluate(watch);
    const [before, began] = [await threadSeconds(session), performance.now()];
    await page.waitForTimeout(seconds * 1000);
    const [after, took] = [await threadSeconds(session), (performance.now() - began) / 1000];
    const { frames, long } = await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
    // Clicks have work of their own: they come after what is watched.
    const links = page.getByRole("navigation", { name: "Steps" });
    for (let turn = 0; turn < clicks; turn++) {
      await page.waitForTimeout(1000);
      await links.getByRole("link", { name: turn % 2 === 0 ? "Model" : "Train", exact: true }).click();
    }
    await page.waitForTimeout(1000);
    const seen = await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
    return {
      seconds: took,
      script: (after.script - before.script) / took,
      work: (after.work - before.work) / took,
      longTasks: long,
      frame: spread(frames),
      click: spread(seen.clicks),
    };
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
  }
}

export function printPage({ seconds, script, work, longTasks, frame, click }: PageFigures): void {
  const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
  const times = (of: PageFigures["frame"]) =>
    `median ${of.median.toFixed(1)}, 95 % below ${of.p95.toFixed(1)}, worst ${of.worst.toFixed(0)} (${of.count})`;
  console.log(`\nthe page while it trains, ${seconds.toFixed(0)} s`);
  console.log(`  script of the page's thread    ${percent(script)} of the time`);
  console.log(`  all work of the page's thread  ${percent(work)}; tasks over 50 ms: ${longTasks}`);
  console.log(`  ms between frames              ${times(frame)}`);
  console.log(`  ms from click to answer        ${times(click)}`);
}
