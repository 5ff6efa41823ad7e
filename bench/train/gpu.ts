/**
 * @file `npm run bench:gpu`: the table on a real GPU, in Node with Dawn and in Chromium, with the share of what the same GPU
 * was measured to do at most, and PyTorch on it where there is one. Without a GPU it says so.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  type Compared,
  calls,
  compareModel,
  lossColumns,
  type Place,
  printHeading,
  printRows,
  tellMissing,
} from "./comparison.ts";
import { type BrowserHosts, dawnIsThere, startBrowser, startNodeHost } from "./hosts.ts";
import { batchSize, learningRate, orderedRows, problemOf, rowsOf } from "./models.ts";
import type { Options, PlaceName } from "./options.ts";
import type { Peak } from "./peak.ts";
import { probe } from "./peer.ts";
import { type Column, figure, quotient, times } from "./table.ts";

/** The browser's own adapter, without a screen; Linux needs to be told of Vulkan. */
const flags = [
  "--enable-unsafe-webgpu",
  "--ignore-gpu-blocklist",
  ...(process.platform === "linux" ? ["--enable-features=Vulkan,VulkanFromANGLE", "--use-angle=vulkan"] : []),
];

const stepsOf = (model: string): number => (/100/.test(model) ? 50 : 200);

/** For trying this program where there is no GPU: a processor's adapter counts as one. */
const anyAdapter = process.env.LAYERWISE_ANY_ADAPTER === "1";

/** What a place's GPU does at most; null with a printed reason where there is none. */
async function peakIn(name: string, start: () => Promise<{ peak(): Promise<Peak | null>; end(): Promise<void> }>) {
  try {
    const host = await start();
    const peak = await host.peak();
    await host.end();
    if (peak !== null && (!peak.software || anyAdapter)) return peak;
    console.log(`left out: ${name}: ${peak === null ? "there is no adapter" : `no GPU, only "${peak.label}"`}`);
  } catch (error) {
    console.log(`left out: ${name}: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`);
  }
  return null;
}

/** The least a step must move: each weight with its gradient and Adam's two slots read and written, each output thrice. */
const leastBytes = (model: string): number => {
  const { parameters, activations } = problemOf(model, 1);
  return 4 * (8 * parameters + 3 * activations * batchSize);
};

/** Share of the peak at which a step of this time computes, or moves memory. */
function shares({ model, flops }: Compared, wallMs: number | null | undefined, peak: Peak | null) {
  const perSecond = quotient(1000, wallMs);
  if (perSecond === null || peak === null) return { computing: null, moving: null };
  return {
    computing: (flops * perSecond) / (peak.gigaflops * 1e9),
    moving: (leastBytes(model) * perSecond) / (peak.gigabytes * 1e9),
  };
}

const percent = (share: number | null): string | null => (share === null ? null : `${figure(share * 100)} %`);

interface Peaks {
  readonly node: Peak | null;
  readonly chromium: Peak | null;
}

const columnsWith = (peaks: Peaks): readonly Column<Compared>[] => [
  { title: "model", width: 18, text: true, cell: ({ title }) => title },
  { title: "peer", width: 14, text: true, cell: ({ peer }) => peer },
  { title: "dispatches", width: 10, cell: (row) => calls(row, "dispatches") },
  { title: "Node CPU", width: 8, cell: ({ node }) => figure(node?.cpuMs) },
  { title: "by ours", width: 7, cell: ({ ratios }) => times(ratios.cpu) },
  { title: "Node ms", width: 8, cell: ({ node }) => figure(node?.wallMs) },
  { title: "by ours", width: 7, cell: ({ ratios }) => times(ratios.nodeWall) },
  { title: "of peak", width: 8, cell: (row) => percent(shares(row, row.node?.wallMs, peaks.node).computing) },
  { title: "Chrome ms", width: 9, cell: ({ chromium }) => figure(chromium?.wallMs) },
  { title: "by ours", width: 7, cell: ({ ratios }) => times(ratios.wall) },
  { title: "of peak", width: 8, cell: (row) => percent(shares(row, row.chromium?.wallMs, peaks.chromium).computing) },
  { title: "of copy", width: 8, cell: (row) => percent(shares(row, row.chromium?.wallMs, peaks.chromium).moving) },
  ...lossColumns,
];

interface Torch {
  readonly way: string;
  readonly wallMs?: number;
  readonly losses?: readonly number[];
  readonly why?: string;
}

/** The first interpreter that has PyTorch, or why none has. */
function findTorch(): { readonly python: string; readonly gpu: boolean } | string {
  const code = "import torch, numpy; print(torch.cuda.is_available())";
  const named = process.env.PYTHON;
  for (const python of [...(named === undefined ? [] : [named]), "python3", "/usr/bin/python3"]) {
    const { status, stdout } = spawnSync(python, ["-c", code], { encoding: "utf8" });
    if (status === 0) return { python, gpu: stdout.includes("True") };
  }
  return "no python3 here has torch and numpy (PYTHON may name one)";
}

/** Runs PyTorch on the model, its weights and batches written to a file. */
export function runTorch(
  python: string,
  device: "cuda" | "cpu",
  model: string,
  steps: number,
  rounds: number,
): Torch[] {
  const problem = problemOf(model, steps);
  const { x, y } = orderedRows(rowsOf(problem), problem.width, 1);
  const { inputShape, input, output, layers } = problem.keras;
  const folder = resolve(".scratch/bench-train");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${model}.json`);
  const weights = problem.weights.map((tensor) => ({ ...tensor, values: [...tensor.values] }));
  const described = { inputShape, input, output, layers, weights, batchSize, learningRate, x: [...x], y: [...y] };
  writeFileSync(path, JSON.stringify(described));
  const script = resolve("bench/train/torch_peer.py");
  const { stdout, stderr } = spawnSync(python, [script, path, device, String(steps), String(rounds)], {
    encoding: "utf8",
    timeout: 600_000,
  });
  rmSync(path);
  const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
  if (lines.length > 0) return lines.map((line) => JSON.parse(line) as Torch);
  return [{ way: "eager", why: String(stderr).trim().split("\n").at(-1) ?? "no output" }];
}

function tellTorch(title: string, rows: readonly Torch[], ours: Compared | undefined): void {
  const best = ours?.chromium?.wallMs ?? ours?.node?.wallMs;
  for (const { way, wallMs, losses, why } of rows) {
    const told = why ?? `${figure(wallMs)} ms a step, ${times(quotient(wallMs, best)) ?? "–"} of ours`;
    console.log(
      `${"".padEnd(18)}  PyTorch ${way}: ${told}${losses === undefined ? "" : `, loss ${losses[0]?.toFixed(4)}`}`,
    );
  }
  if (/GRU/.test(title))
    console.log(`${"".padEnd(18)}  (PyTorch's GRU is another form, with other weights: its loss is not compared)`);
}

async function browserHere(executable: string | undefined): Promise<BrowserHosts | null> {
  if (executable !== undefined) return startBrowser(executable, flags, "gpu");
  console.log("left out: Chromium: none was found; CHROMIUM_PATH may name one");
  return null;
}

/** null: there is no GPU to measure on. */
export async function gpuTable(options: Options, executable: string | undefined) {
  const asked = (place: PlaceName) => options.places.includes(place);
  const nodePeak =
    dawnIsThere() && asked("node") ? await peakIn("Node with Dawn", () => startNodeHost(probe, "gpu")) : null;
  const browser = asked("chromium") ? await browserHere(executable) : null;
  const chromiumPeak = browser === null ? null : await peakIn("Chromium", () => browser.start(probe));
  const peaks: Peaks = { node: nodePeak, chromium: chromiumPeak };
  if (nodePeak === null && chromiumPeak === null) {
    await browser?.end();
    console.log("\nThere is no GPU that Node or Chromium can use here: nothing was measured.");
    return null;
  }
  for (const [name, peak] of Object.entries(peaks)) {
    if (peak === null) continue;
    console.log(`${name}: ${peak.label}: at most ${figure(peak.gigaflops)} GFLOP/s, ${figure(peak.gigabytes)} GB/s`);
  }
  tellMissing(options.peers);
  const torchHere = findTorch();
  const noTorch = typeof torchHere === "string" ? torchHere : torchHere.gpu ? null : "it sees no GPU";
  if (noTorch !== null) console.log(`left out: PyTorch: ${noTorch}`);
  const common = { rounds: options.rounds ?? 5, stepsOf: (model: string) => options.steps ?? stepsOf(model) };
  const budgetMs = (options.budget ?? 60) * 1000;
  const node: Place | null =
    nodePeak === null ? null : { name: "node", start: (peer) => startNodeHost(peer, "gpu"), ...common, budgetMs };
  const chromium: Place | null =
    browser === null || chromiumPeak === null ? null : { name: "chromium", start: browser.start, ...common, budgetMs };
  const columns = columnsWith(peaks);
  printHeading(columns);
  const rows: Compared[] = [];
  const torch: Record<string, readonly Torch[]> = {};
  for (const model of options.models) {
    const compared = await compareModel(model, options.peers, { node, chromium }, true);
    printRows(columns, compared);
    rows.push(...compared);
    if (noTorch !== null || typeof torchHere === "string") continue;
    const found = runTorch(torchHere.python, "cuda", model, common.stepsOf(model), common.rounds);
    torch[model] = found;
    tellTorch(
      compared[0]?.title ?? model,
      found,
      compared.find(({ peer }) => peer === "ours"),
    );
  }
  await browser?.end();
  return { peaks, table: rows, torch };
}
