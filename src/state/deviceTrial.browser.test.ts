/** @file Two workers as in the studio: one hands out samples, others measure them on a device of their own. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { defaultDataSettings } from "../core/data/types.ts";
import { AppError } from "../core/fault.ts";
import { noContext, templates } from "../core/graph/templates.ts";
import { defaultTraining, type TrainJob } from "../core/training/types.ts";
import { type EngineConnection, startEngine } from "../engine/client.ts";
import type { PreflightAnswer } from "../engine/protocol.ts";
import { tryOn } from "./deviceTrial.ts";

const never = new AbortController().signal;
let first: EngineConnection;
let job: TrainJob;
let answer: PreflightAnswer;

async function lastOf<T>(stream: AsyncGenerator<unknown, T, void>): Promise<T> {
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return value;
  }
}

beforeAll(async () => {
  first = startEngine(() => undefined);
  await first.remote.start({ force: "cpu" });
  const rows = Array.from({ length: 500 }, (_, row) => `${row / 100},${(row * 7) % 13},${"abc"[row % 3]}`);
  const file = new Blob([`x,z,y\n${rows.join("\n")}\n`]);
  const read = await lastOf(first.remote.readData({ files: [{ file, path: "t.csv" }], options: {} }));
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  job = {
    runId: "trial",
    projectId: "project",
    name: "1",
    datasetId: read.summary.id,
    data: { ...defaultDataSettings, target: "y" },
    task: "multiclass",
    graph: templates.mlp(noContext).graph,
    config: { ...defaultTraining, batchSize: 16 },
  };
  answer = await lastOf(first.remote.preflight(job));
});
afterAll(() => first.terminate(new AppError("cancelled", {})));

const query = () => {
  if (answer.samples === null) throw new Error("no samples were handed out");
  return { job, samples: answer.samples, batchSize: 16, giveUpMs: 60_000 };
};

it("hands out whole batches and rows to look at, no more", () => {
  const { counts, x, y } = query().samples;
  expect(counts.train).toBe(8 * 16);
  expect(counts.validation + counts.test).toBe(answer.result.validationRows);
  expect(x).toHaveLength((counts.train + answer.result.validationRows) * 2);
  expect(y).toHaveLength(counts.train + answer.result.validationRows);
});

it.each(["wasm", "webgl", "webgpu"] as const)("measures the same batches on %s", async (backend) => {
  const outcome = await tryOn(backend, query(), never, 100_000);
  if (outcome.kind !== "measured") throw new Error(outcome.kind);
  const { batchSize, msPerStep, msPerLook, rowsPerSecond } = outcome.candidate;
  expect(batchSize).toBe(16);
  expect(msPerStep).toBeGreaterThan(0);
  expect(msPerLook).toBeGreaterThan(0);
  expect(rowsPerSecond).toBeCloseTo(16_000 / msPerStep, 3);
});

it("gives up where one step takes too long", async () => {
  expect(await tryOn("wasm", { ...query(), giveUpMs: 0 }, never)).toEqual({ kind: "slower" });
});

it("ends at once when it is cancelled, and the first worker goes on", async () => {
  const cancel = new AbortController();
  const trial = tryOn("wasm", query(), cancel.signal);
  cancel.abort();
  expect(await trial).toEqual({ kind: "absent" });
  expect((await lastOf(first.remote.preflight(job))).result.candidates.length).toBeGreaterThan(0);
});
