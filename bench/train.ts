/**
 * @file `npm run bench`: how the studio's engine trains beside tfjs and jax-js; `npm run bench:gpu`: the same on a real
 * GPU. Prints tables and writes `.scratch/bench/train.json` (`train-gpu.json`). `bench/train/README.md` tells what each
 * figure means. A benchmark: nothing is asserted.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type Compared,
  callColumns,
  compareModel,
  lossColumns,
  type Place,
  printHeading,
  printRows,
  tellMissing,
  wallColumns,
} from "./train/comparison.ts";
import { gpuTable } from "./train/gpu.ts";
import { dawnIsThere, startBrowser, startNodeHost } from "./train/hosts.ts";
import { measureMemory } from "./train/memory.ts";
import { type Options, optionsOf } from "./train/options.ts";
import { measurePage, printPage } from "./train/page.ts";
import { measureScaling } from "./train/scaling.ts";

/** Steps an epoch where nothing is computed: enough that a garbage collection counts for little. */
const nullSteps = (model: string): number =>
  /(lstm|gru)100/.test(model) ? 8 : /lstm|gru|resnet/.test(model) ? 16 : 64;
/** Steps an epoch where a processor does a GPU's work: as few as say something. */
const softwareSteps = (model: string): number =>
  model === "mlp" ? 16 : model.startsWith("resnet") ? 1 : /lenet|100/.test(model) ? 2 : 4;

interface Chromium {
  readonly presentChromium: () => string | undefined;
  readonly WEBGPU_FLAGS: readonly string[];
}
const chromiumScript = async (): Promise<Chromium> =>
  (await import(pathToFileURL(resolve("scripts/chromium.mjs")).href)) as Chromium;

/** Chromium on the software adapter; null with a printed reason where there is none. */
async function softwareBrowser() {
  const { presentChromium, WEBGPU_FLAGS } = await chromiumScript();
  const executable = presentChromium();
  if (executable === undefined) {
    console.log("left out: everything in Chromium: none was found; CHROMIUM_PATH may name one");
    return null;
  }
  return startBrowser(executable, WEBGPU_FLAGS, "software");
}

async function table(options: Options): Promise<Compared[]> {
  tellMissing(options.peers);
  const browser = options.places.includes("chromium") ? await softwareBrowser() : null;
  const node: Place | null =
    dawnIsThere() && options.places.includes("node")
      ? {
          name: "node",
          start: (peer) => startNodeHost(peer, "nothing"),
          rounds: options.rounds ?? 5,
          stepsOf: (model) => options.steps ?? nullSteps(model),
          budgetMs: (options.budget ?? 30) * 1000,
        }
      : null;
  const chromium: Place | null =
    browser === null
      ? null
      : {
          name: "chromium",
          start: browser.start,
          rounds: options.rounds ?? 3,
          stepsOf: (model) => options.steps ?? softwareSteps(model),
          budgetMs: (options.budget ?? 30) * 1000,
        };
  const columns = [...callColumns, ...wallColumns, ...lossColumns];
  printHeading(columns);
  const rows: Compared[] = [];
  for (const model of options.models) {
    const compared = await compareModel(model, options.peers, { node, chromium }, false);
    printRows(columns, compared);
    rows.push(...compared);
  }
  await browser?.end();
  return rows;
}

function machine() {
  return {
    processor: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    load: loadavg()[0] ?? null,
    node: process.version,
    at: new Date().toISOString(),
  };
}

export async function main(args: readonly string[]): Promise<void> {
  const options = optionsOf(args);
  if (options === null) return;
  const here = machine();
  console.log(`${here.processor}, ${here.cores} cores, load ${here.load?.toFixed(1)}, Node ${here.node}`);
  const found: Record<string, unknown> = { machine: here };
  const path = `.scratch/bench/${options.gpu ? "train-gpu" : "train"}.json`;
  const save = () => {
    mkdirSync(".scratch/bench", { recursive: true });
    writeFileSync(path, `${JSON.stringify(found, null, 2)}\n`);
  };
  if (options.gpu) {
    const { presentChromium } = await chromiumScript();
    found.gpu = await gpuTable(options, presentChromium());
    save();
    process.exit(0);
  }
  if (options.sections.includes("table")) {
    found.table = await table(options);
    save();
  }
  if (options.sections.includes("scaling") && dawnIsThere()) {
    found.scaling = await measureScaling(options.peers);
    save();
  }
  if (options.sections.includes("memory") && dawnIsThere()) {
    found.memory = await measureMemory(options.models);
    save();
  }
  if (options.sections.includes("page")) {
    const page = await measurePage(options.build, options.watch);
    if (page !== null) printPage(page);
    found.page = page;
    save();
  }
  console.log(`\n${path}`);
  process.exit(0);
}
