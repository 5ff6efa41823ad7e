/** @file Without WebGPU a run computes the same: WebGL and WebAssembly follow the CPU, also where the model has learnt all there is. */
import { expect, it } from "vitest";
import type { Run } from "../../core/training/types.ts";
import { startDevice } from "../device/device.ts";
import { blobs, follow, jobFor } from "./testHarness.ts";

const job = jobFor("multiclass", { epochs: 8, learningRate: 0.02, patience: null });
const table = blobs(90);

async function runOn(backend: "webgl" | "wasm" | "cpu"): Promise<Run> {
  const device = await startDevice(backend);
  expect(device.info).toMatchObject({ backend, fallbackReason: "chosen" });
  const { run } = await follow(device, job, table);
  device.check();
  expect(run.failure).toBeUndefined();
  return run;
}

it("a run on WebGL or WebAssembly has the losses of the CPU, until they are nearly zero", async () => {
  const runs = { webgl: await runOn("webgl"), wasm: await runOn("wasm") };
  const expected = await runOn("cpu");
  expect(expected.history.at(-1)?.loss).toBeLessThan(1e-6);
  for (const [backend, run] of Object.entries(runs)) {
    for (const [at, { loss, valLoss }] of expected.history.entries()) {
      expect(run.history[at]?.loss, `${backend}: loss of epoch ${at + 1}`).toBeCloseTo(loss, 4);
      expect(run.history[at]?.valLoss, `${backend}: validation loss of epoch ${at + 1}`).toBeCloseTo(
        valLoss as number,
        4,
      );
    }
  }
});
