/** @file How a run goes through its epochs, on the CPU: what it does when told in the middle of one, and when a loss blows up. */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it, vi } from "vitest";
import type { TrainEvent } from "../../core/training/types.ts";
import { type Device, startDevice } from "../device/device.ts";
import type { RunControl } from "./control.ts";
import { blobs, follow, jobFor, MemoryStore } from "./testHarness.ts";
import { Trainer } from "./trainer.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("cpu");
});

const table = blobs(300);
const progress = (events: readonly TrainEvent[]) =>
  events.flatMap((event) => (event.type === "progress" ? [event.progress] : []));

it("a loss that is no number ends the run where it is seen, not at the end of its epoch", async () => {
  const job = jobFor("regression", { learningRate: 1000, optimizer: "sgd", epochs: 2, batchSize: 2 });
  const { run, events } = await follow(device, job, table);
  expect(run.failure).toMatchObject({ code: "lossNotFinite", context: { epoch: 1 } });
  const told = progress(events);
  expect(told.every(({ loss }) => Number.isFinite(loss))).toBe(true);
  const plan = events.find(({ type }) => type === "plan");
  expect((told.at(-1)?.step ?? 0) + 20).toBeLessThan(plan?.type === "plan" ? plan.stepsPerEpoch : 0);
});

it.each([10, 11, 12, 13])(
  "a batch that is asked for while others are under way comes after them: at look %i",
  async (at) => {
    const submits = vi.spyOn(Trainer.prototype, "run");
    let control: RunControl | null = null;
    let [looks, before, after] = [0, 0, 0];
    // Asked for after a submit was waited for, before its outcome is looked at.
    const watched: Device = {
      ...device,
      check: () => {
        looks++;
        if (looks !== at) return;
        control?.tell({ action: "step", unit: "batch" });
        before = submits.mock.calls.length;
      },
    };
    const job = jobFor("multiclass", { epochs: 2, batchSize: 2 });
    await follow(watched, job, table, new MemoryStore(), (event, given) => {
      control = given;
      if (event.type !== "phase" || event.phase !== "paused") return;
      after = submits.mock.calls.length;
      queueMicrotask(() => given.tell({ action: "stop" }));
    });
    expect(submits.mock.calls[after - 1]?.[1]).toBe(1);
    submits.mockRestore();
    expect(before).toBeGreaterThan(0);
    expect(after).toBe(before + 1);
  },
);

it("a model that is too large for the device leaves nothing on it", async () => {
  await follow(device, jobFor("multiclass", { epochs: 1 }), table);
  const before = tf.memory().numTensors;
  const { run } = await follow({ ...device, maxTensorBytes: 64 }, jobFor("multiclass", { epochs: 1 }), table);
  expect(run.failure?.code).toBe("outOfMemory");
  expect(tf.memory().numTensors).toBe(before);
});

it("a run's time is what it worked, without pauses, and goes on growing when it is taken up again", async () => {
  const job = jobFor("multiclass", { epochs: 6, patience: null });
  const store = new MemoryStore();
  const hour = 3_600_000;
  const first = await follow(device, job, table, store, (event, control, pass) => {
    if (event.type === "epochs" && event.records.at(-1)?.epoch === 2) control.tell({ action: "pause" });
    if (event.type === "epochs" && event.records.at(-1)?.epoch === 4) control.tell({ action: "stop" });
    if (event.type !== "phase" || event.phase !== "paused") return;
    pass(hour);
    queueMicrotask(() => control.tell({ action: "resume" }));
  });
  expect(first.events).toContainEqual({ type: "phase", phase: "paused" });
  const worked = first.run.history.reduce((sum, { seconds }) => sum + seconds, 0);
  expect(first.run.seconds).toBeGreaterThan(worked);
  expect(first.run.seconds * 1000).toBeLessThan(hour);
  const second = await follow(device, { ...job, resume: true }, table, store);
  const since = second.run.history.slice(4).reduce((sum, { seconds }) => sum + seconds, 0);
  expect(second.run.history).toHaveLength(6);
  expect(second.run.seconds).toBeGreaterThan(first.run.seconds + since);
});
