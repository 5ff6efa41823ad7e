/** @file Runs forked at a kept checkpoint, and runs steered on the way: the same settings repeat the run, others change what follows. */
import { beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../core/graph/compile.ts";
import { templates } from "../../core/graph/templates.ts";
import type { ModelContext } from "../../core/layers/define.ts";
import type { Weights } from "../../core/training/checkpoint.ts";
import {
  defaultTraining,
  type EpochRecord,
  type Run,
  type TrainEvent,
  type TrainJob,
} from "../../core/training/types.ts";
import { type Device, startDevice } from "../device/device.ts";
import { buildModel } from "../model/build.ts";
import { inMemory } from "./samples.ts";
import { blobs, follow, jobFor, MemoryStore } from "./testHarness.ts";
import { Trainer } from "./trainer.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("cpu");
});

const table = blobs(90);
const figures = (history: readonly EpochRecord[]) =>
  history.map(({ loss, valLoss, learningRate, gradientNorm }) => [loss, valLoss, learningRate, gradientNorm]);

const parent = jobFor("multiclass", {
  epochs: 5,
  checkpointEvery: 2,
  patience: null,
  schedule: { kind: "cosine", params: {}, warmup: 1 },
});
async function trained(): Promise<{ readonly store: MemoryStore; readonly run: Run }> {
  const store = new MemoryStore();
  const { run, events } = await follow(device, parent, table, store);
  expect(events.filter(({ type }) => type === "checkpoint")).toMatchObject([{ epoch: 2 }, { epoch: 4 }]);
  return { store, run };
}
const forkOf = (change: Partial<TrainJob["config"]>, epoch = 2): TrainJob => ({
  ...parent,
  runId: "fork",
  config: { ...parent.config, ...change },
  fork: { runId: parent.runId, epoch },
});

describe("a fork", () => {
  it("with the same settings repeats the run, digit by digit", async () => {
    const { store, run } = await trained();
    const { run: fork, events } = await follow(device, forkOf({}), table, store);
    expect(events.find(({ type }) => type === "plan")).toMatchObject({ history: run.history.slice(0, 2) });
    expect(figures(fork.history)).toEqual(figures(run.history));
    expect(fork).toMatchObject({ id: "fork", status: "done", job: { fork: { runId: "run", epoch: 2 } } });
    // The run it came from is as it was.
    expect(store.runs.get("run")).toEqual(run);
  });

  it("takes other batches, another optimizer, accumulation and another rate from there on", async () => {
    const { store, run } = await trained();
    for (const change of [
      { batchSize: 4 },
      { optimizer: "sgd" },
      { accumulate: 3 },
      { learningRate: 0.01, epochs: 7 },
    ] as const) {
      const { run: fork } = await follow(device, forkOf(change), table, store);
      expect(fork.status, JSON.stringify(change)).toBe("done");
      expect(fork.history.map(({ epoch }) => epoch)).toEqual(
        Array.from({ length: "epochs" in change ? 7 : 5 }, (_, i) => i + 1),
      );
      expect(figures(fork.history.slice(0, 2))).toEqual(figures(run.history.slice(0, 2)));
      expect(figures(fork.history)[2]).not.toEqual(figures(run.history)[2]);
    }
  });

  it("of a checkpoint that is gone says so", async () => {
    const { store } = await trained();
    await expect(follow(device, forkOf({}, 3), table, store)).rejects.toMatchObject({ code: "notFound" });
  });
});

describe("a fork's optimizer", () => {
  /** How far the weights move in the first update of a fork, at most, in learning rates. */
  async function firstStep(optimizer: "adam" | "adamax" | "nadam", slots: Weights): Promise<number> {
    const context: ModelContext = { inputShape: [2], task: "binary", classes: 2, vocabulary: null };
    const { model: keras } = compile(templates.mlp(context).graph, context);
    if (keras === null) throw new Error("it does not compile");
    const rate = 1e-3;
    const trainer = new Trainer({
      model: buildModel(keras, 1),
      data: {
        x: inMemory(Float32Array.of(0, 3, 2, 1, 1, -1, 4, -2), 4),
        y: Int32Array.of(0, 1, 1, 0),
        counts: { train: 4, validation: 0, test: 0 },
      },
      task: "binary",
      config: { ...defaultTraining, optimizer, learningRate: rate },
      maxTensorBytes: 2 ** 20,
      restored: { updates: 1000, epochs: 1000, slots },
    });
    const before = await trainer.readWeights();
    trainer.beginEpoch(1001);
    trainer.run(0, 1);
    const after = await trainer.readWeights();
    trainer.dispose();
    const moved = before.flatMap(({ values }, at) =>
      [...values].map((value, i) => Math.abs((after[at]?.values[i] ?? Number.NaN) - value)),
    );
    return Math.max(...moved) / rate;
  }

  it("that keeps other slots begins anew: no first step of it is longer than the rate", async () => {
    // The first step of each of the three is the rate, by the sign of the gradient; of Nadam a share of the second beside it.
    expect(await firstStep("adam", [])).toBeCloseTo(1, 3);
    expect(await firstStep("adamax", [])).toBeCloseTo(1, 3);
    expect(await firstStep("nadam", [])).toBeLessThan(2);
  });

  it("that began anew goes on as it was when the fork is resumed", async () => {
    const { store } = await trained();
    const job = forkOf({ optimizer: "adagrad" });
    const { run: first } = await follow(device, job, table, store);
    expect(first.status).toBe("done");
    const other: TrainJob = { ...forkOf({ optimizer: "adamax" }), runId: "other" };
    const { run: whole } = await follow(device, other, table, store);
    const cut = await follow(device, other, table, store, (event, control) => {
      if (event.type === "epochs" && event.records.at(-1)?.epoch === 4) control.tell({ action: "stop" });
    });
    expect(cut.run.history).toHaveLength(4);
    const { run: rest } = await follow(device, { ...other, resume: true }, table, store);
    expect(figures(rest.history)).toEqual(figures(whole.history));
  });
});

it("a fork looks for a best epoch of its own, wherever its checkpoint lay", async () => {
  const store = new MemoryStore();
  const job = jobFor("regression", { epochs: 14, learningRate: 0.02, loss: "meanSquaredError", patience: null });
  await follow(device, job, table, store, (event, control) => {
    if (event.type === "epochs" && event.records.at(-1)?.epoch === 12) control.tell({ action: "stop" });
  });
  const epoch = store.checkpoints.get(job.runId)?.epoch ?? 0;
  expect(epoch).toBeGreaterThan(5);
  // Near zero the squares of errors lie far below the errors: the parent's best loss is none that the fork can reach.
  const fork: TrainJob = {
    ...job,
    runId: "fork",
    config: { ...job.config, loss: "meanAbsoluteError" },
    fork: { runId: job.runId, epoch },
  };
  const { run } = await follow(device, fork, table, store);
  expect(run.history).toHaveLength(14);
  expect(run.bestEpoch).toBeGreaterThan(epoch);
});

describe("a run that is steered", () => {
  const progress = (events: readonly TrainEvent[]) =>
    events.flatMap((event) => (event.type === "progress" ? [event.progress] : []));

  it("goes on by a batch, waits, and tells of each", async () => {
    let pauses = 0;
    const job = jobFor("multiclass", { epochs: 2, batchSize: 16 });
    const { events } = await follow(
      device,
      { ...job, startPaused: true },
      table,
      new MemoryStore(),
      (event, control) => {
        if (event.type !== "phase" || event.phase !== "paused") return;
        pauses++;
        queueMicrotask(() => control.tell(pauses <= 3 ? { action: "step", unit: "batch" } : { action: "resume" }));
      },
    );
    expect(pauses).toBe(4);
    const second = progress(events).filter(({ epoch }) => epoch === 2);
    expect(second.slice(0, 3).map(({ step }) => step)).toEqual([1, 2, 3]);
  });

  it("trains at the rate that was set from the next update on, and keeps it when it is resumed", async () => {
    const store = new MemoryStore();
    const job = jobFor("multiclass", { epochs: 4, batchSize: 16 });
    const { run } = await follow(device, job, table, store, (event, control) => {
      if (event.type !== "epochs") return;
      if (event.records.at(-1)?.epoch === 1) control.tell({ action: "setRate", rate: 0.05 });
      if (event.records.at(-1)?.epoch === 2) control.tell({ action: "stop" });
    });
    expect(run.history.map(({ learningRate }) => learningRate)).toEqual([0.001, 0.05]);
    expect(run.rateChanges).toMatchObject([{ rate: 0.05 }]);
    const { run: resumed } = await follow(device, { ...job, resume: true }, table, store);
    expect(resumed.history.map(({ learningRate }) => learningRate)).toEqual([0.001, 0.05, 0.05, 0.05]);
  });
});
