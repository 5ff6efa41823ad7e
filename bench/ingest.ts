/**
 * @file How fast tables are read: one generated table of 15 columns as CSV (100 MB), JSON lines, an Excel workbook and
 * Parquet, read by the studio into typed columns, beside papaparse (which keeps nothing) and DuckDB-wasm (which makes a
 * table of its own; its readers of other formats are loaded from the network), in turns, medians; then images, by `images.ts`. `node scripts/bench.mjs ingest [megabytes] [rounds]`;
 * prints tables and writes `.scratch/bench-ingest.json`.
 */
import { mkdirSync, openAsBlob, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import Papa from "papaparse";
import { summarizeDataset } from "../src/core/data/summarize.ts";
import type { Dataset } from "../src/core/data/types.ts";
import { readTableFile } from "../src/engine/ingest/readData.ts";
import { DuckDb } from "./duckdb.ts";
import { writeCsv, writeExcel, writeJsonLines, writeParquetTable } from "./ingestFiles.ts";

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
  const stream = readTableFile({ file, path: "bench" }, {}, new AbortController().signal);
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

interface Contest {
  readonly format: string;
  readonly file: Blob;
  readonly rows: number;
  /** By name of the reader; each gives the rows it read. */
  readonly readers: Readonly<Record<string, () => number | Promise<number>>>;
}

interface Line {
  readonly format: string;
  readonly reader: string;
  readonly fileMegabytes: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly megabytesPerSecond: number;
  readonly rowsPerSecond: number;
  readonly peakMegabytes: number;
}

/** Every reader once a round, so that what else the machine does meets all of them. */
async function compete({ format, file, rows, readers }: Contest, rounds: number): Promise<Line[]> {
  const results = new Map<string, Measured[]>(Object.keys(readers).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, read] of Object.entries(readers)) {
      const result = await measured(async () => read());
      if (result.rows !== rows) throw new Error(`${name} read ${result.rows} of ${rows} rows of ${format}`);
      results.get(name)?.push(result);
    }
  }
  return [...results].map(([reader, all]) => {
    const seconds = median(all.map((result) => result.seconds));
    return {
      format,
      reader,
      fileMegabytes: file.size / 1e6,
      seconds,
      cpuSeconds: median(all.map((result) => result.cpuSeconds)),
      megabytesPerSecond: file.size / 1e6 / seconds,
      rowsPerSecond: rows / seconds,
      peakMegabytes: Math.max(...all.map((result) => result.peakBytes)) / 1e6,
    };
  });
}

async function startDuckDb(): Promise<DuckDb | undefined> {
  try {
    return await DuckDb.start();
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split("\n");
    console.log(`DuckDB-wasm is left out: ${reason}`);
    return undefined;
  }
}

const paths = (folder: string) => ({
  csv: join(folder, "bench.csv"),
  jsonl: join(folder, "bench.jsonl"),
  xlsx: join(folder, "bench.xlsx"),
  parquet: join(folder, "bench.parquet"),
});

async function contests(folder: string, megabytes: number): Promise<Contest[]> {
  const path = paths(folder);
  const rows = writeCsv(path.csv, megabytes * 1e6);
  const fewer = Math.ceil(rows / 5);
  writeJsonLines(path.jsonl, fewer);
  writeExcel(path.xlsx, fewer);
  writeParquetTable(path.parquet, rows);
  const duckdb = await startDuckDb();
  const own = (file: Blob) => async () => (await readOwn(file)).rows;
  const [csv, jsonl] = [await openAsBlob(path.csv), await openAsBlob(path.jsonl)];
  const [xlsx, parquet] = [await openAsBlob(path.xlsx), await openAsBlob(path.parquet)];
  let dataset: Dataset | undefined;
  duckdb?.register("bench.csv", path.csv);
  return [
    {
      format: "CSV",
      file: csv,
      rows,
      readers: {
        layerwise: async () => {
          dataset = await readOwn(csv);
          return dataset.rows;
        },
        "(summary)": () => {
          const read = dataset as Dataset;
          dataset = undefined;
          return summarizeDataset(read, {}).rows;
        },
        papaparse: () => readPapa(csv),
        ...(duckdb === undefined ? {} : { "duckdb-wasm": () => duckdb.load("read_csv('bench.csv', nullstr='NA')") }),
      },
    },
    { format: "JSON lines", file: jsonl, rows: fewer, readers: { layerwise: own(jsonl) } },
    { format: "Excel", file: xlsx, rows: fewer, readers: { layerwise: own(xlsx) } },
    { format: "Parquet", file: parquet, rows, readers: { layerwise: own(parquet) } },
  ];
}

export async function main(args: readonly string[] = []): Promise<void> {
  const [megabytes = 100, rounds = 3] = args.map(Number);
  const folder = join(tmpdir(), `layerwise-bench-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const lines: Line[] = [];
  try {
    for (const contest of await contests(folder, megabytes)) lines.push(...(await compete(contest, rounds)));
  } finally {
    rmSync(folder, { recursive: true });
  }
  report(lines);
  const { main: images } = await import("./images.ts");
  await images([]);
}

function report(lines: readonly Line[]): void {
  console.log(`15 columns; ${cpus()[0]?.model}, Node ${process.version}; memory above the start`);
  console.log("format      reader            MB  seconds    CPU s    MB/s     rows/s  peak MB");
  for (const line of lines) {
    const figures = [
      line.fileMegabytes.toFixed(1).padStart(7),
      line.seconds.toFixed(2).padStart(8),
      line.cpuSeconds.toFixed(2).padStart(8),
      line.megabytesPerSecond.toFixed(1).padStart(7),
      line.rowsPerSecond.toFixed(0).padStart(10),
      line.peakMegabytes.toFixed(0).padStart(8),
    ];
    console.log(`${line.format.padEnd(11)} ${line.reader.padEnd(12)} ${figures.join(" ")}`);
  }
  mkdirSync(".scratch", { recursive: true });
  writeFileSync(".scratch/bench-ingest.json", `${JSON.stringify({ node: process.version, lines }, null, 2)}\n`);
}
