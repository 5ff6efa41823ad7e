/**
 * @file What training leaves behind, and what it takes. A hundred times train and stop in one process, by whole runs and by
 * models of each kind: tensors, GPU buffers and the heap after the tenth and the last time. And the most bytes a model ever
 * had on the device beside what the studio says before.
 */
import { startNodeHost } from "./hosts.ts";
import { problemOf } from "./models.ts";
import { type Alive, wholeRun } from "./peer.ts";
import { type Column, figure, heading, line, quotient, times } from "./table.ts";

const cycles = 100;
/** Everything that is made once and kept has been made by then. */
const settledAfter = 10;

interface Left {
  readonly what: string;
  /** After ten, after half of them and after all. */
  readonly early: Alive;
  readonly middle: Alive;
  readonly late: Alive;
}

interface Taken {
  readonly title: string;
  readonly peakBytes: number;
  readonly toldBytes: number | null;
  readonly estimatedBytes: number;
}

const change = (late: number | null, early: number | null): string | null =>
  late === null || early === null ? null : `${late - early > 0 ? "+" : ""}${late - early}`;

/** Megabytes of heap. */
const grown = (late: Alive, early: Alive): string =>
  (((late.heapBytes ?? 0) - (early.heapBytes ?? 0)) / 1e6).toFixed(2);

const leftColumns: readonly Column<Left>[] = [
  { title: `${cycles} times train and stop`, width: 26, text: true, cell: ({ what }) => what },
  { title: "tensors", width: 8, cell: ({ late }) => figure(late.tensors) },
  { title: "since 10", width: 8, cell: ({ late, early }) => change(late.tensors, early.tensors) },
  { title: "buffers", width: 8, cell: ({ late }) => figure(late.buffers) },
  { title: "since 10", width: 8, cell: ({ late, early }) => change(late.buffers, early.buffers) },
  { title: "GPU KB", width: 8, cell: ({ late }) => (late.bytes / 1e3).toFixed(0) },
  { title: "heap MB", width: 8, cell: ({ late }) => figure((late.heapBytes ?? Number.NaN) / 1e6) },
  { title: "10 to 50", width: 8, cell: ({ middle, early }) => grown(middle, early) },
  { title: "50 to 100", width: 9, cell: ({ late, middle }) => grown(late, middle) },
];

const megabytes = (bytes: number | null): string | null => (bytes === null ? null : (bytes / 1e6).toFixed(2));
const takenColumns: readonly Column<Taken>[] = [
  { title: "memory on the device", width: 26, text: true, cell: ({ title }) => title },
  { title: "peak MB", width: 8, cell: ({ peakBytes }) => megabytes(peakBytes) },
  { title: "it says", width: 8, cell: ({ toldBytes }) => megabytes(toldBytes) },
  { title: "estimate", width: 8, cell: ({ estimatedBytes }) => megabytes(estimatedBytes) },
  {
    title: "peak by estimate",
    width: 16,
    cell: ({ peakBytes, estimatedBytes }) => times(quotient(peakBytes, estimatedBytes)),
  },
];

/** Does it a hundred times; `once` tells what is there afterwards. */
async function repeated(what: string, once: () => Promise<Alive>): Promise<Left> {
  const after = new Map<number, Alive>();
  for (let cycle = 1; cycle <= cycles; cycle++) {
    const alive = await once();
    if ([settledAfter, cycles / 2, cycles].includes(cycle)) after.set(cycle, alive);
  }
  const [early, middle, late] = [...after.values()] as [Alive, Alive, Alive];
  return { what, early, middle, late };
}

async function wholeRuns(): Promise<Left> {
  const host = await startNodeHost(wholeRun, "nothing");
  await host.open(wholeRun, "mlp", 1);
  const left = await repeated("whole runs, MLP", async () => {
    await host.epoch();
    return host.alive();
  });
  await host.end();
  return left;
}

async function trainings(model: string): Promise<Left> {
  const host = await startNodeHost("ours", "nothing");
  const left = await repeated(`trainings, ${problemOf(model, 1).title}`, async () => {
    await host.open("ours", model, 2);
    await host.epoch();
    return host.close();
  });
  await host.end();
  return left;
}

/** Data that are small beside the model: what is judged is the model. */
const steps = 4;

async function taken(model: string): Promise<Taken> {
  const { title, estimatedBytes } = problemOf(model, steps);
  const host = await startNodeHost("ours", "nothing");
  await host.open("ours", model, steps);
  await host.epoch();
  await host.epoch();
  const { peakBytes, told } = await host.alive();
  await host.end();
  return { title, peakBytes, toldBytes: told, estimatedBytes };
}

async function rowsOf<T>(columns: readonly Column<T>[], rows: readonly (() => Promise<T>)[]): Promise<T[]> {
  console.log(`\n${heading(columns)}`);
  const found: T[] = [];
  for (const row of rows) {
    try {
      const one = await row();
      found.push(one);
      console.log(line(columns, one));
    } catch (error) {
      console.log(`left out: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return found;
}

export async function measureMemory(models: readonly string[]) {
  const cycled = models.filter((model) => ["mlp", "lenet", "lstm20"].includes(model));
  const left = await rowsOf(leftColumns, [wholeRuns, ...cycled.map((model) => () => trainings(model))]);
  const peaks = await rowsOf(
    takenColumns,
    models.map((model) => () => taken(model)),
  );
  return { left, peaks };
}
