/** @file Without WebGPU a run computes the same: WebGL and WebAssembly follow the CPU, also where the model has learnt all there is. */
import { expect, it, vi } from "vitest";
import { optimizers } from "../../core/training/optimizers.ts";
import type { Run, TrainingConfig } from "../../core/training/types.ts";
import { startDevice } from "../device/device.ts";
import { blobs, follow, jobFor } from "./testHarness.ts";

const whole = jobFor("multiclass", { epochs: 8, learningRate: 0.02, patience: null });
const table = blobs(90);

/** A run of two epochs with settings of its own. */
const short = (task: "multiclass" | "regression", change: Partial<TrainingConfig>) =>
  jobFor(task, { epochs: 2, learningRate: 0.02, patience: null, ...change });

async function runOn(backend: "webgl" | "wasm" | "cpu", job = whole): Promise<Run> {
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

it.each([
  ...Object.keys(optimizers).map((optimizer) => short("multiclass", { optimizer } as Partial<TrainingConfig>)),
  ...(["meanSquaredError", "meanAbsoluteError", "huber"] as const).map((loss) => short("regression", { loss })),
  short("multiclass", { labelSmoothing: 0.1, accumulate: 2, clip: { kind: "globalNorm", limit: 0.5 } }),
])("WebAssembly follows the CPU: $task, $config.optimizer, $config.loss", async (job) => {
  const [found, expected] = [await runOn("wasm", job), await runOn("cpu", job)];
  for (const [at, { loss, metric }] of expected.history.entries()) {
    expect(found.history[at]?.loss).toBeCloseTo(loss, 4);
    // In the target's unit, which is some ten times the scaled one's.
    expect(found.history[at]?.metric).toBeCloseTo(metric, 3);
  }
});

it("a device that was asked for and does not start is replaced by the next, which says so", async () => {
  vi.stubGlobal("WebAssembly", undefined);
  const device = await startDevice("wasm").finally(() => vi.unstubAllGlobals());
  expect(device.info).toMatchObject({ backend: "cpu", fallbackReason: "notStarted" });
});
