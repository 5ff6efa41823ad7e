/** @file The page that computes the cases on WebGPU: all of them, in one go, with the engine's own device. */
import { startDevice } from "../../../../src/engine/device/device.ts";
import { type Computed, compute } from "./compute.ts";
import { allCases, jobsOf } from "./jobs.ts";

export type Outcome = { readonly computed: Computed } | { readonly problem: string };

declare global {
  /** Computes the cases from `start` on for about `millis`; where it stopped, and what came out. */
  var computeCases: (start: number, millis: number) => Promise<{ readonly next: number; readonly outcomes: Outcome[] }>;
  /** The device's name; anything but WebGPU is told as a problem. */
  var startGpu: () => Promise<{ readonly backend: string; readonly label: string }>;
}

const jobs = jobsOf(allCases());
let device: Awaited<ReturnType<typeof startDevice>>;

globalThis.startGpu = async () => {
  device = await startDevice("webgpu");
  return { backend: device.info.backend, label: `${device.info.label} ${device.info.detail ?? ""}` };
};

globalThis.computeCases = async (start, millis) => {
  const outcomes: Outcome[] = [];
  const end = performance.now() + millis;
  let next = start;
  for (; next < jobs.length && performance.now() < end; next++) {
    const job = jobs[next];
    if (job === undefined || "problem" in job) {
      outcomes.push({ problem: job?.problem ?? "no case" });
      continue;
    }
    try {
      const computed = await compute(job);
      await device.settle();
      device.check();
      outcomes.push({ computed });
    } catch (error) {
      outcomes.push({ problem: error instanceof Error ? error.message : String(error) });
    }
  }
  return { next, outcomes };
};
