/** @file Samples in a file of the browser, written and read by a worker: the same numbers, and nothing left behind. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cdp } from "vitest/browser";
import { eraseEverything } from "../../storage/erase.ts";
import { sweepScratch } from "../../storage/scratchFolder.ts";
import { numberAt, type SpoolAnswer, type SpoolRequest } from "./spoolForTest.ts";

const workers: Worker[] = [];

/** Asks a worker of its own; one request at a time. */
function newWorker(): (request: SpoolRequest) => Promise<SpoolAnswer> {
  const worker = new Worker(new URL("./spoolForTest.ts", import.meta.url), { type: "module" });
  workers.push(worker);
  return (request) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(request);
    });
}

const done = { ok: true, values: new Float32Array(0) };

async function left(): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    const root = await navigator.storage.getDirectory();
    for await (const name of (await root.getDirectoryHandle("scratch")).keys()) names.push(name);
  } catch (error) {
    if ((error as { name?: string }).name !== "NotFoundError") throw error;
  }
  return names.sort();
}

beforeEach(eraseEverything);
afterEach(() => {
  for (const worker of workers.splice(0)) worker.terminate();
});

describe("samples in a file", () => {
  const [rows, width] = [100_003, 37];

  it("come back wherever they are read, and are gone once they are let go", async () => {
    const ask = newWorker();
    expect(await ask({ kind: "spool", name: "a.samples", rows, width })).toEqual(done);
    expect(await left()).toEqual(["a.samples"]);
    for (const [from, count] of [
      [0, 1],
      [rows - 1, 1],
      [28_339, 1000],
      [12, 60_000],
      [0, rows],
    ] as const) {
      const answer = await ask({ kind: "read", from, count });
      if (!answer.ok) throw new Error(answer.code);
      expect(answer.values).toHaveLength(count * width);
      const wrong = answer.values.findIndex((value, i) => value !== numberAt(from + Math.floor(i / width), i % width));
      expect(wrong).toBe(-1);
    }
    expect(await ask({ kind: "remove" })).toEqual(done);
    expect(await left()).toEqual([]);
  });

  it("beyond what was written are told as missing, not made up", async () => {
    const ask = newWorker();
    await ask({ kind: "spool", name: "a.samples", rows: 10, width });
    expect(await ask({ kind: "read", from: 5, count: 10 })).toEqual({ ok: false, code: "storageFailed" });
  });

  it.each([
    ["a stop", { stopAt: 50_000 }, "stopped"],
    ["a fault", { breakAt: 50_000 }, "broken"],
  ])("%s while they are written leaves no file", async (_, change, code) => {
    expect(await newWorker()({ kind: "spool", name: "a.samples", rows, width, ...change })).toEqual({
      ok: false,
      code,
    });
    expect(await left()).toEqual([]);
  });

  it("are left alone by other workers and pages while they are in use, and cleared away afterwards", async () => {
    const [one, other] = [newWorker(), newWorker()];
    await one({ kind: "spool", name: "one.samples", rows: 1000, width });
    await other({ kind: "spool", name: "other.samples", rows: 1000, width });
    await sweepScratch();
    expect(await left()).toEqual(["one.samples", "other.samples"]);
    expect(await one({ kind: "read", from: 999, count: 1 })).toMatchObject({ ok: true });
    // Neither says good-bye.
    for (const worker of workers.splice(0)) worker.terminate();
    await expect
      .poll(async () => {
        await sweepScratch();
        return left();
      })
      .toEqual([]);
  });

  it("are erased with everything else, though the worker has only just been ended", async () => {
    await newWorker()({ kind: "spool", name: "a.samples", rows: 1000, width });
    for (const worker of workers.splice(0)) worker.terminate();
    await eraseEverything();
    expect(await left()).toEqual([]);
  });

  it("that the disk has no room for are refused as such, and leave no file", async () => {
    const { origin } = location;
    await cdp().send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 4_000_000 });
    try {
      const answer = await newWorker()({ kind: "spool", name: "a.samples", rows, width });
      expect(answer).toEqual({ ok: false, code: "quotaExceeded" });
    } finally {
      await cdp().send("Storage.overrideQuotaForOrigin", { origin });
    }
    expect(await left()).toEqual([]);
  });
});
