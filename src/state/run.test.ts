import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AppError, type Fault } from "../core/fault.ts";
import { createProject } from "../core/project/create.ts";
import { defaultTraining, type Run, type TrainJob } from "../core/training/types.ts";

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
const { useDataset } = await import("./dataset.ts");

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

  it("after a run that ended in gpuError", async () => {
    const [, fault] = faults;
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

describe("all folds", () => {
  const given = { strategy: "kFold", folds: 3, validation: 0.2, test: 0, seed: 1 } as const;
  const asked = (): readonly TrainJob[] => remote.train.mock.calls.map(([one]) => one);
  const ends = (status: Run["status"]) =>
    async function* (one: TrainJob) {
      yield { type: "phase", phase: "training" };
      return { ...recordOf(), id: one.runId, name: one.name, job: one, status } as Run;
    };

  beforeEach(() => {
    const { open } = useProject.getState();
    const project = createProject({ id: "p", now: 0, name: "p" });
    open({ ...project, datasetId: "d", data: { ...project.data, target: "y", task: "binary", split: given } });
    useRun.setState({ runs: [{ ...recordOf(), id: "old", name: "4" }], queue: null });
    useDataset.setState({
      table: { kind: "ready", summary: { columns: [{ name: "y", type: "category", inferred: "category" }] } as never },
    });
  });

  const train = () => useRun.getState().trainFolds((fold, count) => `fold ${fold}/${count}`);

  it("are trained one after the other, each with its own rows held out", async () => {
    let most = 0;
    let now = 0;
    remote.train.mockImplementation(async function* (one: TrainJob) {
      most = Math.max(most, ++now);
      yield { type: "phase", phase: "training" };
      expect(useRun.getState().queue).toMatchObject({ index: one.fold?.index, count: 3 });
      now--;
      return { ...recordOf(), id: one.runId, job: one, status: "done" } as Run;
    });
    await train();
    expect(asked().map(({ name }) => name)).toEqual(["5 fold 1/3", "5 fold 2/3", "5 fold 3/3"]);
    expect(asked().map(({ data }) => data.split.fold)).toEqual([0, 1, 2]);
    expect(asked().map(({ fold }) => fold?.index)).toEqual([0, 1, 2]);
    expect(new Set(asked().map(({ fold }) => fold?.set)).size).toBe(1);
    expect(new Set(asked().map(({ runId }) => runId)).size).toBe(3);
    expect(most).toBe(1);
    expect(useRun.getState()).toMatchObject({ queue: null, active: { kind: "idle" } });
    // The document is as it was.
    expect(useProject.getState().project?.data.split).toEqual(given);
  });

  it("are one a group where groups are left out", async () => {
    const data = { ...useProject.getState().project?.data, split: { ...given, strategy: "leaveOneGroupOut", by: "g" } };
    useProject.setState(({ project }) => ({ project: { ...project, data } as never }));
    useDataset.setState({ preparation: { kind: "ready", info: { groups: ["north", "south"] } as never } });
    remote.train.mockImplementation(ends("done"));
    await train();
    expect(asked().map((one) => one.data.split.group)).toEqual(["north", "south"]);
  });

  it("end with Stop: the folds that were trained stay as runs", async () => {
    remote.train.mockImplementation(async function* (one: TrainJob) {
      yield { type: "phase", phase: "training" };
      if (one.fold?.index === 1) useRun.getState().control({ action: "stop" });
      const status = one.fold?.index === 1 ? "stopped" : "done";
      return { ...recordOf(), id: one.runId, job: one, status } as Run;
    });
    await train();
    expect(asked()).toHaveLength(2);
    expect(useRun.getState().runs.map(({ status }) => status)).toEqual(["stopped", "done", "done"]);
    expect(useRun.getState().queue).toBeNull();
  });

  it("end with Stop in the last moment of a fold, which is done all the same", async () => {
    remote.train.mockImplementation(async function* (one: TrainJob) {
      yield { type: "phase", phase: "evaluating" };
      useRun.getState().control({ action: "stop" });
      return { ...recordOf(), id: one.runId, job: one, status: "done" } as Run;
    });
    await train();
    expect(asked()).toHaveLength(1);
  });

  it("end with a fold that fails, with a worker that dies, and when another project is opened", async () => {
    remote.train.mockImplementation(ends("failed"));
    await train();
    expect(asked()).toHaveLength(1);
    remote.train.mockImplementation(async function* () {
      yield { type: "phase", phase: "training" };
      throw new AppError("workerDied", { message: "gone" });
    });
    await train();
    expect(asked()).toHaveLength(2);
    expect(useRun.getState().queue).toBeNull();
    remote.train.mockImplementation(async function* (one: TrainJob) {
      yield { type: "phase", phase: "training" };
      useProject.getState().open(createProject({ id: "other", now: 0, name: "other" }));
      return { ...recordOf(), id: one.runId, job: one, status: "done" } as Run;
    });
    await train();
    expect(asked()).toHaveLength(3);
  });

  it("are not begun twice, nor where nothing is held out in turn", async () => {
    remote.train.mockImplementation(ends("done"));
    const both = [train(), train()];
    await Promise.all(both);
    expect(asked()).toHaveLength(3);
    useProject.getState().edit("setSplit", { strategy: "random" });
    await train();
    expect(asked()).toHaveLength(3);
  });
});

describe("a fork", () => {
  const history = [1, 2, 3].map((epoch) => ({ epoch, loss: 1 / epoch }));
  const parent = {
    ...recordOf(),
    id: "parent",
    name: "4",
    history,
    job: {
      ...job,
      runId: "parent",
      fold: { set: "s", index: 0, count: 2 },
      resume: true,
      startPaused: true,
      fork: { runId: "grandparent", epoch: 1 },
      startWeights: { id: "model", source: "a file" },
    },
  } as never as Run;
  const config = { ...defaultTraining, batchSize: 64 };

  async function forked(from: Parameters<ReturnType<typeof useRun.getState>["fork"]>[1]) {
    let known: readonly unknown[] = [];
    remote.train.mockImplementation(async function* () {
      const { active } = useRun.getState();
      known = active.kind === "active" ? active.history : [];
      yield { type: "phase", phase: "training" };
      return { ...recordOf(), id: "fork" };
    });
    await useRun.getState().fork(parent, from, config);
    return { sent: remote.train.mock.calls[0]?.[0] as TrainJob, known };
  }

  it("begins at the checkpoint with the past that belongs to it, as a run of its own", async () => {
    const { sent, known } = await forked({ kind: "checkpoint", epoch: 2 });
    expect(sent).toMatchObject({ projectId: "p", datasetId: "d", config, fork: { runId: "parent", epoch: 2 } });
    expect(sent.runId).not.toBe("parent");
    for (const name of ["fold", "resume", "startPaused"]) expect(sent).not.toHaveProperty(name);
    expect(known).toEqual(history.slice(0, 2));
  });

  it("begins with the weights alone, and without a past", async () => {
    const { sent, known } = await forked({ kind: "weights", source: "Run 4" });
    expect(sent).toMatchObject({ config, startWeights: { id: "parent", source: "Run 4" } });
    expect(sent).not.toHaveProperty("fork");
    expect(known).toEqual([]);
  });
});

describe("a learning rate changed by hand", () => {
  it("is known while the run is under way, also of one that is resumed", async () => {
    const seen: unknown[] = [];
    const look = () => {
      const { active } = useRun.getState();
      seen.push(active.kind === "active" ? active.rateChanges : null);
    };
    remote.train.mockImplementation(async function* () {
      look();
      yield { type: "rate", change: { update: 9, rate: 0.5 } };
      look();
      return recordOf();
    });
    await useRun.getState().resumeRun({ ...recordOf(), rateChanges: [{ update: 3, rate: 0.1 }] });
    expect(seen).toEqual([
      [{ update: 3, rate: 0.1 }],
      [
        { update: 3, rate: 0.1 },
        { update: 9, rate: 0.5 },
      ],
    ]);
  });
});
