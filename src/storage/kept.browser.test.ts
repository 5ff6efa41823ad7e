/** @file Kept checkpoints in a real browser: found again by run and epoch, and gone with what they belong to. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createProject } from "../core/project/create.ts";
import type { Checkpoint } from "../core/training/checkpoint.ts";
import type { Run } from "../core/training/types.ts";
import { eraseEverything } from "./erase.ts";
import { listNames } from "./files.ts";
import { listForkPoints, loadKept, saveKept } from "./kept.ts";
import { deleteProject, saveProject } from "./projects.ts";
import { deleteRun, saveRun } from "./runs.ts";
import { saveCheckpoint } from "./weights.ts";

beforeEach(eraseEverything);
afterEach(() => vi.restoreAllMocks());

const checkpoint = (runId: string, epoch: number): Checkpoint => ({
  runId,
  epoch,
  step: epoch * 10,
  weights: [{ name: "w", shape: [2], values: Float32Array.of(epoch, -epoch) }],
  slots: [],
  best: null,
  wait: 0,
});
/** Only what the storage reads of a run. */
const run = (id: string, projectId: string): Run =>
  ({ id, projectId, createdAt: 1, job: { datasetId: "none" } }) as Run;

it("are found by run and epoch, beside the one that resuming goes on from", async () => {
  for (const epoch of [10, 5, 100]) await saveKept(checkpoint("run-1", epoch));
  // Its name begins as the other one's.
  await saveKept(checkpoint("run-10", 7));
  await saveCheckpoint(checkpoint("run-1", 103));
  expect(await listForkPoints("run-1")).toEqual([5, 10, 100, 103]);
  expect(await listForkPoints("run-10")).toEqual([7]);
  expect(await loadKept("run-1", 100)).toEqual(checkpoint("run-1", 100));
  expect(await loadKept("run-1", 103)).toEqual(checkpoint("run-1", 103));
  expect(await loadKept("run-1", 50)).toBeNull();
});

it("are gone with their run and with their project, and no others", async () => {
  await saveProject({ ...createProject({ id: "p", now: 1, name: "p" }) });
  for (const id of ["a", "b", "c"]) {
    await saveRun(run(id, id === "c" ? "other" : "p"));
    await saveKept(checkpoint(id, 1));
  }
  await deleteRun("a");
  expect(await listNames("checkpoints", "")).toEqual(expect.arrayContaining(["b.1", "c.1"]));
  expect(await listForkPoints("a")).toEqual([]);
  await deleteProject("p");
  expect(await listNames("checkpoints", "")).toEqual(["c.1"]);
  await eraseEverything();
  expect(await listForkPoints("c")).toEqual([]);
});

it("are kept in the database where files cannot be written", async () => {
  const original = Object.getOwnPropertyDescriptor(FileSystemFileHandle.prototype, "createWritable");
  Reflect.deleteProperty(FileSystemFileHandle.prototype, "createWritable");
  try {
    await saveKept(checkpoint("run-1", 3));
    await saveKept(checkpoint("run-10", 4));
    expect(await listForkPoints("run-1")).toEqual([3]);
    expect(await loadKept("run-1", 3)).toEqual(checkpoint("run-1", 3));
    await saveRun(run("run-1", "p"));
    await deleteRun("run-1");
    expect(await listForkPoints("run-1")).toEqual([]);
    expect(await listForkPoints("run-10")).toEqual([4]);
  } finally {
    if (original !== undefined) Object.defineProperty(FileSystemFileHandle.prototype, "createWritable", original);
  }
});
