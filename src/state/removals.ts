/**
 * @file Deleting a run with time to think: the run disappears at once and is removed for good after a while, so that no
 * dialog has to ask. A reload within that time brings it back, which is the safe side.
 */
import { create } from "zustand";
import type { Run } from "../core/training/types.ts";
import { useRun } from "./run.ts";

const undoMs = 8000;

interface Removals {
  /** Runs that look deleted and can still be had back. */
  readonly pending: readonly Run[];
  remove(run: Run): void;
  undo(run: Run): void;
}

const timers = new Map<string, ReturnType<typeof setTimeout>>();

export const useRemovals = create<Removals>()((set) => {
  const drop = (run: Run) => {
    clearTimeout(timers.get(run.id));
    timers.delete(run.id);
    set(({ pending }) => ({ pending: pending.filter(({ id }) => id !== run.id) }));
  };
  return {
    pending: [],
    remove: (run) => {
      if (timers.has(run.id)) return;
      timers.set(
        run.id,
        setTimeout(
          () =>
            void useRun
              .getState()
              .remove(run)
              .finally(() => drop(run)),
          undoMs,
        ),
      );
      set(({ pending }) => ({ pending: [...pending, run] }));
    },
    undo: drop,
  };
});
