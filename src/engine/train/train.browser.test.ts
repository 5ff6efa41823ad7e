import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type Device, startDevice } from "../device/device.ts";
import { uniformMask, uniformMaskValues } from "../kernels/uniformMask.ts";
import { blobs, follow, jobFor, MemoryStore } from "./testHarness.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});

const table = blobs(90);
const losses = (run: { history: readonly { loss: number; valLoss: number | null }[] }) =>
  run.history.map(({ loss, valLoss }) => [loss, valLoss]);

describe("a run on WebGPU", () => {
  it("learns three blobs, and its report beats the baseline", async () => {
    const { run } = await follow(device, jobFor("multiclass", { epochs: 15, learningRate: 0.01 }), table);
    expect(run.status).toBe("done");
    expect(run.history).toHaveLength(15);
    expect(run.report?.kind).toBe("classification");
    if (run.report?.kind !== "classification") return;
    expect(run.report.model.accuracy).toBeGreaterThan(0.9);
    expect(run.report.model.accuracy).toBeGreaterThan(run.report.baseline.accuracy + 0.3);
  });

  it("tells of an epoch under way what its record says at the end", async () => {
    const { run, events } = await follow(device, jobFor("multiclass", { epochs: 2, batchSize: 10 }), table);
    const told = events.flatMap((event) => (event.type === "progress" ? [event.progress] : []));
    const ends = told.filter(({ step, stepsPerEpoch }) => step === stepsPerEpoch);
    expect(told.length).toBeGreaterThan(ends.length);
    expect(ends.map(({ loss }) => loss)).toEqual(run.history.map(({ loss }) => loss));
  });

  it("39: takes fewer rows than a batch as one batch", async () => {
    const { run, events } = await follow(device, jobFor("multiclass", { epochs: 3, batchSize: 4096 }), table);
    expect(events.find(({ type }) => type === "plan")).toMatchObject({ stepsPerEpoch: 1 });
    const whole = await follow(device, jobFor("multiclass", { epochs: 3, batchSize: run.counts.train }), table);
    expect(run.status).toBe("done");
    expect(losses(run)).toEqual(losses(whole.run));
  });

  it("learns a plane, scores in the target's own unit", async () => {
    const { run } = await follow(device, jobFor("regression", { epochs: 20, learningRate: 0.02 }), table);
    if (run.report?.kind !== "regression") throw new Error("a regression is reported as one");
    expect(run.report.model.r2).toBeGreaterThan(0.9);
    const last = run.history.at(-1);
    expect(last?.valMetric).toBeLessThan(run.baseline);
  });

  it("gives the same losses for the same seed, others for another", async () => {
    const job = jobFor("multiclass", { epochs: 3 }, "deepMlpSkip");
    const [first, again] = [await follow(device, job, table), await follow(device, job, table)];
    expect(losses(again.run)).toEqual(losses(first.run));
    const other = await follow(device, { ...job, config: { ...job.config, seed: 2 } }, table);
    expect(losses(other.run)).not.toEqual(losses(first.run));
  });

  it("resumed at a checkpoint goes on as if it had never stopped", async () => {
    const job = jobFor("multiclass", { epochs: 4, patience: null }, "deepMlpSkip");
    const whole = await follow(device, job, table);
    const store = new MemoryStore();
    const cut = await follow(device, job, table, store, (event, control) => {
      if (event.type === "epochs" && event.records.at(-1)?.epoch === 2) control.tell({ action: "stop" });
    });
    expect(cut.run.status).toBe("stopped");
    expect(cut.run.history).toHaveLength(2);
    const kept = store.checkpoints.get(job.runId)?.epoch;
    expect(kept).toBeGreaterThan(0);
    const rest = await follow(device, { ...job, resume: true }, table, store);
    expect(rest.run.status).toBe("done");
    const plan = rest.events.find(({ type }) => type === "plan");
    expect(plan).toMatchObject({ history: cut.run.history.slice(0, kept) });
    expect(losses(rest.run)).toEqual(losses(whole.run));
    expect(rest.run.report).toEqual(whole.run.report);
  });

  it("can be resumed or has ended at whatever moment the page goes away", async () => {
    const store = new MemoryStore();
    const moments: { readonly status: string; readonly told: number; readonly kept: number | undefined }[] = [];
    const look = () => {
      const run = store.runs.get("run");
      const kept = store.checkpoints.get("run")?.epoch;
      moments.push({ status: run?.status ?? "none", told: run?.history.length ?? 0, kept });
      return undefined;
    };
    const { saveRun, saveCheckpoint, deleteCheckpoint } = store;
    store.saveRun = async (run) => {
      await saveRun(run);
      return look();
    };
    store.saveCheckpoint = async (checkpoint) => {
      await saveCheckpoint(checkpoint);
      return look();
    };
    store.deleteCheckpoint = async (id) => {
      await deleteCheckpoint(id);
      return look();
    };
    await follow(device, jobFor("multiclass", { epochs: 3 }), table, store);
    const firstKept = moments.findIndex(({ kept }) => kept !== undefined);
    expect(firstKept).toBeGreaterThan(0);
    for (const { status, told, kept } of moments.slice(firstKept)) {
      // Epochs that the record does not tell of would be missing from the resumed run's history.
      if (kept !== undefined) expect(told).toBeGreaterThanOrEqual(kept);
      else expect(status).toBe("done");
    }
  });

  it("that was stopped stays as it is where its checkpoint is gone", async () => {
    const job = jobFor("multiclass", { epochs: 4 });
    const store = new MemoryStore();
    const { run } = await follow(device, job, table, store, (event, control) => {
      if (event.type === "epochs") control.tell({ action: "stop" });
    });
    expect(run.status).toBe("stopped");
    // As in a project that came from a file.
    store.checkpoints.clear();
    await expect(follow(device, { ...job, resume: true }, table, store)).rejects.toMatchObject({ code: "notFound" });
    expect(store.runs.get(job.runId)).toEqual(run);
  });

  it("pauses after a step of one epoch, goes on, and stops", async () => {
    const job = { ...jobFor("multiclass", { epochs: 50 }), startPaused: true };
    let pauses = 0;
    const { run, events } = await follow(device, job, table, new MemoryStore(), (event, control) => {
      if (event.type !== "phase" || event.phase !== "paused") return;
      pauses++;
      queueMicrotask(() => control.tell(pauses === 1 ? { action: "step", unit: "epoch" } : { action: "stop" }));
    });
    expect(pauses).toBe(2);
    expect(run.history).toHaveLength(2);
    expect(run.status).toBe("stopped");
    expect(events.at(-1)).toEqual({ type: "phase", phase: "evaluating" });
  });

  it("stops early and keeps the weights of the best epoch", async () => {
    // Classes that overlap cannot be told apart: a large step soon learns the noise, and validation suffers.
    const job = jobFor("multiclass", { epochs: 60, learningRate: 0.1, patience: 3 });
    const { run } = await follow(device, job, blobs(90, 10));
    expect(run.history.length).toBeLessThan(60);
    const best = run.history.reduce((a, b) => ((b.valLoss as number) < (a.valLoss as number) ? b : a));
    expect(run.bestEpoch).toBe(best.epoch);
    expect(run.history.length).toBe(best.epoch + 3);
  });

  it("says so when the loss stops being a number, and reports nothing", async () => {
    const { run } = await follow(
      device,
      jobFor("regression", { learningRate: 100, optimizer: "sgd", epochs: 60 }),
      table,
    );
    expect(run.status).toBe("failed");
    expect(run.failure?.code).toBe("lossNotFinite");
    expect(run.report).toBeNull();
  });

  it("leaves no tensor behind, however it ends", async () => {
    await follow(device, jobFor("multiclass", { epochs: 1 }, "deepMlpSkip"), table);
    const before = tf.memory().numTensors;
    await follow(device, jobFor("multiclass", { epochs: 2 }, "deepMlpSkip"), table);
    await follow(device, jobFor("regression", { learningRate: 100, optimizer: "sgd", epochs: 60 }), table);
    await follow(device, jobFor("multiclass", { epochs: 5 }), table, new MemoryStore(), (event, control) => {
      if (event.type === "progress") control.tell({ action: "stop" });
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("the random mask", () => {
  it("has the same bits on the GPU as on the CPU", async () => {
    for (const [rate, key] of [
      [0.2, 1],
      [0.5, 0xdeadbeef],
      [0.75, 123456789],
    ] as const) {
      const mask = uniformMask([40, 50], rate, key);
      expect(Array.from(await mask.data())).toEqual(Array.from(uniformMaskValues(2000, rate, key)));
      mask.dispose();
    }
  });

  it("drops the share it is asked to and keeps the mean", () => {
    const values = uniformMaskValues(100_000, 0.3, 42);
    const dropped = values.filter((value) => value === 0).length / values.length;
    // Five standard deviations of a binomial share.
    expect(Math.abs(dropped - 0.3)).toBeLessThan(5 * Math.sqrt((0.3 * 0.7) / values.length));
  });
});
