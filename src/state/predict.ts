/**
 * @file Asking a trained run: a row from a form, rows that follow one another, or a file. Each keeps the run it belongs to,
 * so that an answer is never shown under another model.
 */
import { create } from "zustand";
import type { Prediction } from "../core/evaluation/prediction.ts";
import { type Fault, toFault } from "../core/fault.ts";
import type { Issue } from "../core/issue.ts";
import type { Progress } from "../core/progress.ts";
import type { Run } from "../core/training/types.ts";
import type { RawRow, SeriesEnd } from "../engine/protocol.ts";
import { engine, replaceFaultyDevice } from "./engine.ts";
import { useRun } from "./run.ts";

/** A raw row as a person fills it in; null is missing. */
export type { Prediction, RawRow, SeriesEnd };

export type RowAnswer =
  | { readonly kind: "none" }
  | { readonly kind: "asking"; readonly runId: string; readonly row: RawRow }
  | { readonly kind: "answered"; readonly runId: string; readonly row: RawRow; readonly prediction: Prediction }
  /** The rows have no whole window. */
  | { readonly kind: "tooFew"; readonly runId: string; readonly row: RawRow }
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
  /** Rows that follow one another: of their windows the last one is answered, and `row` is the last of them. */
  askRows(run: Run, rows: readonly RawRow[]): Promise<void>;
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

/** Where the series of the run's own table end. */
export const seriesEndsOf = (run: Run): Promise<readonly SeriesEnd[]> =>
  engine().seriesEnds({ datasetId: run.dataset.id, run });

export const usePredictions = create<Predictions>()((set, get) => ({
  row: { kind: "none" },
  file: { kind: "none" },
  askRow: (run, row) => get().askRows(run, [row]),
  askRows: async (run, rows) => {
    const turn = ++rowTurn;
    const runId = run.id;
    const row = rows.at(-1) ?? {};
    set({ row: { kind: "asking", runId, row } });
    try {
      const prediction = (await engine().predict({ run, rows })).at(-1);
      if (turn !== rowTurn) return;
      set({
        row: prediction === undefined ? { kind: "tooFew", runId, row } : { kind: "answered", runId, row, prediction },
      });
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
