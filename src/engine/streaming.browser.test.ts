/** @file Training from samples that memory has no room for, through the worker: the same run, and an end at any time. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defaultDataSettings } from "../core/data/types.ts";
import { noContext, templates } from "../core/graph/templates.ts";
import { defaultTraining, type Run, type TrainEvent, type TrainJob } from "../core/training/types.ts";
import { eraseEverything } from "../storage/erase.ts";
import { type EngineApi, streamNames } from "./protocol.ts";
import { type Connection, connect } from "./rpc.ts";

type Engine = Connection<EngineApi>["remote"];

const workers: Worker[] = [];
const never = new AbortController().signal;
const lots = 2 ** 30;
const backends = ["cpu", "webgpu"] as const;

async function newEngine(mostBytes: number, force: (typeof backends)[number]): Promise<Engine> {
  const worker = new Worker(new URL("./serverForTest.ts", import.meta.url), {
    type: "module",
    name: String(mostBytes),
  });
  workers.push(worker);
  const { remote } = connect<EngineApi>(worker, streamNames);
  await remote.start({ force }, never);
  return remote;
}

/** 150 kinds stand for a number each: 150 numbers a sample of a few letters, and more than one chunk of them. */
const kinds = 150;
function table(rows: number): Blob {
  const line = (row: number) => `k${(row * 7919) % kinds},${((row * 31) % 1000) / 100},${((row * 7919) % kinds) / 10}`;
  return new Blob([`kind,x,y\n${Array.from({ length: rows }, (_, row) => line(row)).join("\n")}\n`]);
}

async function datasetOf(engine: Engine, rows: number): Promise<string> {
  const reading = engine.readData({ files: [{ file: table(rows), path: "t.csv" }], options: {} }, never);
  const { value } = await lastOf(reading);
  if (!value.ok) throw new Error(JSON.stringify(value.issues));
  return value.summary.id;
}

async function lastOf<E, T>(
  stream: AsyncGenerator<E, T, void>,
  onEvent: (event: E) => void = () => undefined,
): Promise<{ readonly value: T; readonly events: readonly E[] }> {
  const events: E[] = [];
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return { value, events };
    events.push(value);
    onEvent(value);
  }
}

const jobOn = (datasetId: string, change: Partial<TrainJob["config"]> = {}): TrainJob => ({
  runId: "run",
  projectId: "project",
  name: "1",
  datasetId,
  data: { ...defaultDataSettings, target: "y" },
  task: "regression",
  graph: templates.linear(noContext).graph,
  config: { ...defaultTraining, epochs: 3, batchSize: 512, patience: null, ...change },
});

async function left(): Promise<readonly string[]> {
  const names: string[] = [];
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle("scratch", { create: true });
  for await (const name of folder.keys()) names.push(name);
  return names;
}

/** What must not differ between runs that learned the same: no times. */
const learnt = ({ status, history, report, bestEpoch }: Run) => ({
  status,
  report,
  bestEpoch,
  history: history.map(({ loss, metric, valLoss, valMetric, gradientNorm }) => [
    loss,
    metric,
    valLoss,
    valMetric,
    gradientNorm,
  ]),
});

beforeEach(eraseEverything);
afterEach(() => {
  for (const worker of workers.splice(0)) worker.terminate();
});

describe.each(backends)("on %s", (backend) => {
  const rows = 3000;

  it("a batch of all samples learns what it learns from memory", async () => {
    const config = { batchSize: rows, learningRate: 0.1 };
    const runs: Run[] = [];
    for (const most of [lots, 0]) {
      const engine = await newEngine(most, backend);
      runs.push((await lastOf(engine.train(jobOn(await datasetOf(engine, rows), config), never))).value);
    }
    const [resident, streamed] = runs as [Run, Run];
    expect([resident.status, streamed.status]).toEqual(["done", "done"]);
    for (const [epoch, record] of resident.history.entries()) {
      expect(streamed.history[epoch]?.loss).toBeCloseTo(record.loss, 5);
      expect(streamed.history[epoch]?.valLoss).toBeCloseTo(record.valLoss as number, 5);
    }
    const [one, other] = [resident.report, streamed.report];
    if (one?.kind !== "regression" || other?.kind !== "regression") throw new Error("no report");
    expect(other.rows).toBe(one.rows);
    expect(other.model.mae).toBeCloseTo(one.model.mae, 4);
    // The same rows were left for the test.
    expect(other.baseline).toEqual(one.baseline);
    expect(await left()).toEqual([]);
  });
});

describe("over several chunks", () => {
  /** 75,000 × 151 numbers: 45 MB, of which a chunk holds 32. */
  const rows = 75_000;
  const config = { batchSize: 2048, learningRate: 0.05 };

  it("a run is repeatable, and goes on at its checkpoint as if it had not been stopped", async () => {
    const engine = await newEngine(1000, "cpu");
    const id = await datasetOf(engine, rows);
    const first = (await lastOf(engine.train(jobOn(id, config), never))).value;
    const second = (await lastOf(engine.train({ ...jobOn(id, config), runId: "second" }, never))).value;
    expect(first.status).toBe("done");
    expect(learnt(second)).toEqual(learnt(first));
    expect(first.history.at(-1)?.loss).toBeLessThan((first.history[0]?.loss as number) / 2);

    const job = { ...jobOn(id, config), runId: "third" };
    const stop = (event: TrainEvent) => {
      if (event.type === "epochs") void engine.control({ runId: "third", command: { action: "stop" } }, never);
    };
    const stopped = (await lastOf(engine.train(job, never), stop)).value;
    expect(stopped.status).toBe("stopped");
    expect(stopped.history.length).toBeLessThan(3);
    const rest = (await lastOf(engine.train({ ...job, resume: true }, never))).value;
    expect(learnt(rest)).toEqual(learnt(first));
    expect(await left()).toEqual([]);
  });

  it("a stop while the samples are written is heard, and leaves nothing", async () => {
    const engine = await newEngine(1000, "cpu");
    const id = await datasetOf(engine, rows);
    const stop = (event: TrainEvent) => {
      if (event.type === "plan") void engine.control({ runId: "run", command: { action: "stop" } }, never);
    };
    const { value, events } = await lastOf(engine.train(jobOn(id, config), never), stop);
    expect([value.status, value.history.length, value.report]).toEqual(["stopped", 0, null]);
    // It was not waited for the end of the writing.
    const steps = events.filter(({ type }) => type !== "share");
    expect(steps.map((event) => (event.type === "phase" ? event.phase : event.type))).toEqual(["preparing", "plan"]);
    expect(await left()).toEqual([]);
  });
});
