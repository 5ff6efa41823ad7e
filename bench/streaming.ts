/**
 * @file How much memory and time a table of millions of rows takes from the stored columns to the end of an epoch: four
 * columns of numbers and one of classes are prepared, encoded into a file as the studio does where samples do not fit,
 * and gone through batch by batch with the studio's own feed; steps only add up what they get.
 * `node scripts/bench.mjs streaming [rows] [categories]`; prints a table and writes `.scratch/bench-streaming.json`. Memory is the
 * highest above the table itself, in a fresh process. `categories` adds a column that takes as many numbers a sample.
 */

import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { commonFormat, type Dataset, defaultDataSettings, type StoredColumn } from "../src/core/data/types.ts";
import { atOnce } from "../src/core/pieces.ts";
import { random } from "../src/core/random.ts";
import { prepare } from "../src/engine/prepare/prepare.ts";
import type { PrepareQuery } from "../src/engine/prepare/query.ts";
import { Feed } from "../src/engine/train/feed.ts";
import type { SampleRows } from "../src/engine/train/samples.ts";
import { spooled } from "../src/engine/train/spool.ts";
import type { ScratchFile } from "../src/storage/scratch.ts";

const usualRows = 10_000_000;
const batchSize = 256;
const chunkBytes = 32 * 2 ** 20;
const mebibyte = 2 ** 20;

interface Stage {
  readonly stage: string;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Resident memory at its highest since the process began, less what it was with the table alone. */
  readonly peakMegabytes: number;
}

/** A line through four numbers, cut in three classes, with noise. */
function tableOf(rows: number, categories: number): PrepareQuery {
  const source = random(1);
  const numbers = ["a", "b", "c", "d"].map(() => new Float64Array(rows));
  const codes = new Uint32Array(rows);
  const kinds = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (const values of numbers) {
      const value = source.next() * 10;
      values[row] = value;
      sum += value;
    }
    codes[row] = Math.min(2, Math.floor((sum + source.next() * 4) / 15));
    if (categories > 0) kinds[row] = source.int(categories);
  }
  const columns: StoredColumn[] = numbers.map((values) => ({ kind: "numbers", values, exceptions: new Map() }));
  const names = ["a", "b", "c", "d"];
  if (categories > 0) {
    const values = Array.from({ length: categories }, (_, i) => `kind ${i}`);
    columns.push({ kind: "dictionary", codes: kinds, values });
    names.push("kind");
  }
  columns.push({ kind: "dictionary", codes, values: ["low", "middle", "high"] });
  names.push("class");
  const dataset: Dataset = {
    ...{ id: "bench", fileName: "bench.csv", bytes: 0, rows, format: commonFormat, names, columns, issues: [] },
  };
  const types = columns.map(({ kind }) => (kind === "numbers" ? ("number" as const) : ("category" as const)));
  return { dataset, types, data: { ...defaultDataSettings, target: "class" }, task: "multiclass" };
}

/** A file of the system in place of the browser's. */
function scratchAt(path: string): ScratchFile {
  const file = openSync(path, "w+");
  return {
    write: (bytes, at) => void writeSync(file, bytes, 0, bytes.length, at),
    read: (into, at) => void readSync(file, into, 0, into.length, at),
    remove: () => {
      ftruncateSync(file, 0);
      closeSync(file);
      return Promise.resolve();
    },
  };
}

/** Everything an epoch reads, as the trainer asks for it; the mean of all numbers, so that nothing is left unread. */
function oneEpoch(samples: SampleRows, trainRows: number): number {
  const feed = new Feed({ samples, trainRows, drawn: null, batchSize, seed: 1, deviceBytes: 0, chunkBytes });
  feed.beginEpoch(1);
  let sum = 0;
  for (let place = 0; place < feed.rows; ) {
    const index = feed.chunkOf(place);
    const { rows, x } = feed.chunk(index);
    for (let at = 0; at < rows; at += batchSize) feed.readAhead(index);
    if (x === null) throw new Error("the samples were to be read");
    for (let at = 0; at < rows * feed.width; at++) sum += x[at] as number;
    place += rows;
  }
  return sum / (feed.rows * feed.width);
}

const peakKilobytes = (): number => process.resourceUsage().maxRSS;

export async function main([rowsText, categoriesText]: readonly string[]): Promise<void> {
  const rows = rowsText === undefined ? usualRows : Number(rowsText);
  const categories = categoriesText === undefined ? 0 : Number(categoriesText);
  const query = tableOf(rows, categories);
  globalThis.gc?.();
  const tableBytes = process.memoryUsage().rss;
  const stages: Stage[] = [];
  const measured = async <T>(stage: string, work: () => T | Promise<T>): Promise<T> => {
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    const result = await work();
    const { user, system } = process.cpuUsage(cpu);
    const seconds = (performance.now() - began) / 1000;
    const peakMegabytes = (peakKilobytes() * 1024 - tableBytes) / mebibyte;
    stages.push({ stage, seconds, cpuSeconds: (user + system) / 1e6, peakMegabytes });
    const text = [stage.padEnd(20), seconds.toFixed(1).padStart(8), ((user + system) / 1e6).toFixed(1).padStart(8)];
    console.log(`${text.join(" ")} ${peakMegabytes.toFixed(0).padStart(10)}`);
    return result;
  };
  console.log(`${rows.toLocaleString("en")} rows, table ${(tableBytes / mebibyte).toFixed(0)} MB resident`);
  console.log("stage                 seconds      cpu    peak MB above the table");
  const folder = mkdtempSync(join(tmpdir(), "streaming-"));
  try {
    const prepared = await measured("prepare", () => atOnce(prepare(query, 0)));
    if (!prepared.ok) throw new Error(JSON.stringify(prepared.issues));
    const { x, counts } = prepared.value;
    const open = () => Promise.resolve(scratchAt(join(folder, "samples")));
    const held = await measured("encode into a file", () =>
      spooled(x, "samples", new AbortController().signal, { open }),
    );
    const mean = await measured("one epoch", () => oneEpoch(held.samples, counts.train));
    console.log(
      `${x.width} numbers a sample, ${((x.rows * x.width * 4) / mebibyte).toFixed(0)} MB; their mean ${mean.toFixed(6)}`,
    );
    await held.remove();
  } finally {
    rmSync(folder, { recursive: true });
  }
  mkdirSync(".scratch", { recursive: true });
  const record = { rows, categories, cpu: cpus()[0]?.model, node: process.version, tableBytes, stages };
  writeFileSync(".scratch/bench-streaming.json", `${JSON.stringify(record, null, 2)}\n`);
  // The port that pieces take breath through would keep the process.
  process.exit();
}
