import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AppError, type Fault } from "../core/fault.ts";
import { createProject } from "../core/project/create.ts";
import type { Run, TrainJob } from "../core/training/types.ts";

const { remote, starts } = vi.hoisted(() => ({
  remote: { train: vi.fn(), control: vi.fn(), predict: vi.fn(), predictFile: vi.fn() },
  starts: { count: 0 },
}));
vi.mock("../engine/client.ts", async () =>
  (await import("../testing/fakeClient.ts")).fakeClient(remote, () => {
    starts.count++;
  }),
);
vi.mock("../storage/runs.ts", () => ({ deleteRun: async () => undefined, listRuns: async () => [] }));
vi.mock("../storage/projects.ts", () => ({ saveProject: async () => undefined }));

const { useRun, useRunFault } = await import("./run.ts");
const { usePredictions } = await import("./predict.ts");
const { engine } = await import("./engine.ts");
const { useProject } = await import("./project.ts");

const job = { runId: "r", projectId: "p", datasetId: "d" } as TrainJob;
const recordOf = (failure?: Fault): Run =>
  ({ id: "r", projectId: "p", job, status: failure === undefined ? "done" : "failed", history: [], failure }) as never;

const endsIn = (run: Run) =>
  async function* () {
    yield { type: "phase", phase: "preparing" };
    return run;
  };

beforeEach(() => {
  useProject.getState().open(createProject({ id: "p", now: 0, name: "p" }));
});
afterEach(() => vi.clearAllMocks());

const faults = [
  { code: "deviceLost", context: { reason: "destroyed" } },
  { code: "gpuError", context: { message: "too large" } },
] as const;

describe("another worker is started", () => {
  // The first call starts one in any case.
  beforeEach(() => {
    engine();
    starts.count = 0;
  });

  it.each(faults)("after a run that ended in $code", async (fault) => {
    remote.train.mockImplementation(endsIn(recordOf(fault)));
    await useRun.getState().resumeRun(recordOf());
    expect(useRun.getState().runs[0]?.failure).toEqual(fault);
    expect(starts.count).toBe(1);
  });

  it.each(faults)("after a prediction that ended in $code, but not under a run", async ({ code, context }) => {
    remote.predict.mockRejectedValue(new AppError(code, context));
    let under = -1;
    remote.train.mockImplementation(async function* () {
      yield { type: "phase", phase: "training" };
      await usePredictions.getState().askRow(recordOf(), {});
      under = starts.count;
      return recordOf();
    });
    await useRun.getState().resumeRun(recordOf());
    expect(under).toBe(0);
    await usePredictions.getState().askRow(recordOf(), {});
    expect(usePredictions.getState().row).toMatchObject({ kind: "failed", fault: { code } });
    expect(starts.count).toBe(1);
  });

  it("not after a failure that is the run's own", async () => {
    remote.train.mockImplementation(endsIn(recordOf({ code: "lossNotFinite", context: { epoch: 1 } })));
    await useRun.getState().resumeRun(recordOf());
    expect(starts.count).toBe(0);
  });
});

it("a second click while a run is under way is no second run", async () => {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  remote.train.mockImplementation(async function* () {
    yield { type: "phase", phase: "preparing" };
    await ended;
    return recordOf();
  });
  const first = useRun.getState().resumeRun(recordOf());
  await useRun.getState().resumeRun(recordOf());
  end();
  await first;
  expect(remote.train).toHaveBeenCalledTimes(1);
  expect(useRun.getState().active).toEqual({ kind: "idle" });
});

it("a worker that dies ends the run with the reason", async () => {
  remote.train.mockImplementation(async function* () {
    yield { type: "phase", phase: "training" };
    throw new AppError("workerDied", { message: "gone" });
  });
  await useRun.getState().resumeRun(recordOf());
  expect(useRun.getState().active).toEqual({ kind: "idle" });
  expect(useRunFault.getState().fault?.code).toBe("workerDied");
});
