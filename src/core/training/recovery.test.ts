/** @file What a run outlives, how often, and what it is made to cost. */
import { expect, it } from "vitest";
import type { Fault } from "../fault.ts";
import { goneOnAfter, isMemoryFault, type Recovery, remedyFor } from "./recovery.ts";
import { defaultTraining, type TrainJob } from "./types.ts";

const job = { runId: "r", config: { ...defaultTraining, batchSize: 33 }, startPaused: true } as TrainJob;
const lost: Fault = { code: "deviceLost", context: { reason: "unknown" } };
const full: Fault = { code: "outOfMemory", context: { what: "a buffer" } };

/** Meets the faults one after the other, as one start by hand does; null once it ends. */
function after(faults: readonly Fault[], from: TrainJob = job) {
  let [now, force]: [TrainJob, string | null] = [from, null];
  const met: Recovery[] = [];
  for (const fault of faults) {
    const remedy = remedyFor(now, fault, met);
    if (remedy === null) return null;
    ({ job: now } = remedy);
    force = remedy.force;
    met.push(now.recoveries?.at(-1) as Recovery);
  }
  return { job: now, force };
}

it("goes on at the checkpoint on a new device after the first loss", () => {
  const next = after([lost]);
  expect(next?.force).toBeNull();
  expect(next?.job).toMatchObject({ resume: true, startPaused: false, config: { batchSize: 33 } });
  expect(next?.job.recoveries).toEqual([{ cause: "deviceLost", epoch: null }]);
});

it("goes on without the GPU after the second, and ends with the third", () => {
  const next = after([lost, lost]);
  expect(next?.force).toBe("wasm");
  expect(next?.job.recoveries?.map(({ fallback }) => fallback)).toEqual([undefined, "wasm"]);
  expect(after([lost, lost, lost])).toBeNull();
});

it("halves the batch where memory was the cause, and at one row gives up", () => {
  expect(after([full])?.job.config.batchSize).toBe(16);
  expect(after([full, full])?.job.recoveries?.map(({ batchSize }) => batchSize)).toEqual([
    { from: 33, to: 16 },
    { from: 16, to: 8 },
  ]);
  expect(after([full, full, full, full])?.job.config.batchSize).toBe(2);
  expect(after([full, full, full, full, full])).toBeNull();
  expect(after([full], { ...job, config: { ...job.config, batchSize: 1 } })).toBeNull();
});

it("takes a driver's word that a loss was for want of memory", () => {
  const reasons = ["VK_ERROR_OUT_OF_DEVICE_MEMORY", "D3D12 create: E_OUTOFMEMORY", "Not enough memory left."];
  for (const reason of reasons) {
    const fault: Fault = { code: "deviceLost", context: { reason } };
    expect(isMemoryFault(fault), reason).toBe(true);
    expect(after([fault])?.job.config.batchSize).toBe(16);
  }
  expect(isMemoryFault(lost)).toBe(false);
  // Both at once: a loss counts as a loss, whatever its cause.
  expect(after([{ code: "deviceLost", context: { reason: "out of memory" } }, lost])?.force).toBe("wasm");
});

it("stays off the GPU that it gave up, also when memory runs out later", () => {
  expect(after([lost, lost, full])?.force).toBe("wasm");
});

it("ends with faults that would come again", () => {
  expect(remedyFor(job, { code: "gpuError", context: { message: "" } }, [])).toBeNull();
  expect(remedyFor(job, { code: "lossNotFinite", context: { epoch: 3 } }, [])).toBeNull();
  expect(remedyFor(job, { code: "unexpected", context: { message: "" } }, [])).toBeNull();
});

it("counts anew when it is started by hand, and keeps what it had outlived", () => {
  const before = after([lost, lost])?.job as TrainJob;
  const next = remedyFor(before, lost, []);
  expect(next?.force).toBeNull();
  expect(next?.job.recoveries).toHaveLength(3);
});

it("learns once after which epoch it went on", () => {
  const once = goneOnAfter(after([lost])?.job as TrainJob, 7);
  expect(once.recoveries).toEqual([{ cause: "deviceLost", epoch: 7 }]);
  expect(goneOnAfter(once, 9)).toBe(once);
  expect(goneOnAfter(job, 3)).toBe(job);
});
