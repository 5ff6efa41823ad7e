/** @file The rows that a run keeps as its parts are those of the split of its configuration. */

import { beforeAll, expect, it } from "vitest";
import { split } from "../../core/data/split.ts";
import type { SplitConfig } from "../../core/data/types.ts";
import { atOnce } from "../../core/pieces.ts";
import { type Device, startDevice } from "../device/device.ts";
import { blobs, follow, jobFor, MemoryStore } from "./testHarness.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("cpu");
});

it.each([
  { strategy: "stratified", validation: 0.2, test: 0.2, seed: 4 },
  { strategy: "kFold", folds: 3, fold: 1, validation: 0.25, test: 0, seed: 4 },
] as const satisfies readonly SplitConfig[])("$strategy", async (config) => {
  const table = blobs(60);
  const store = new MemoryStore();
  const job = jobFor("multiclass", { epochs: 1 });
  const { run } = await follow(device, { ...job, data: { ...job.data, split: config } }, table, store);
  const classOf = Int32Array.from({ length: 60 }, (_, row) => row % 3);
  const rows = Uint32Array.from(classOf, (_, row) => row);
  const expected = atOnce(split(config, { rows, classOf, order: null }));
  const { train, validation, test } = expected;
  const kept = store.parts.get("run");
  for (const part of ["train", "validation", "test"] as const) {
    expect([...(kept?.[part] ?? [])]).toEqual([...expected[part]]);
  }
  expect(run.counts).toEqual({ train: train.length, validation: validation.length, test: test.length });
});
