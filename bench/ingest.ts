/**
 * @file How fast a table is read: a generated CSV of 15 columns and about 100 MB, read by the studio (into typed columns,
 * with types inferred and columns summarised apart) and cut by papaparse (rows thrown away), in turns, medians.
 * `node scripts/bench.mjs ingest [megabytes] [rounds]`; prints a table and writes `.scratch/bench-ingest.json`.
 */
import { mkdirSync, openAsBlob, rmSync, writeFileSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import Papa from "papaparse";
import { summarizeDataset } from "../src/core/data/summarize.ts";
import type { Dataset } from "../src/core/data/types.ts";
import { random } from "../src/core/random.ts";
import { readTable } from "../src/engine/ingest/readTable.ts";

const cities = ["Oslo", "Lima", "Zürich", "北京", "Nairobi", "Quito", "Perth", "Kyoto"];
const words = ["blue", "heavy", "round", "late", "small", "soft", "cold", "loud"];
const header = "id,date,city,grade,active,x1,x2,x3,x4,x5,count,age,price,note,target\n";

/** One row of about 110 bytes: an ID, a date, categories, a boolean, numbers of several kinds, a text, a class. */
function row(i: number, next: () => number, int: (below: number) => number): string {
  const day = new Date(Date.UTC(2000, 0, 1) + int(8000) * 86400000).toISOString().slice(0, 10);
  const missing = next() < 0.02;
  const note = `"${words[int(8)]}, ${words[int(8)]}"`;
  return [
    i + 1,
    day,
    cities[int(8)],
    "ABCDE"[int(5)],
    next() < 0.5 ? "yes" : "no",
    next().toFixed(6),
    (next() * 200 - 100).toFixed(4),
    (next() * 1e6).toFixed(2),
    missing ? "NA" : next().toFixed(8),
    (next() * 10).toFixed(3),
    int(1000),
    18 + int(80),
    (next() * 999).toFixed(2),
    note,
    next() < 0.3 ? "churned" : "stayed",
  ].join(",");
}

async function generate(path: string, bytes: number): Promise<number> {
  const { next, int } = random(1);
  writeFileSync(path, header);
  let written = header.length;
  let rows = 0;
  while (written < bytes) {
    const lines: string[] = [];
    for (let i = 0; i < 20_000; i++) lines.push(row(rows++, next, int));
    const piece = Buffer.from(`${lines.join("\n")}\n`);
    await appendFile(path, piece);
    written += piece.length;
  }
  return rows;
}

interface Measured {
  readonly seconds: number;
  /** Processor time of all threads: on a busy machine it says more than the clock. */
  readonly cpuSeconds: number;
  readonly rows: number;
  /** Resident memory above the start, at its highest. */
  readonly peakBytes: number;
}

async function measured(work: () => Promise<number>): Promise<Measured> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let peak = before;
  const look = () => {
    peak = Math.max(peak, process.memoryUsage().rss);
  };
  const timer = setInterval(look, 20);
  const start = performance.now();
  const cpu = process.cpuUsage();
  const rows = await work();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  clearInterval(timer);
  look();
  return { seconds, cpuSeconds: (user + system) / 1e6, rows, peakBytes: peak - before };
}

async function readOwn(file: Blob): Promise<Dataset> {
  const stream = readTable(file, "bench.csv", {}, new AbortController().signal);
  for (;;) {
    const { done, value } = await stream.next();
    if (!done) continue;
    if (!value.ok) throw new Error(JSON.stringify(value.issues));
    return value.dataset;
  }
}

async function readPapa(file: Blob): Promise<number> {
  const text = new TextDecoder().decode(await file.arrayBuffer());
  let rows = -1;
  const count = ({ data }: Papa.ParseResult<string[]>) => {
    rows += data.length;
  };
  // Its types know `chunk` for files only; it works for texts and is the fastest way that keeps nothing.
  const config = { skipEmptyLines: true, chunk: count };
  Papa.parse(text, config);
  return rows;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

export async function main(args: readonly string[] = []): Promise<void> {
  const [megabytes = 100, rounds = 3] = args.map(Number);
  const folder = join(tmpdir(), `layerwise-bench-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "bench.csv");
  try {
    const rows = await generate(path, megabytes * 1e6);
    const file = await openAsBlob(path);
    const results = { layerwise: [] as Measured[], summary: [] as Measured[], papaparse: [] as Measured[] };
    for (let round = 0; round < rounds; round++) {
      let dataset: Dataset | undefined;
      const own = await measured(async () => {
        dataset = await readOwn(file);
        return dataset.rows;
      });
      const read = dataset as Dataset | undefined;
      if (read === undefined) throw new Error("nothing was read");
      results.layerwise.push(own);
      results.summary.push(await measured(async () => summarizeDataset(read, {}).rows));
      dataset = undefined;
      results.papaparse.push(await measured(() => readPapa(file)));
    }
    for (const result of [...results.layerwise, ...results.papaparse]) {
      if (result.rows !== rows) throw new Error(`read ${result.rows} of ${rows} rows`);
    }
    report(file.size, rows, results);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function report(bytes: number, rows: number, results: Readonly<Record<string, readonly Measured[]>>): void {
  const lines = Object.entries(results).map(([name, all]) => {
    const seconds = median(all.map((result) => result.seconds));
    const cpuSeconds = median(all.map((result) => result.cpuSeconds));
    const peakMegabytes = Math.max(...all.map((result) => result.peakBytes)) / 1e6;
    return {
      name,
      seconds,
      cpuSeconds,
      megabytesPerSecond: bytes / 1e6 / seconds,
      rowsPerSecond: rows / seconds,
      peakMegabytes,
    };
  });
  console.log(`${(bytes / 1e6).toFixed(1)} MB, ${rows} rows, 15 columns; ${cpus()[0]?.model}, Node ${process.version}`);
  console.log("reader        seconds   CPU s    MB/s      rows/s   peak MB (above the start)");
  for (const { name, seconds, cpuSeconds, megabytesPerSecond, rowsPerSecond, peakMegabytes } of lines) {
    const times = [seconds.toFixed(2), cpuSeconds.toFixed(2), megabytesPerSecond.toFixed(1)].map((text) =>
      text.padStart(7),
    );
    console.log(
      `${name.padEnd(12)} ${times.join(" ")} ${rowsPerSecond.toFixed(0).padStart(11)} ${peakMegabytes.toFixed(0).padStart(9)}`,
    );
  }
  mkdirSync(".scratch", { recursive: true });
  writeFileSync(
    ".scratch/bench-ingest.json",
    `${JSON.stringify({ bytes, rows, node: process.version, lines }, null, 2)}\n`,
  );
}
