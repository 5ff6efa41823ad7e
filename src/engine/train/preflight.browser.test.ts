/** @file The look ahead on WebGPU: figures of every batch that was tried, nothing left of it, and a cancel that is heard. */

import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { AppError } from "../../core/fault.ts";
import { atOnce } from "../../core/pieces.ts";
import { type Device, startDevice } from "../device/device.ts";
import { prepare } from "../prepare/prepare.ts";
import type { PreflightAnswer } from "../protocol.ts";
import { preflight } from "./preflight.ts";
import { blobs, jobFor } from "./testHarness.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});

const table = blobs(3000);

function start(signal: AbortSignal) {
  const job = jobFor("multiclass", { batchSize: 16 });
  const types = ["number", "number", "category", "number"] as const;
  return preflight({
    job,
    prepare: async () => {
      const prepared = atOnce(prepare({ dataset: table, types, data: job.data, task: job.task }));
      if (!prepared.ok) throw new Error(JSON.stringify(prepared.issues));
      return prepared.value;
    },
    device,
    signal,
    now: () => performance.now(),
  });
}

async function ended(stream: ReturnType<typeof start>, each: (batchSize: number) => void): Promise<PreflightAnswer> {
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return value;
    each(value.batchSize);
  }
}

it("measures the batch that is set and its doubles, and leaves nothing on the device", async () => {
  const before = tf.memory().numTensors;
  const told: number[] = [];
  const { result, samples } = await ended(start(new AbortController().signal), (batchSize) => told.push(batchSize));
  expect(told).toEqual([16, 32, 64, 128]);
  expect(result.candidates.map(({ batchSize }) => batchSize)).toEqual(told);
  for (const { batchSize, msPerStep, rowsPerSecond, msPerLook, bytes } of result.candidates) {
    expect(rowsPerSecond).toBeCloseTo((batchSize * 1000) / msPerStep, 0);
    expect(msPerLook).toBeGreaterThan(0);
    expect(bytes).toBeGreaterThan(0);
  }
  const [small, , , large] = result.candidates;
  expect(large?.bytes).toBeGreaterThan(small?.bytes ?? 0);
  expect(result.trainRows + result.validationRows).toBeLessThan(3000);
  expect(tf.memory().numTensors).toBe(before);
  // What another device would be given: eight batches of the first size, and rows to look at.
  expect(samples?.counts.train).toBe(8 * 16);
  expect((samples?.counts.test ?? 0) + (samples?.counts.validation ?? 0)).toBe(result.validationRows);
  expect(result.file).toBeNull();
});

it("hears a cancel between two batch sizes, and leaves nothing either", async () => {
  const before = tf.memory().numTensors;
  const cancel = new AbortController();
  const cancelled = ended(start(cancel.signal), (batchSize) => batchSize === 32 && cancel.abort());
  await expect(cancelled).rejects.toThrow(AppError);
  expect(tf.memory().numTensors).toBe(before);
});
