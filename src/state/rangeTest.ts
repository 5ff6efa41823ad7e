/** @file The range test under way, or the last one: its points as they come. Nothing of it is kept with the project. */
import { create } from "zustand";
import { type Fault, toFault } from "../core/fault.ts";
import type { RangePoint, RateRange } from "../core/training/types.ts";
import { engine, replaceFaultyDevice } from "./engine.ts";
import { useProject } from "./project.ts";
import { jobOf, useRun } from "./run.ts";

export type RangeState =
  | { readonly kind: "idle" }
  | { readonly kind: "testing"; readonly range: RateRange; readonly points: readonly RangePoint[] }
  | { readonly kind: "done"; readonly range: RateRange; readonly points: readonly RangePoint[] }
  | { readonly kind: "failed"; readonly fault: Fault };

interface RangeStore {
  readonly test: RangeState;
  /** Tests the document as it stands; a second call while one is under way is none. */
  start(range: RateRange): Promise<void>;
  /** Ends the test under way, and forgets the last one. */
  forget(): void;
}

let controller: AbortController | null = null;

export const useRangeTest = create<RangeStore>()((set, get) => ({
  test: { kind: "idle" },
  start: async (range) => {
    const { project, readOnly } = useProject.getState();
    const job = project === null || readOnly ? null : jobOf(project);
    // The device trains one thing at a time.
    if (job === null || get().test.kind === "testing" || useRun.getState().active.kind === "active") return;
    const own = new AbortController();
    controller = own;
    const tell = (test: RangeState) => {
      if (!own.signal.aborted) set({ test });
    };
    tell({ kind: "testing", range, points: [] });
    try {
      const stream = engine().rangeTest({ job, range }, own.signal);
      for (let points: readonly RangePoint[] = []; ; ) {
        const { done, value } = await stream.next();
        if (done) return tell({ kind: "done", range, points: value });
        points = [...points, ...value];
        tell({ kind: "testing", range, points });
      }
    } catch (error) {
      const fault = toFault(error);
      if (own.signal.aborted) return;
      tell({ kind: "failed", fault });
      replaceFaultyDevice(fault);
    }
  },
  forget: () => {
    controller?.abort();
    controller = null;
    set({ test: { kind: "idle" } });
  },
}));
