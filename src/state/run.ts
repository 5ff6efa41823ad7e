/**
 * @file The run under way, as a union of what it can be, and the list of finished ones. The curves live here, one
 * record an epoch; weights and checkpoints are written by the worker and never come to the page.
 */
import { create } from "zustand";
import { eachFold } from "../core/data/split/eachFold.ts";
import { type Fault, toFault } from "../core/fault.ts";
import type { Project } from "../core/project/types.ts";
import { goneOnAfter } from "../core/training/recovery.ts";
import type {
  EpochRecord,
  RateChange,
  Run,
  TrainEvent,
  TrainingConfig,
  TrainJob,
  TrainProgress,
} from "../core/training/types.ts";
import type { ControlCommand } from "../engine/protocol.ts";
import { deleteRun, listRuns } from "../storage/runs.ts";
import { summaryOf, taskOf, useDataset } from "./dataset.ts";
import { engine, replaceFaultyDevice } from "./engine.ts";
import { useProject } from "./project.ts";
import { Recovering } from "./recovery.ts";
import { useSession } from "./session.ts";

type Plan = Extract<TrainEvent, { type: "plan" }>;
/** recovering: its device is gone, and it waits for the one it goes on with. */
export type Phase = Extract<TrainEvent, { type: "phase" }>["phase"] | "recovering";

export interface ActiveRun {
  readonly kind: "active";
  readonly job: TrainJob;
  readonly phase: Phase;
  /** How much of the phase is done, 0 to 1; null: that cannot be told. */
  readonly share: number | null;
  readonly plan: Plan | null;
  readonly progress: TrainProgress | null;
  readonly history: readonly EpochRecord[];
  readonly bestEpoch: number | null;
  /** How the learning rate was changed by hand since it began, or was resumed here. */
  readonly rateChanges: readonly RateChange[];
}

/** Trainings that follow one another, each with another fold held out; `index` is the one under way. */
export interface FoldQueue {
  readonly set: string;
  readonly index: number;
  readonly count: number;
}

export type RunState = { readonly kind: "idle" } | ActiveRun;

/** How one try to train ended: with a record, which may tell of a fault, or without. */
type End = { readonly kind: "recorded"; readonly run: Run } | { readonly kind: "thrown"; readonly fault: Fault };

/** Its state after an epoch (weights, optimizer, history), or the weights alone that it kept, under a name. */
export type ForkStart =
  | { readonly kind: "checkpoint"; readonly epoch: number }
  | { readonly kind: "weights"; readonly source: string };

interface RunStore {
  readonly active: RunState;
  /** null: no more runs are to follow the one under way. */
  readonly queue: FoldQueue | null;
  /** Finished, stopped, failed and interrupted runs of the open project, newest first. */
  readonly runs: readonly Run[];
  /** Trains the document as it stands. `stepwise`: stop at the first epoch's end and wait. */
  train(options?: { readonly stepwise?: boolean }): Promise<void>;
  /**
   * Trains the document as it stands once for each fold or group, one after the other; a run that does not end by itself
   * is the last. `nameOf` names a fold (from 1) behind the number that all of them share.
   */
  trainFolds(nameOf: (fold: number, count: number) => string): Promise<void>;
  /** Goes on with an interrupted or stopped run at its last checkpoint. */
  resumeRun(run: Run): Promise<void>;
  /** Trains the run's own model and data with other settings, beginning with what it had learnt. */
  fork(run: Run, from: ForkStart, config: TrainingConfig): Promise<void>;
  control(command: ControlCommand): void;
  remove(run: Run): Promise<void>;
  refresh(projectId: string): Promise<void>;
}

/** A run that a reload cut off: it can be resumed. */
export const isInterrupted = (run: Run, active: RunState): boolean =>
  run.status === "running" && !(active.kind === "active" && active.job.runId === run.id);

/** It can go on at its last checkpoint: nothing was wrong with the run itself. */
export const isResumable = (run: Run, active: RunState): boolean =>
  isInterrupted(run, active) || run.status === "stopped" || run.failure?.code === "deviceLost";

/** The document as it stands as a job; null while there is nothing to train on. */
export function jobOf(project: Project): TrainJob | null {
  const task = taskOf(project, summaryOf(useDataset.getState().table));
  if (project.datasetId === null || task === null) return null;
  return {
    runId: crypto.randomUUID(),
    projectId: project.id,
    name: nextName(),
    datasetId: project.datasetId,
    data: project.data,
    task,
    graph: project.graph,
    config: project.training,
    startWeights: project.startWeights,
  };
}

/** Numbers are not given twice, though a run between was deleted. */
function nextName(): string {
  const given = useRun.getState().runs.map(({ name }) => Number.parseInt(name, 10));
  return `${1 + Math.max(0, ...given.filter(Number.isFinite))}`;
}

function forkOf({ id, job }: Run, from: ForkStart, config: TrainingConfig): TrainJob {
  // A fork is one run of its own: no fold of a set, and nothing of what befell the other.
  const { fold: _fold, resume: _resume, recoveries: _recoveries, fork: _fork, startPaused: _paused, ...rest } = job;
  const start =
    from.kind === "weights"
      ? { startWeights: { id, source: from.source } }
      : { fork: { runId: id, epoch: from.epoch } };
  return { ...rest, runId: crypto.randomUUID(), name: nextName(), config, ...start };
}

export const useRun = create<RunStore>()((set, get) => {
  const change = (part: Partial<ActiveRun>) =>
    set(({ active }) => (active.kind === "active" ? { active: { ...active, ...part } } : {}));

  function apply(event: TrainEvent) {
    switch (event.type) {
      case "phase":
        return change({ phase: event.phase, share: null });
      case "share":
        return change({ share: event.share });
      case "plan":
        return set(({ active }) =>
          active.kind === "active"
            ? {
                active: {
                  ...active,
                  plan: event,
                  history: event.history,
                  job: goneOnAfter(active.job, event.history.length),
                },
              }
            : {},
        );
      case "progress":
        return change({ progress: event.progress });
      case "rate": {
        const { active } = get();
        if (active.kind !== "active") return;
        return change({ rateChanges: [...active.rateChanges, event.change] });
      }
      case "checkpoint":
        return;
      case "epochs": {
        const { active } = get();
        if (active.kind !== "active") return;
        return change({ history: [...active.history, ...event.records], bestEpoch: event.bestEpoch });
      }
    }
  }

  /** What a run under way outlives between its start and its end; null: there is none. */
  let recovering: Recovering | null = null;

  /** The run's record; null where it ended without one. */
  async function follow(
    first: TrainJob,
    history: readonly EpochRecord[],
    rateChanges: readonly RateChange[] = [],
  ): Promise<Run | null> {
    // A second click while a run is under way is no second run.
    if (get().active.kind === "active") return null;
    const own = new Recovering();
    recovering = own;
    begin(first, history, rateChanges);
    useSession.getState().selectRun(first.runId);
    for (;;) {
      const { job } = get().active as ActiveRun;
      const end = await toItsEnd(job);
      const fault = end.kind === "recorded" ? end.run.failure : end.fault;
      const reached = get().active as ActiveRun;
      const recover = () => change({ phase: "recovering", share: null, progress: null });
      const next = fault === undefined ? null : await own.after(reached.job, fault, recover);
      if (next === null) {
        recovering = null;
        return ended(job, end);
      }
      begin(next, reached.history, reached.rateChanges);
    }
  }

  const begin = (job: TrainJob, history: readonly EpochRecord[], rateChanges: readonly RateChange[]) =>
    set({
      active: {
        kind: "active",
        job,
        phase: "preparing",
        share: null,
        plan: null,
        progress: null,
        history,
        bestEpoch: null,
        rateChanges,
      },
    });

  async function toItsEnd(job: TrainJob): Promise<End> {
    try {
      const stream = engine().train(job);
      for (;;) {
        const { done, value } = await stream.next();
        if (done) return { kind: "recorded", run: value };
        apply(value);
      }
    } catch (error) {
      return { kind: "thrown", fault: toFault(error) };
    }
  }

  async function ended(job: TrainJob, end: End): Promise<Run | null> {
    // Another project may be open by now; its list is not this run's.
    const isOpen = () => useProject.getState().project?.id === job.projectId;
    if (end.kind === "recorded") {
      const { run } = end;
      set(({ runs }) => ({
        active: { kind: "idle" },
        runs: isOpen() ? [run, ...runs.filter(({ id }) => id !== run.id)] : runs,
      }));
      if (run.failure !== undefined) replaceFaultyDevice(run.failure);
      return run;
    }
    set({ active: { kind: "idle" } });
    // Stopped while its data were read: there is no run, and nothing went wrong.
    if (end.fault.code !== "cancelled") useRunFault.setState({ fault: end.fault });
    replaceFaultyDevice(end.fault);
    if (isOpen()) await get().refresh(job.projectId);
    return null;
  }

  async function followAll(jobs: readonly TrainJob[], id: string) {
    for (const [index, job] of jobs.entries()) {
      // Stopped meanwhile, or another project was opened: what is trained belongs to the one that was left.
      if (get().queue?.set !== id || useProject.getState().project?.id !== job.projectId) return;
      set({ queue: { set: id, index, count: jobs.length } });
      const run = await follow(job, []);
      if (run?.status !== "done") return;
    }
  }

  return {
    active: { kind: "idle" },
    runs: [],
    queue: null,
    trainFolds: async (nameOf) => {
      const { project, readOnly } = useProject.getState();
      const job = project === null || readOnly ? null : jobOf(project);
      if (job === null || get().active.kind === "active" || get().queue !== null) return;
      const { preparation } = useDataset.getState();
      const groups = preparation.kind === "ready" ? (preparation.info.groups ?? []) : [];
      const id = crypto.randomUUID();
      const jobs = eachFold(job.data.split, groups).map((split, index, { length: count }) => ({
        ...job,
        runId: crypto.randomUUID(),
        name: `${job.name} ${nameOf(index + 1, count)}`,
        data: { ...job.data, split },
        fold: { set: id, index, count },
      }));
      if (jobs.length === 0) return;
      useRunFault.setState({ fault: null });
      set({ queue: { set: id, index: 0, count: jobs.length } });
      try {
        await followAll(jobs, id);
      } finally {
        if (get().queue?.set === id) set({ queue: null });
      }
    },
    train: async (options) => {
      const { project, readOnly } = useProject.getState();
      const job = project === null || readOnly ? null : jobOf(project);
      if (job === null) return;
      useRunFault.setState({ fault: null });
      await follow({ ...job, startPaused: options?.stepwise === true }, []);
    },
    resumeRun: async (run) => {
      useRunFault.setState({ fault: null });
      await follow({ ...run.job, resume: true, startPaused: false }, run.history, run.rateChanges);
    },
    fork: async (run, from, config) => {
      if (useProject.getState().readOnly) return;
      useRunFault.setState({ fault: null });
      const past = from.kind === "checkpoint" ? run.history.filter(({ epoch }) => epoch <= from.epoch) : [];
      await follow(forkOf(run, from, config), past);
    },
    control: (command) => {
      const { active } = get();
      // What is stopped is the set, not one of its folds.
      if (command.action === "stop") {
        set({ queue: null });
        recovering?.stop();
      }
      // Between two tries there is no worker that trains.
      if (active.kind !== "active" || active.phase === "recovering") return;
      void engine().control({ runId: active.job.runId, command });
    },
    remove: async (run) => {
      await deleteRun(run.id);
      set(({ runs }) => ({ runs: runs.filter(({ id }) => id !== run.id) }));
    },
    refresh: async (projectId) => {
      const runs = await listRuns(projectId);
      if (useProject.getState().project?.id === projectId) set({ runs });
    },
  };
});

/** Why the last attempt to train ended without a run (a fault of the worker itself); runs keep their own failure. */
export const useRunFault = create<{ readonly fault: ReturnType<typeof toFault> | null }>()(() => ({ fault: null }));
