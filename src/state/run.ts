/**
 * @file The run under way, as a union of what it can be, and the list of finished ones. The curves live here, one
 * record an epoch; weights and checkpoints are written by the worker and never come to the page.
 */
import { create } from "zustand";
import { toFault } from "../core/fault.ts";
import type { Project } from "../core/project/types.ts";
import type { EpochRecord, Run, TrainEvent, TrainJob, TrainProgress } from "../core/training/types.ts";
import { deleteRun, listRuns } from "../storage/runs.ts";
import { summaryOf, taskOf, useDataset } from "./dataset.ts";
import { engine, replaceFaultyDevice } from "./engine.ts";
import { useProject } from "./project.ts";
import { useSession } from "./session.ts";

type Plan = Extract<TrainEvent, { type: "plan" }>;
export type Phase = Extract<TrainEvent, { type: "phase" }>["phase"];

export interface ActiveRun {
  readonly kind: "active";
  readonly job: TrainJob;
  readonly phase: Phase;
  readonly plan: Plan | null;
  readonly progress: TrainProgress | null;
  readonly history: readonly EpochRecord[];
  readonly bestEpoch: number | null;
}

export type RunState = { readonly kind: "idle" } | ActiveRun;

interface RunStore {
  readonly active: RunState;
  /** Finished, stopped, failed and interrupted runs of the open project, newest first. */
  readonly runs: readonly Run[];
  /** Trains the document as it stands. `stepwise`: stop at the first epoch's end and wait. */
  train(options?: { readonly stepwise?: boolean }): Promise<void>;
  /** Goes on with an interrupted or stopped run at its last checkpoint. */
  resumeRun(run: Run): Promise<void>;
  control(action: "pause" | "resume" | "step" | "stop"): void;
  remove(run: Run): Promise<void>;
  refresh(projectId: string): Promise<void>;
}

/** A run that a reload cut off: it can be resumed. */
export const isInterrupted = (run: Run, active: RunState): boolean =>
  run.status === "running" && !(active.kind === "active" && active.job.runId === run.id);

/** It can go on at its last checkpoint: nothing was wrong with the run itself. */
export const isResumable = (run: Run, active: RunState): boolean =>
  isInterrupted(run, active) || run.status === "stopped" || run.failure?.code === "deviceLost";

function jobOf(project: Project): TrainJob | null {
  const task = taskOf(project, summaryOf(useDataset.getState().table));
  if (project.datasetId === null || task === null) return null;
  // Numbers are not given twice, though a run between was deleted.
  const given = useRun.getState().runs.map(({ name }) => Number.parseInt(name, 10));
  const number = 1 + Math.max(0, ...given.filter(Number.isFinite));
  return {
    runId: crypto.randomUUID(),
    projectId: project.id,
    name: `${number}`,
    datasetId: project.datasetId,
    data: project.data,
    task,
    graph: project.graph,
    config: project.training,
    startWeights: project.startWeights,
  };
}

export const useRun = create<RunStore>()((set, get) => {
  const change = (part: Partial<ActiveRun>) =>
    set(({ active }) => (active.kind === "active" ? { active: { ...active, ...part } } : {}));

  function apply(event: TrainEvent) {
    switch (event.type) {
      case "phase":
        return change({ phase: event.phase });
      case "plan":
        return change({ plan: event, history: event.history });
      case "progress":
        return change({ progress: event.progress });
      case "epochs": {
        const { active } = get();
        if (active.kind !== "active") return;
        return change({ history: [...active.history, ...event.records], bestEpoch: event.bestEpoch });
      }
    }
  }

  async function follow(job: TrainJob, history: readonly EpochRecord[]) {
    // A second click while a run is under way is no second run.
    if (get().active.kind === "active") return;
    set({ active: { kind: "active", job, phase: "preparing", plan: null, progress: null, history, bestEpoch: null } });
    useSession.getState().selectRun(job.runId);
    try {
      const stream = engine().train(job);
      for (;;) {
        const { done, value } = await stream.next();
        if (done) {
          // Another project may be open by now; its list is not this run's.
          const isOpen = useProject.getState().project?.id === job.projectId;
          set(({ runs }) => ({
            active: { kind: "idle" },
            runs: isOpen ? [value, ...runs.filter(({ id }) => id !== value.id)] : runs,
          }));
          if (value.failure !== undefined) replaceFaultyDevice(value.failure);
          return;
        }
        apply(value);
      }
    } catch (error) {
      const fault = toFault(error);
      set({ active: { kind: "idle" } });
      useRunFault.setState({ fault });
      replaceFaultyDevice(fault);
      if (useProject.getState().project?.id === job.projectId) await get().refresh(job.projectId);
    }
  }

  return {
    active: { kind: "idle" },
    runs: [],
    train: async (options) => {
      const { project, readOnly } = useProject.getState();
      const job = project === null || readOnly ? null : jobOf(project);
      if (job === null) return;
      useRunFault.setState({ fault: null });
      await follow({ ...job, startPaused: options?.stepwise === true }, []);
    },
    resumeRun: (run) => {
      useRunFault.setState({ fault: null });
      return follow({ ...run.job, resume: true, startPaused: false }, run.history);
    },
    control: (action) => {
      const { active } = get();
      if (active.kind === "active") void engine().control({ runId: active.job.runId, action });
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
