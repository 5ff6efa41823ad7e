/** @file While a large table is prepared the worker hears other calls, and a stop ends the run without a trace. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { defaultDataSettings } from "../core/data/types.ts";
import { noContext, templates } from "../core/graph/templates.ts";
import { defaultTraining, type TrainEvent, type TrainJob } from "../core/training/types.ts";
import { eraseEverything } from "../storage/erase.ts";
import { loadRun } from "../storage/runs.ts";
import { type EngineApi, streamNames } from "./protocol.ts";
import { type Connection, connect } from "./rpc.ts";

type Engine = Connection<EngineApi>["remote"];

const workers: Worker[] = [];
const never = new AbortController().signal;
const rows = 300_000;

async function newEngine(): Promise<{ readonly engine: Engine; readonly job: TrainJob }> {
  const worker = new Worker(new URL("./serverForTest.ts", import.meta.url), { type: "module", name: String(2 ** 30) });
  workers.push(worker);
  const { remote: engine } = connect<EngineApi>(worker, streamNames);
  await engine.start({ force: "cpu" }, never);
  const lines = Array.from({ length: rows }, (_, row) => `${(row * 7919) % 1009},${(row * 31) % 997},${row % 3}`);
  const file = new Blob([`a,b,y\n${lines.join("\n")}\n`]);
  const reading = engine.readData({ files: [{ file, path: "t.csv" }], options: {} }, never);
  for (;;) {
    const { done, value } = await reading.next();
    if (!done) continue;
    if (!value.ok) throw new Error(JSON.stringify(value.issues));
    return { engine, job: jobOn(value.summary.id) };
  }
}

const jobOn = (datasetId: string): TrainJob => ({
  runId: "run",
  projectId: "project",
  name: "1",
  datasetId,
  data: { ...defaultDataSettings, target: "y" },
  task: "multiclass",
  graph: templates.linear(noContext).graph,
  config: { ...defaultTraining, epochs: 1 },
});

/** The run as far as its plan, which follows what was prepared. */
async function upToPlan(
  stream: AsyncGenerator<TrainEvent, unknown, void>,
  heard: (event: TrainEvent) => void,
): Promise<void> {
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return;
    const event = value as TrainEvent;
    heard(event);
    if (event.type === "plan") return;
  }
}

beforeEach(eraseEverything);
afterEach(() => {
  for (const worker of workers.splice(0)) worker.terminate();
});

it("answers other calls, and tells how far it is", async () => {
  const { engine, job } = await newEngine();
  const order: string[] = [];
  const answers: Promise<unknown>[] = [];
  const stop = new AbortController();
  const stream = engine.train(job, stop.signal);
  await upToPlan(stream, (event) => {
    order.push(event.type);
    if (event.type !== "phase") return;
    answers.push(
      engine
        .describe({ datasetId: job.datasetId, columns: {} }, never)
        .then(({ rows: count }) => order.push(`${count}`)),
    );
  });
  await Promise.all(answers);
  expect(order.indexOf(`${rows}`)).toBeLessThan(order.indexOf("plan"));
  expect(order).toContain("share");
  stop.abort();
});

it("is stopped without a trace, and another preparation goes on", async () => {
  const { engine, job } = await newEngine();
  const other: Promise<unknown>[] = [];
  const stream = engine.train(job, never);
  const ended = upToPlan(stream, (event) => {
    if (event.type !== "phase" || event.phase !== "preparing") return;
    other.push(engine.prepare({ datasetId: job.datasetId, data: job.data, task: job.task }, never));
    void engine.control({ runId: job.runId, command: { action: "stop" } }, never);
  });
  await expect(ended).rejects.toMatchObject({ code: "cancelled" });
  expect(await loadRun(job.runId)).toBeNull();
  expect(await Promise.all(other)).toMatchObject([{ inputShape: [2], classes: ["0", "1", "2"] }]);
});
