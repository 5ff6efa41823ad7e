/**
 * @file Deleting a run with time to think: the run disappears at once and is removed for good after a while, so that no
 * dialog has to ask. A reload within that time brings it back, which is the safe side.
 */
import { create } from "zustand";
import type { EditDetail, EditName } from "../core/project/edits.ts";
import type { Run } from "../core/training/types.ts";
import { useProject } from "./project.ts";
import { useRun } from "./run.ts";

/** Time to notice, and to come back from another step. */
const undoMs = 20_000;

interface Removals {
  /** Runs that look deleted and can still be had back. */
  readonly pending: readonly Run[];
  remove(run: Run): void;
  undo(run: Run): void;
}

/** The history as it was when a run was deleted: an edit made since is undone before the deletion is. */
const pastAt = new Map<string, ReturnType<typeof useProject.getState>["past"]>();
const timers = new Map<string, ReturnType<typeof setTimeout>>();

export const useRemovals = create<Removals>()((set) => {
  const drop = (run: Run) => {
    clearTimeout(timers.get(run.id));
    timers.delete(run.id);
    pastAt.delete(run.id);
    set(({ pending }) => ({ pending: pending.filter(({ id }) => id !== run.id) }));
  };
  return {
    pending: [],
    remove: (run) => {
      if (timers.has(run.id)) return;
      pastAt.set(run.id, useProject.getState().past);
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

const lastRemoval = (pending: readonly Run[], past: readonly unknown[]): Run | undefined =>
  pending.findLast(({ id }) => pastAt.get(id) === past);

/** Takes back what was done last: the deletion of a run, or the last edit of the document. */
export function undoLast(): void {
  const { pending, undo } = useRemovals.getState();
  const { past, undo: undoEdit } = useProject.getState();
  const run = lastRemoval(pending, past);
  if (run === undefined) undoEdit();
  else undo(run);
}

/** What `undoLast` would take back: its name among the edits, and what is known of it besides. */
export function useUndoLabel(): UndoLabel | undefined {
  const past = useProject((state) => state.past);
  const pending = useRemovals((state) => state.pending);
  return lastRemoval(pending, past) === undefined ? past.at(-1) : deletedRun;
}

export interface UndoLabel {
  readonly label: EditName | "deleteRun";
  readonly detail?: EditDetail | undefined;
}
const deletedRun: UndoLabel = { label: "deleteRun" };
