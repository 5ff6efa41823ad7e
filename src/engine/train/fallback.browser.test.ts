/** @file Without WebGPU a run computes the same: WebGL follows the CPU, also where the model has learnt all there is. */
import { expect, it } from "vitest";
import { startDevice } from "../device/device.ts";
import { blobs, follow, jobFor } from "./testHarness.ts";

it("a run on WebGL has the losses of the CPU, until they are nearly zero", async () => {
  const table = blobs(90);
  const job = jobFor("multiclass", { epochs: 8, learningRate: 0.02, patience: null });
  const webgl = await startDevice("webgl");
  expect(webgl.info).toMatchObject({ backend: "webgl", fallbackReason: "chosen" });
  const { run } = await follow(webgl, job, table);
  expect(run.failure).toBeUndefined();
  const { run: expected } = await follow(await startDevice("cpu"), job, table);
  expect(expected.history.at(-1)?.loss).toBeLessThan(1e-6);
  for (const [at, { loss, valLoss }] of expected.history.entries()) {
    expect(run.history[at]?.loss, `loss of epoch ${at + 1}`).toBeCloseTo(loss, 4);
    expect(run.history[at]?.valLoss, `validation loss of epoch ${at + 1}`).toBeCloseTo(valLoss as number, 4);
  }
});
