/**
 * @file The look ahead before training, asked for by a button: how fast the document's model would train here, then on the
 * other devices of the machine, one after the other, since they would disturb each other. Its answer belongs to what was
 * asked; batch and device alone may change, where they were tried as well.
 */
import { create } from "zustand";
import { AppError, type Fault, toFault } from "../core/fault.ts";
import type { Project } from "../core/project/types.ts";
import { giveUpAfter, type Preflight, type Rival, rivalsOf } from "../core/training/preflight.ts";
import type { Backend, DeviceInfo, TrainJob } from "../core/training/types.ts";
import type { PreflightAnswer } from "../engine/protocol.ts";
import { tryOn } from "./deviceTrial.ts";
import { engine, replaceFaultyDevice, useEngine } from "./engine.ts";
import { useProject } from "./project.ts";
import { jobOf, useRun } from "./run.ts";

export interface Measured {
  readonly result: Preflight;
  /** What it was measured for, and on. */
  readonly project: Project;
  readonly backend: Backend;
  /** Other devices, as far as they were tried. */
  readonly rivals: readonly Rival[];
}

export type PreflightState =
  | { readonly kind: "none" }
  /** `batchSize`: tried now; null: data and device are being made ready. */
  | { readonly kind: "checking"; readonly batchSize: number | null }
  /** `trying`: the other device that is tried now; null: none any more. */
  | { readonly kind: "done"; readonly measured: Measured; readonly trying: Backend | null }
  | { readonly kind: "failed"; readonly fault: Fault };

interface PreflightStore {
  readonly state: PreflightState;
  check(): Promise<void>;
  /** Ends what is under way; figures that are there stay. */
  cancel(): void;
}

let abort: AbortController | null = null;

export const usePreflight = create<PreflightStore>()((set, get) => ({
  state: { kind: "none" },
  check: async () => {
    const { project } = useProject.getState();
    const job = project === null ? null : jobOf(project);
    if (project === null || job === null || useRun.getState().active.kind === "active") return;
    abort?.abort();
    const own = new AbortController();
    abort = own;
    const tell = (state: PreflightState) => {
      if (!own.signal.aborted) set({ state });
    };
    tell({ kind: "checking", batchSize: null });
    try {
      const { answer, device } = await measured(job, own.signal, (batchSize) => tell({ kind: "checking", batchSize }));
      const first = { result: answer.result, project, backend: device.backend, rivals: [] };
      for await (const [rivals, trying] of measuredElsewhere(job, answer, device, own.signal)) {
        tell({ kind: "done", measured: { ...first, rivals }, trying });
      }
    } catch (error) {
      if (own.signal.aborted) return;
      const fault = toFault(error);
      tell(fault.code === "cancelled" ? { kind: "none" } : { kind: "failed", fault });
      replaceFaultyDevice(fault);
    }
  },
  cancel: () => {
    abort?.abort();
    abort = null;
    const { state } = get();
    set({ state: state.kind === "done" ? { ...state, trying: null } : { kind: "none" } });
  },
}));

// A run has the machine to itself; a fault that was under way it meets itself, and goes on.
useRun.subscribe(({ active }) => {
  if (active.kind === "active" && abort !== null) usePreflight.getState().cancel();
});

// Figures that do not hold any more need no others beside them.
useProject.subscribe(({ project }) => {
  const { state, cancel } = usePreflight.getState();
  if (state.kind !== "done" || state.trying === null) return;
  if (project === null || !stillHolds(state.measured, project)) cancel();
});

// Nor where another device was chosen meanwhile: its worker's start would be among what is measured.
useEngine.subscribe(({ generation }, before) => {
  const { state, cancel } = usePreflight.getState();
  if (generation !== before.generation && state.kind === "done" && state.trying !== null) cancel();
});

async function measured(
  job: TrainJob,
  signal: AbortSignal,
  onBatch: (batchSize: number) => void,
): Promise<{ readonly answer: PreflightAnswer; readonly device: DeviceInfo }> {
  const stream = engine().preflight(job, signal);
  for (;;) {
    const { done, value } = await stream.next();
    if (done) {
      const { device } = useEngine.getState();
      if (device.kind !== "ready") throw new AppError("workerDied", { message: "" });
      return { answer: value, device: device.info };
    }
    onBatch(value.batchSize);
  }
}

/** The devices that were tried and the one that is tried next, null at the end; at least once. */
async function* measuredElsewhere(
  job: TrainJob,
  { result, samples }: PreflightAnswer,
  device: DeviceInfo,
  signal: AbortSignal,
): AsyncGenerator<readonly [readonly Rival[], Backend | null], void, void> {
  const [own] = result.candidates;
  const rivals: Rival[] = [];
  if (own !== undefined && samples !== null) {
    const query = { job, samples, batchSize: own.batchSize, giveUpMs: giveUpAfter(own) };
    for (const backend of rivalsOf(device, result)) {
      yield [[...rivals], backend];
      rivals.push({ backend, outcome: await tryOn(backend, query, signal) });
      if (signal.aborted) return;
    }
  }
  yield [rivals, null];
}

/** Whether the figures still hold for the document: model, data, optimizer and the rest of the settings are the same. */
export function stillHolds({ project }: Measured, now: Project): boolean {
  const { batchSize: _, epochs: _epochs, patience: _patience, ...settings } = project.training;
  const { batchSize: __, epochs: __epochs, patience: __patience, ...settingsNow } = now.training;
  return (
    project.id === now.id &&
    project.graph === now.graph &&
    project.data === now.data &&
    project.datasetId === now.datasetId &&
    JSON.stringify(settings) === JSON.stringify(settingsNow)
  );
}
