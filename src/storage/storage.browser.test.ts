/** @file The storage in a real browser: what is kept, what a deletion takes with it, what survives a lost database. */
import { deleteDB } from "idb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createProject } from "../core/project/create.ts";
import { type Project, projectVersion } from "../core/project/types.ts";
import type { Run } from "../core/training/types.ts";
import { openStudio } from "./database.ts";
import { deleteDataset, hasDataset, loadDatasetBytes, saveDatasetBytes } from "./datasets.ts";
import { eraseEverything } from "./erase.ts";
import { listFiles, writeFile } from "./files.ts";
import { lockProject } from "./lock.ts";
import { loadMeasured, saveMeasured } from "./measured.ts";
import { loadParts, saveParts } from "./parts.ts";
import {
  deleteProject,
  listProjects,
  loadProject,
  purge,
  recoverProjects,
  restoreProject,
  saveProject,
  trashProject,
} from "./projects.ts";
import { deleteRun, listRuns, loadRun, saveRun } from "./runs.ts";
import { loadCheckpoint, loadWeights, saveCheckpoint, saveWeights } from "./weights.ts";

beforeEach(eraseEverything);
afterEach(() => vi.restoreAllMocks());

const project = (id: string, change: Partial<Project> = {}): Project => ({
  ...createProject({ id, now: 1, name: `Project ${id}` }),
  ...change,
});

/** Only what the storage reads of a run. */
const run = (id: string, projectId: string, createdAt: number, datasetId = "none"): Run =>
  ({ id, projectId, createdAt, job: { datasetId } }) as Run;

const tensor = (values: Float32Array) => ({ name: "w", shape: [values.length], values });
const bytes = (text: string) => [new Blob([text])];
/** As an edit that takes another table leaves things: the project no longer names it, and the table is there. */
const deleteProjectRecord = async (id: string) => (await openStudio()).delete("projects", id);
const textOf = async (id: string) => (await (await loadDatasetBytes(id))?.text()) ?? null;

async function traces(): Promise<readonly string[]> {
  const found: string[] = [];
  const root = await navigator.storage.getDirectory();
  for await (const name of root.keys()) found.push(name);
  return found;
}

describe("documents", () => {
  it("come back as they were saved, the last changed first", async () => {
    const strange = project("a", {
      name: "</script>",
      data: { ...project("a").data, columns: JSON.parse('{"__proto__":{"dropped":true}}') },
    });
    await saveProject(strange);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await saveProject(project("b"));
    const loaded = await loadProject("a");
    expect(loaded).toEqual({ ok: true, value: strange });
    expect(loaded?.ok && Object.keys(loaded.value.data.columns)).toEqual(["__proto__"]);
    expect((await listProjects()).map(({ id }) => id)).toEqual(["b", "a"]);
    expect(await loadProject("nowhere")).toBeNull();
  });

  it("that a newer studio saved are refused with both versions", async () => {
    await saveProject({ ...project("a"), version: 7 } as unknown as Project);
    const loaded = await loadProject("a");
    expect(loaded).toMatchObject({
      ok: false,
      issues: [{ code: "newerVersion", context: { found: 7, known: projectVersion } }],
    });
  });

  it("are gone when deleted, with their runs, and with tables that nothing else uses", async () => {
    for (const id of ["own", "shared", "old"]) await saveDatasetBytes(id, bytes(id));
    await saveProject(project("a", { datasetId: "own" }));
    await saveProject(project("b", { datasetId: "shared" }));
    await saveRun(run("r1", "a", 1, "shared"));
    await saveRun(run("r2", "a", 2, "old"));
    await saveRun(run("r3", "b", 3, "shared"));
    await saveWeights("r1", [tensor(Float32Array.of(1))]);
    await saveWeights("r3", [tensor(Float32Array.of(3))]);
    await deleteProject("a");
    expect((await listProjects()).map(({ id }) => id)).toEqual(["b"]);
    expect([await loadRun("r1"), await loadWeights("r1"), await listRuns("a")]).toEqual([null, null, []]);
    expect((await listRuns("b")).map(({ id }) => id)).toEqual(["r3"]);
    expect(await loadWeights("r3")).not.toBeNull();
    expect([await hasDataset("own"), await hasDataset("old"), await hasDataset("shared")]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it("take the weights of opened models with them, unless another starts from the same", async () => {
    const startWeights = (id: string) => ({ startWeights: { id, source: "m.keras" } });
    for (const id of ["model-own", "model-shared", "model-run"]) await saveWeights(id, [tensor(Float32Array.of(1))]);
    await saveProject(project("a", startWeights("model-own")));
    await saveProject(project("b", startWeights("model-shared")));
    const trained = run("r1", "a", 1, "d");
    await saveRun({ ...trained, job: { ...trained.job, ...startWeights("model-shared") } });
    const other = run("r2", "a", 2, "d");
    await saveRun({ ...other, job: { ...other.job, ...startWeights("model-run") } });
    await deleteProject("a");
    const kept = await Promise.all(["model-own", "model-shared", "model-run"].map(loadWeights));
    expect(kept.map((weights) => weights !== null)).toEqual([false, true, false]);
  });

  it("take the parts of their runs with them, as a deleted run does", async () => {
    const parts = { train: Uint32Array.of(5, 1), validation: new Uint32Array(0), test: Uint32Array.of(0) };
    await saveProject(project("a"));
    for (const [id, owner] of [
      ["r1", "a"],
      ["r2", "a"],
      ["r3", "b"],
    ] as const) {
      await saveRun(run(id, owner, 1, "d"));
      await saveParts(id, parts);
    }
    expect(await loadParts("r1", 6)).toEqual(parts);
    // The table has fewer rows than that: what is kept belongs to another one.
    expect(await loadParts("r1", 5)).toBeNull();
    await deleteRun("r1");
    expect(await loadParts("r1", 6)).toBeNull();
    await deleteProject("a");
    expect([await loadParts("r2", 6), await loadParts("r3", 6)]).toEqual([null, parts]);
    expect((await listFiles("parts")).map(({ name }) => name)).toEqual(["r3.bin"]);
    await writeFile("parts", "r3.bin", [Uint8Array.of(1, 2, 3)]);
    expect(await loadParts("r3", 6)).toBeNull();
    expect(await loadParts("nowhere", 6)).toBeNull();
  });

  it("can be taken out of the list and put back", async () => {
    await saveProject(project("a"));
    await trashProject("a");
    expect([await listProjects(), await loadProject("a")]).toEqual([[], null]);
    // Its time to be undone has not passed.
    await purge();
    await restoreProject("a");
    expect((await loadProject("a"))?.ok).toBe(true);
    await trashProject("a");
    const later = Date.now() + 120_000;
    vi.spyOn(Date, "now").mockImplementation(() => later);
    await purge();
    await restoreProject("a");
    expect(await listProjects()).toEqual([]);
  });

  it("survive an emptied database, but not a deletion", async () => {
    await saveProject(project("kept"));
    await saveProject(project("deleted"));
    await deleteProject("deleted");
    expect(await recoverProjects()).toBe(0);
    await deleteDB("layerwise");
    expect(await recoverProjects()).toBe(1);
    expect((await listProjects()).map(({ id }) => id)).toEqual(["kept"]);
    expect(await loadProject("kept")).toEqual({ ok: true, value: project("kept") });
  });

  it("are saved after the database was deleted under the page", async () => {
    await saveProject(project("a"));
    await deleteDB("layerwise");
    await saveProject(project("a", { name: "Again" }));
    expect((await listProjects()).map(({ name }) => name)).toEqual(["Again"]);
    // A connection that was closed by the browser is opened anew.
    (await openStudio()).close();
    await saveProject(project("b"));
    expect((await listProjects()).length).toBe(2);
  });

  it("say why they were not saved, and keep what was there", async () => {
    await saveProject(project("a"));
    const full = new DOMException("full", "QuotaExceededError");
    vi.spyOn(IDBObjectStore.prototype, "put").mockImplementationOnce(() => {
      throw full;
    });
    await expect(saveProject(project("a", { name: "Lost" }))).rejects.toMatchObject({ code: "quotaExceeded" });
    vi.spyOn(IDBObjectStore.prototype, "put").mockImplementationOnce(() => {
      throw new DOMException("broken", "UnknownError");
    });
    await expect(saveProject(project("a", { name: "Lost" }))).rejects.toMatchObject({
      code: "storageFailed",
      context: { message: "broken" },
    });
    expect(await loadProject("a")).toEqual({ ok: true, value: project("a") });
  });
});

describe("runs and weights", () => {
  it("are listed newest first and deleted with what belongs to them", async () => {
    for (const [id, at] of [
      ["x", 1],
      ["y", 3],
      ["z", 2],
    ] as const)
      await saveRun(run(id, "p", at));
    expect((await listRuns("p")).map(({ id }) => id)).toEqual(["y", "z", "x"]);
    const weights = [tensor(Float32Array.of(1, 2))];
    const checkpoint = { runId: "y", epoch: 1, step: 4, weights, slots: [], best: null, wait: 0 };
    await saveWeights("y", weights);
    await saveCheckpoint(checkpoint);
    expect([await loadWeights("y"), await loadCheckpoint("y")]).toEqual([weights, checkpoint]);
    await deleteRun("y");
    expect([await loadRun("y"), await loadWeights("y"), await loadCheckpoint("y")]).toEqual([null, null, null]);
  });

  it("are stored without the buffer they are a view of", async () => {
    const large = new Float32Array(1_000_000);
    await saveWeights("x", [tensor(large.subarray(10, 12))]);
    const [stored] = (await loadWeights("x")) ?? [];
    expect(stored?.values.buffer.byteLength).toBe(8);
  });
});

describe("tables", () => {
  it("are written part by part and read back whole", async () => {
    await saveDatasetBytes("t", ["head ", Uint8Array.of(116, 97), new Blob(["il"])]);
    expect([await textOf("t"), await hasDataset("t"), await hasDataset("u")]).toEqual(["head tail", true, false]);
    await deleteDataset("t");
    expect(await hasDataset("t")).toBe(false);
    await deleteDataset("t");
  });

  it("stay for a day after they went out of use, however old they are, so that an undo finds them", async () => {
    const day = 24 * 3600 * 1000;
    const start = Date.now();
    const clock = vi.spyOn(Date, "now");
    const found = async () => [await hasDataset("used"), await hasDataset("left")];
    await saveDatasetBytes("used", bytes("used"));
    await saveDatasetBytes("left", bytes("left"));
    await saveProject(project("a", { datasetId: "used" }));
    clock.mockReturnValue(start + 3 * day);
    await purge();
    expect(await found()).toEqual([true, true]);
    // The undo came: it is in use again, and its day begins anew.
    await saveProject(project("b", { datasetId: "left" }));
    await purge();
    await deleteProjectRecord("b");
    await purge();
    expect(await found()).toEqual([true, true]);
    // Files carry the true time of their writing.
    clock.mockReturnValue(start + 2 * day);
    await purge();
    expect(await found()).toEqual([true, false]);
    expect((await listFiles("datasets")).map(({ name }) => name)).toEqual(["used.bin"]);
  });

  it("keep their earlier content when a write does not finish", async () => {
    await saveDatasetBytes("t", bytes("whole"));
    const write = FileSystemWritableFileStream.prototype.write;
    let parts = 0;
    vi.spyOn(FileSystemWritableFileStream.prototype, "write").mockImplementation(function (
      this: FileSystemWritableFileStream,
      part,
    ) {
      parts++;
      if (parts === 2) return Promise.reject(new DOMException("full", "QuotaExceededError"));
      return write.call(this, part);
    });
    await expect(saveDatasetBytes("t", ["new", "part"])).rejects.toMatchObject({ code: "quotaExceeded" });
    expect(await textOf("t")).toBe("whole");
  });

  it("are kept in the database where files cannot be written", async () => {
    const original = Object.getOwnPropertyDescriptor(FileSystemFileHandle.prototype, "createWritable");
    Reflect.deleteProperty(FileSystemFileHandle.prototype, "createWritable");
    try {
      await saveDatasetBytes("t", bytes("in the database"));
      expect(await traces()).toEqual([]);
      expect([await textOf("t"), await hasDataset("u")]).toEqual(["in the database", false]);
      await deleteDataset("t");
      expect(await hasDataset("t")).toBe(false);
    } finally {
      if (original !== undefined) Object.defineProperty(FileSystemFileHandle.prototype, "createWritable", original);
    }
  });
});

it("leaves nothing when everything is erased", async () => {
  await saveDatasetBytes("t", bytes("secret"));
  await saveProject(project("a", { datasetId: "t" }));
  await (await caches.open("layerwise")).put("/x", new Response("x"));
  expect((await traces()).length).toBeGreaterThan(0);
  await eraseEverything();
  const databases = (await indexedDB.databases()).map(({ name }) => name);
  expect([await traces(), databases.includes("layerwise"), await caches.keys()]).toEqual([[], false, []]);
});

describe("the lock of a project", () => {
  const holder = (log: string[], name: string) => ({
    granted: (waited: boolean) => void log.push(`${name} granted${waited ? " after waiting" : ""}`),
    waiting: () => void log.push(`${name} waits`),
    letGo: async () => void log.push(`${name} saves`),
    lost: () => void log.push(`${name} lost`),
  });
  const settled = (log: readonly string[], count: number) =>
    vi.waitFor(() => expect(log.length).toBe(count), { timeout: 8000 });

  it("is held by one, passes on when asked for, after a save, and comes back", async () => {
    const log: string[] = [];
    const one = lockProject("p", holder(log, "one"));
    await settled(log, 1);
    const two = lockProject("p", holder(log, "two"));
    await settled(log, 2);
    two.takeOver();
    await settled(log, 5);
    expect(log).toEqual(["one granted", "two waits", "one saves", "one waits", "two granted after waiting"]);
    two.release();
    await settled(log, 6);
    expect(log.at(-1)).toBe("one granted after waiting");
    one.release();
  });

  it("is taken from one that does not answer, which is told", async () => {
    const log: string[] = [];
    const hung = lockProject("q", { ...holder(log, "hung"), letGo: () => new Promise(() => undefined) });
    await settled(log, 1);
    const two = lockProject("q", holder(log, "two"));
    await settled(log, 2);
    two.takeOver();
    await settled(log, 4);
    expect(log.slice(2).sort()).toEqual(["hung lost", "two granted after waiting"]);
    two.release();
    hung.release();
  });

  it("of one project is not that of another", async () => {
    const log: string[] = [];
    const locks = [lockProject("r", holder(log, "one")), lockProject("s", holder(log, "two"))];
    await settled(log, 2);
    expect([...log].sort()).toEqual(["one granted", "two granted"]);
    for (const lock of locks) lock.release();
  });
});

it("what was measured of a device comes back under its name, whatever letters that has", async () => {
  const name = `Grafikkarte "Größe 1/2" (${"x".repeat(300)})`;
  expect(await loadMeasured(name)).toBeNull();
  await saveMeasured(name, { barriers: true });
  expect(await loadMeasured(name)).toEqual({ barriers: true });
  expect(await loadMeasured("another")).toBeNull();
  const [file] = await listFiles("devices");
  await writeFile("devices", (file as { name: string }).name, ["{"]);
  expect(await loadMeasured(name)).toBeNull();
});
