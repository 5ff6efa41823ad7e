/**
 * @file How large a drawing may be: the time to compile graphs of 200, 1,000 and 10,000 layers, and in Chromium the frames
 * while one of 200 layers is dragged, all of them in view. `node scripts/bench.mjs graph [folder of a build]`; prints two
 * tables and writes `.scratch/bench-graph.json`. Frames are drawn on the CPU where there is no GPU, so that the page's own
 * time a frame stands beside the gaps between frames: only the former is the studio's.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { resolve } from "node:path";
import { type CDPSession, chromium, type Page } from "@playwright/test";
import { clipText } from "../src/core/graph/clipboard.ts";
import { compile } from "../src/core/graph/compile.ts";
import { makeNode } from "../src/core/graph/edit.ts";
import type { Graph } from "../src/core/graph/types.ts";
import type { LayerNode } from "../src/core/layers/index.ts";

const context = { inputShape: [16], task: "multiclass", classes: 3, vocabulary: null } as const;

/** A chain of dense, normalization and dropout with a sum over each eight layers: as many edges as real models have. */
function chain(layers: number): Graph {
  const nodes: LayerNode[] = [makeNode("input", "input_1", [])];
  let skip = "input_1";
  for (let i = 1; i < layers - 1; i++) {
    const last = nodes.at(-1)?.id ?? "";
    const id = `n${i}`;
    if (i % 8 === 0 && skip !== "input_1") nodes.push(makeNode("add", id, [skip, last]));
    else
      nodes.push(
        makeNode(
          i % 8 === 5 ? "dropout" : i % 8 === 3 ? "batchNormalization" : "dense",
          id,
          [last],
          i % 8 === 5 || i % 8 === 3 ? {} : { units: 16 },
        ),
      );
    if (i % 8 === 0) skip = id;
  }
  return { nodes: [...nodes, makeNode("output", "output_1", [nodes.at(-1)?.id ?? ""])] };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;
const part = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] as number;

interface CompileTime {
  readonly layers: number;
  readonly first: number;
  readonly median: number;
  readonly worst: number;
  /** Median processor time: on a busy machine it says more than the clock. */
  readonly processor: number;
}

function compileTimes(layers: number, rounds: number): CompileTime {
  const graph = chain(layers);
  const times = Array.from({ length: rounds }, () => {
    // The same object would be remembered.
    const copy: Graph = { nodes: [...graph.nodes] };
    const start = performance.now();
    const processor = process.cpuUsage();
    const compiled = compile(copy, context);
    const { user, system } = process.cpuUsage(processor);
    const took = performance.now() - start;
    if (compiled.nodes.size !== layers) throw new Error(`compiled ${compiled.nodes.size} of ${layers} layers`);
    return { took, processor: (user + system) / 1000 };
  });
  const clock = times.map(({ took }) => took);
  return {
    layers,
    first: clock[0] as number,
    median: median(clock),
    worst: Math.max(...clock.slice(1)),
    processor: median(times.map((time) => time.processor)),
  };
}

/** Columns of twenty, so that all of them fit a screen. */
function clipOf(layers: number): string {
  const nodes = chain(layers + 2).nodes.slice(1, -1);
  const inside = new Set(nodes.map(({ id }) => id));
  return clipText({
    nodes: nodes.map((node) => ({ ...node, inputs: node.inputs.filter((id) => inside.has(id)) })),
    positions: Object.fromEntries(nodes.map(({ id }, i) => [id, { x: Math.floor(i / 20) * 256, y: (i % 20) * 96 }])),
    blocks: [],
    notes: [],
  });
}

async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((held) => {
    const data = new DataTransfer();
    data.setData("text/plain", held);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
}

/** Milliseconds of work on the page's thread since the page began, by what it was. */
async function pageWork(session: CDPSession) {
  const { metrics } = await session.send("Performance.getMetrics");
  const of = (name: string) => (metrics.find((metric) => metric.name === name)?.value ?? 0) * 1000;
  return { script: of("ScriptDuration"), layout: of("LayoutDuration"), style: of("RecalcStyleDuration") };
}

interface DragFrames {
  readonly layers: number;
  readonly frames: number;
  readonly median: number;
  readonly p95: number;
  readonly worst: number;
  /** Milliseconds a frame. */
  readonly script: number;
  readonly layout: number;
  readonly style: number;
}

async function dragFrames(
  url: string,
  layers: number,
  executablePath: string,
  args: readonly string[],
): Promise<DragFrames> {
  const browser = await chromium.launch({ executablePath, args: [...args] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: "en-US" });
    await page.goto(`${url}#/model`);
    await page.getByRole("application", { name: "Model graph" }).waitFor();
    await paste(page, clipOf(layers));
    await page
      .getByRole("status", { name: "What was done" })
      .filter({ hasText: String(layers) })
      .waitFor({ state: "attached" });
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Fit", exact: true }).click();
    // The first painting of so many cards is no part of what is measured: dragging one of them.
    await page.waitForTimeout(1000);
    const drawn = await page.locator(".react-flow__node-layer").count();
    if (drawn < layers) throw new Error(`only ${drawn} of ${layers} layers are in view`);
    const card = await page
      .locator(".react-flow__node-layer")
      .nth(layers >> 1)
      .boundingBox();
    if (card === null) throw new Error("no card to drag");
    const [x, y] = [card.x + card.width / 2, card.y + card.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 8, y + 8);
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable");
    const before = await pageWork(session);
    // Moves are made in the page, once a frame, so that the measure is of the page and not of the program that drives it.
    const gaps = await page.evaluate(
      ([left, top]) =>
        new Promise<number[]>((done) => {
          const found: number[] = [];
          let last = performance.now();
          const tick = (now: number) => {
            found.push(now - last);
            last = now;
            const turn = found.length / 15;
            const at = { clientX: left + Math.sin(turn) * 150, clientY: top + Math.cos(turn * 1.3) * 100 };
            window.dispatchEvent(new MouseEvent("mousemove", { ...at, bubbles: true, view: window, buttons: 1 }));
            if (found.length < 300) requestAnimationFrame(tick);
            else done(found.slice(1));
          };
          requestAnimationFrame(tick);
        }),
      [x, y] as const,
    );
    const after = await pageWork(session);
    await page.mouse.up();
    const frame = (of: keyof typeof after) => (after[of] - before[of]) / gaps.length;
    return {
      layers,
      frames: gaps.length,
      median: median(gaps),
      p95: part(gaps, 0.95),
      worst: Math.max(...gaps),
      script: frame("script"),
      layout: frame("layout"),
      style: frame("style"),
    };
  } finally {
    await browser.close();
  }
}

const cell = (value: number, digits: number, width: number): string => value.toFixed(digits).padStart(width);

export async function main([folder = "dist"]: readonly string[] = []): Promise<void> {
  console.log(`${cpus()[0]?.model}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}`);
  const compiled = [200, 1000, 10_000].map((layers) => compileTimes(layers, layers > 1000 ? 11 : 51));
  console.log("compile    first ms  median ms   worst ms     CPU ms");
  for (const { layers, first, median: middle, worst, processor } of compiled) {
    const times = [middle, worst, processor].map((value) => cell(value, 2, 10)).join(" ");
    console.log(`${String(layers).padStart(7)} ${cell(first, 2, 11)} ${times}`);
  }
  const root = resolve(folder);
  if (!existsSync(root)) throw new Error(`There is no build at ${root}: run npm run build first, or name its folder.`);
  // Plain scripts without types; they are the ones that the journeys use.
  const { serve } = (await import(resolve("scripts/serve.mjs"))) as typeof import("../scripts/serve.mjs");
  const { presentChromium, WEBGPU_FLAGS } = (await import(
    resolve("scripts/chromium.mjs")
  )) as typeof import("../scripts/chromium.mjs");
  const executable = presentChromium();
  if (executable === undefined) throw new Error("There is no Chromium to measure in.");
  const { server, url } = await serve({ root, port: 0 });
  const drags: DragFrames[] = [];
  try {
    for (const layers of [50, 200]) drags.push(await dragFrames(url, layers, executable, WEBGPU_FLAGS));
  } finally {
    server.close();
    server.closeAllConnections();
  }
  console.log("drag      frames  median ms     p95 ms   worst ms   of it the page's own: script    layout     style");
  for (const { layers, frames, median: middle, p95, worst, script, layout, style } of drags) {
    const gaps = [middle, p95, worst].map((value) => cell(value, 1, 10)).join(" ");
    const own = [script, layout, style].map((value) => cell(value, 2, 9)).join(" ");
    console.log(`${String(layers).padStart(7)} ${String(frames).padStart(8)} ${gaps} ${" ".repeat(26)} ${own}`);
  }
  mkdirSync(".scratch", { recursive: true });
  writeFileSync(".scratch/bench-graph.json", `${JSON.stringify({ compiled, drags }, null, 2)}\n`);
}
