/**
 * @file The look ahead before training, asked for by a button: how fast the document's model would train here. Its answer
 * belongs to what was asked; the batch alone may change, where that size was tried as well.
 */
import { create } from "zustand";
import { type Fault, toFault } from "../core/fault.ts";
import type { Project } from "../core/project/types.ts";
import type { Preflight } from "../core/training/preflight.ts";
import { engine, replaceFaultyDevice, useEngine } from "./engine.ts";
import { useProject } from "./project.ts";
import { jobOf, useRun } from "./run.ts";

/** What the figures were measured for. */
interface Basis {
  readonly project: Project;
  readonly generation: number;
}

export type PreflightState =
  | { readonly kind: "none" }
  /** `batchSize`: tried now; null: data and device are being made ready. */
  | { readonly kind: "checking"; readonly batchSize: number | null }
  | { readonly kind: "done"; readonly result: Preflight; readonly basis: Basis }
  | { readonly kind: "failed"; readonly fault: Fault };

interface PreflightStore {
  readonly state: PreflightState;
  check(): Promise<void>;
  cancel(): void;
}

let abort: AbortController | null = null;

export const usePreflight = create<PreflightStore>()((set) => ({
  state: { kind: "none" },
  check: async () => {
    const { project } = useProject.getState();
    const job = project === null ? null : jobOf(project);
    if (project === null || job === null || useRun.getState().active.kind === "active") return;
    abort?.abort();
    const own = new AbortController();
    abort = own;
    set({ state: { kind: "checking", batchSize: null } });
    try {
      const remote = engine();
      const basis = { project, generation: useEngine.getState().generation };
      const stream = remote.preflight(job, own.signal);
      for (;;) {
        const { done, value } = await stream.next();
        if (abort !== own) return;
        if (done) return set({ state: { kind: "done", result: value, basis } });
        set({ state: { kind: "checking", batchSize: value.batchSize } });
      }
    } catch (error) {
      if (abort !== own) return;
      const fault = toFault(error);
      set({ state: fault.code === "cancelled" ? { kind: "none" } : { kind: "failed", fault } });
      // A run that was started meanwhile meets the fault itself, and goes on by itself.
      if (useRun.getState().active.kind === "idle") replaceFaultyDevice(fault);
    }
  },
  cancel: () => {
    abort?.abort();
    abort = null;
    set({ state: { kind: "none" } });
  },
}));

/** Whether the figures still hold for the document: model, data, optimizer and device are the same. */
export function stillHolds({ project, generation }: Basis, now: Project, engineNow: number): boolean {
  const { batchSize: _, epochs: _epochs, patience: _patience, ...settings } = project.training;
  const { batchSize: __, epochs: __epochs, patience: __patience, ...settingsNow } = now.training;
  return (
    generation === engineNow &&
    project.id === now.id &&
    project.graph === now.graph &&
    project.data === now.data &&
    project.datasetId === now.datasetId &&
    JSON.stringify(settings) === JSON.stringify(settingsNow)
  );
}
