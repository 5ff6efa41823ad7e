/** @file The range test on WebGPU: rising rates, a loss that falls and blows up, nothing left, and a cancel that is heard. */

import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { AppError } from "../../core/fault.ts";
import { atOnce } from "../../core/pieces.ts";
import { rangeRate, suggestRate } from "../../core/training/rangeTest.ts";
import type { RangePoint, RateRange, TrainJob } from "../../core/training/types.ts";
import { type Device, startDevice } from "../device/device.ts";
import { prepare } from "../prepare/prepare.ts";
import { rangeTest } from "./rangeTest.ts";
import { blobs, jobFor } from "./testHarness.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});

const table = blobs(3000);
const types = ["number", "number", "category", "number"] as const;

function start(job: TrainJob, range: RateRange, signal = new AbortController().signal) {
  return rangeTest({
    job,
    range,
    prepare: async () => {
      const prepared = atOnce(prepare({ dataset: table, types, data: job.data, task: job.task }));
      if (!prepared.ok) throw new Error(JSON.stringify(prepared.issues));
      return prepared.value;
    },
    loadWeights: async () => null,
    device,
    signal,
    now: () => performance.now(),
  });
}

async function ended(stream: ReturnType<typeof start>, each: (points: readonly RangePoint[]) => void) {
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return value;
    each(value);
  }
}

it("measures a falling loss at rising rates, batch by batch, over more than one epoch", async () => {
  const before = tf.memory().numTensors;
  const range = { from: 1e-5, to: 3, batches: 60 };
  const told: RangePoint[] = [];
  const points = await ended(start(jobFor("multiclass", { batchSize: 64, optimizer: "sgd" }), range), (more) =>
    told.push(...more),
  );
  // What was told on the way is the beginning of what came at the end.
  expect(points.slice(0, told.length)).toEqual(told);
  for (const [batch, { rate }] of points.entries()) expect(rate).toBe(rangeRate(range, batch));
  // Three classes and weights drawn by chance: about ln 3.
  expect(points[0]?.loss).toBeGreaterThan(0.5);
  expect(points[0]?.loss).toBeLessThan(2.5);
  expect(Math.min(...points.map(({ loss }) => loss))).toBeLessThan(0.3);
  const found = suggestRate(points);
  expect(found?.rate).toBeGreaterThan(1e-3);
  expect(tf.memory().numTensors).toBe(before);
});

it("ends where the loss blows up", async () => {
  const job = jobFor("regression", { batchSize: 32, optimizer: "sgd" });
  const points = await ended(start(job, { from: 1e-3, to: 1e4, batches: 100 }), () => undefined);
  expect(points.length).toBeGreaterThan(10);
  expect(points.length).toBeLessThan(100);
});

it("hears a cancel, and leaves nothing either", async () => {
  const before = tf.memory().numTensors;
  const cancel = new AbortController();
  const stream = start(jobFor("multiclass", { batchSize: 8 }), { from: 1e-6, to: 1e-3, batches: 1000 }, cancel.signal);
  await expect(ended(stream, () => cancel.abort())).rejects.toThrow(AppError);
  expect(tf.memory().numTensors).toBe(before);
});
