/**
 * @file Asking a trained run: one row from a form, or a file. Each keeps the run it belongs to, so that an answer is never
 * shown under another model.
 */
import { create } from "zustand";
import type { Prediction } from "../core/evaluation/prediction.ts";
import { type Fault, toFault } from "../core/fault.ts";
import type { Issue } from "../core/issue.ts";
import type { Progress } from "../core/progress.ts";
import type { Run } from "../core/training/types.ts";
import type { RawRow } from "../engine/protocol.ts";
import { engine, replaceFaultyDevice } from "./engine.ts";
import { useRun } from "./run.ts";

/** A raw row as a person fills it in; null is missing. */
export type { Prediction, RawRow };

export type RowAnswer =
  | { readonly kind: "none" }
  | { readonly kind: "asking"; readonly runId: string; readonly row: RawRow }
  | { readonly kind: "answered"; readonly runId: string; readonly row: RawRow; readonly prediction: Prediction }
  | { readonly kind: "failed"; readonly runId: string; readonly row: RawRow; readonly fault: Fault };

export type FileAnswer =
  | { readonly kind: "none" }
  | { readonly kind: "asking"; readonly runId: string; readonly fileName: string; readonly progress: Progress | null }
  | {
      readonly kind: "answered";
      readonly runId: string;
      readonly fileName: string;
      readonly file: Blob;
      readonly rows: number;
      readonly issues: readonly Issue[];
    }
  | { readonly kind: "refused"; readonly runId: string; readonly fileName: string; readonly issues: readonly Issue[] }
  | { readonly kind: "failed"; readonly runId: string; readonly fileName: string; readonly fault: Fault };

interface Predictions {
  readonly row: RowAnswer;
  readonly file: FileAnswer;
  askRow(run: Run, row: RawRow): Promise<void>;
  askFile(run: Run, file: File): Promise<void>;
  cancelFile(): void;
}

/** Only the newest question's answer is kept. */
let rowTurn = 0;
let abort: AbortController | null = null;

/** A run under way meets the same fault, and must be recorded before its worker is replaced. */
function recover(fault: Fault): void {
  if (useRun.getState().active.kind === "idle") replaceFaultyDevice(fault);
}

export const usePredictions = create<Predictions>()((set) => ({
  row: { kind: "none" },
  file: { kind: "none" },
  askRow: async (run, row) => {
    const turn = ++rowTurn;
    const runId = run.id;
    set({ row: { kind: "asking", runId, row } });
    try {
      const [prediction] = await engine().predict({ run, rows: [row] });
      if (turn !== rowTurn || prediction === undefined) return;
      set({ row: { kind: "answered", runId, row, prediction } });
    } catch (error) {
      const fault = toFault(error);
      if (turn === rowTurn) set({ row: { kind: "failed", runId, row, fault } });
      recover(fault);
    }
  },
  askFile: async (run, file) => {
    abort?.abort();
    const controller = new AbortController();
    abort = controller;
    const asked = { runId: run.id, fileName: file.name };
    set({ file: { kind: "asking", ...asked, progress: null } });
    try {
      const stream = engine().predictFile({ run, file, fileName: file.name }, controller.signal);
      for (;;) {
        const { done, value } = await stream.next();
        if (controller !== abort) return;
        if (!done) {
          set({ file: { kind: "asking", ...asked, progress: value } });
          continue;
        }
        const { issues } = value;
        set({
          file: value.ok
            ? { kind: "answered", ...asked, file: value.file, rows: value.rows, issues }
            : { kind: "refused", ...asked, issues },
        });
        return;
      }
    } catch (error) {
      if (controller !== abort) return;
      const fault = toFault(error);
      set({ file: fault.code === "cancelled" ? { kind: "none" } : { kind: "failed", ...asked, fault } });
      recover(fault);
    }
  },
  cancelFile: () => {
    abort?.abort();
    abort = null;
    set({ file: { kind: "none" } });
  },
}));
