/** @file Run before each file of `npm run test:gpu`: brings about the conditions that the command names. */
import { afterAll, expect } from "vitest";
import { brokenEnds, dirtyBuffers, leastLimits } from "../src/testing/gpuConditions.ts";

const conditions = (process.env.LAYERWISE_GPU_CONDITIONS ?? "").split(" ");

if (conditions.includes("least")) leastLimits();
if (conditions.includes("dirty")) {
  dirtyBuffers();
  afterAll(async () => expect(await brokenEnds(), "sizes of buffers written to behind their end").toEqual([]));
}
