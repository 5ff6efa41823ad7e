/** @file A run that loses its device goes on by itself, at its checkpoint, on what there is; and it can be stopped. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Fault } from "../core/fault.ts";
import { createProject } from "../core/project/create.ts";
import { defaultTraining, type EpochRecord, type Run, type TrainJob } from "../core/training/types.ts";

const { remote, wishes } = vi.hoisted(() => ({
  remote: { train: vi.fn(), control: vi.fn(), start: vi.fn() },
  wishes: [] as unknown[],
}));
vi.mock("../engine/client.ts", async () => (await import("../testing/fakeClient.ts")).fakeClient(remote));
vi.mock("../storage/runs.ts", () => ({ deleteRun: async () => undefined, listRuns: async () => [] }));
vi.mock("../storage/projects.ts", () => ({ saveProject: async () => undefined }));

const { useRun } = await import("./run.ts");
const { useProject } = await import("./project.ts");
const { stopEngine } = await import("./engine.ts");

const job = { runId: "r", projectId: "p", datasetId: "d", config: defaultTraining } as TrainJob;
const record = (own: TrainJob, failure?: Fault): Run =>
  ({
    id: "r",
    projectId: "p",
    job: own,
    status: failure === undefined ? "done" : "failed",
    history: [],
    failure,
  }) as never;
const lost: Fault = { code: "deviceLost", context: { reason: "unknown" } };
const full: Fault = { code: "outOfMemory", context: { what: "a buffer" } };
const history = [1, 2, 3].map((epoch) => ({ epoch }) as EpochRecord);

/** The worker's runs, one after the other: each ends in its fault, or well; a resumed one goes on after three epochs. */
function endIn(...faults: readonly (Fault | undefined)[]) {
  const left = [...faults];
  remote.train.mockImplementation(async function* (own: TrainJob) {
    yield { type: "plan", history: own.resume === true ? history : [] };
    return record(own, left.shift());
  });
}

const jobs = (): readonly TrainJob[] => remote.train.mock.calls.map(([own]) => own);
const start = async () => {
  const following = useRun.getState().resumeRun(record(job));
  await vi.runAllTimersAsync();
  await following;
};

beforeEach(() => {
  vi.useFakeTimers();
  wishes.length = 0;
  remote.start.mockImplementation(async (wish: unknown) => {
    wishes.push(wish);
    return { backend: "cpu", label: "CPU" };
  });
  useProject.getState().open(createProject({ id: "p", now: 0, name: "p" }));
  useRun.setState({ runs: [] });
});
afterEach(() => {
  stopEngine();
  vi.useRealTimers();
  vi.clearAllMocks();
});

it("goes on at the checkpoint after a loss, and the run says after which epoch", async () => {
  endIn(lost, undefined);
  await start();
  expect(jobs()).toHaveLength(2);
  expect(jobs()[1]).toMatchObject({ resume: true, recoveries: [{ cause: "deviceLost", epoch: null }] });
  expect(wishes).toEqual([{}, {}]);
  expect(useRun.getState().runs.map(({ status }) => status)).toEqual(["done"]);
});

it("knows after which epoch it went on when it fails again, and then goes on without the GPU", async () => {
  endIn(lost, lost, undefined);
  await start();
  expect(jobs()[2]?.recoveries).toEqual([
    { cause: "deviceLost", epoch: 3 },
    { cause: "deviceLost", epoch: null, fallback: "wasm" },
  ]);
  expect(wishes).toEqual([{}, {}, { force: "wasm", because: "deviceLost" }]);
});

it("ends with the reason after the third loss, with a worker for what comes next", async () => {
  endIn(lost, lost, lost);
  await start();
  expect(jobs()).toHaveLength(3);
  expect(useRun.getState().runs[0]).toMatchObject({ status: "failed", failure: lost });
  expect(useRun.getState().active).toEqual({ kind: "idle" });
  expect(wishes).toHaveLength(4);
});

it("halves the batch where memory ran out", async () => {
  endIn(full, undefined);
  await start();
  expect(jobs().map(({ config }) => config.batchSize)).toEqual([32, 16]);
});

it("goes on, too, where the loss came before there was a record", async () => {
  let tries = 0;
  // biome-ignore lint/correctness/useYield: it fails before its first word
  remote.train.mockImplementation(async function* (own: TrainJob) {
    if (++tries === 1)
      throw Object.assign(new (await import("../core/fault.ts")).AppError("deviceLost", { reason: "" }));
    return record(own);
  });
  await start();
  expect(tries).toBe(2);
  expect(useRun.getState().runs[0]?.status).toBe("done");
});

it("shows that it waits, and a stop in that time ends it with the reason", async () => {
  endIn(lost, undefined);
  const following = useRun.getState().resumeRun(record(job));
  await vi.advanceTimersByTimeAsync(100);
  expect(useRun.getState().active).toMatchObject({ kind: "active", phase: "recovering" });
  useRun.getState().control({ action: "stop" });
  await vi.runAllTimersAsync();
  await following;
  expect(jobs()).toHaveLength(1);
  expect(remote.control).not.toHaveBeenCalled();
  expect(useRun.getState().runs[0]).toMatchObject({ status: "failed", failure: lost });
});
