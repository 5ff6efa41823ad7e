/**
 * @file What a step of preparation is: its parameters, the cells it takes, and how it is fitted on the training part. A
 * step is one file here and one row of `index.ts`; list, form, fitting and the oracle's cases follow from it.
 */
import type { Issue } from "../../issue.ts";
import type { Fields, ParamsOf } from "../../params/fields.ts";
import { inBlocks, type Pieces, within } from "../../pieces.ts";
import type { FittedOp } from "../recipe.ts";
import type { ColumnType } from "../types.ts";

/** What the chain of a column holds where a step meets it. Ends (one-hot places, hashes, date parts) take no more steps. */
export type ChainState = "number" | "category" | "end";

/** A column of the training part as the steps before have left it. */
export type TrainingCells =
  /** NaN: missing. */
  | { readonly state: "number"; readonly values: Float64Array }
  /** Index into `values`, −1: missing. */
  | { readonly state: "category"; readonly codes: Int32Array; readonly values: readonly string[] };

export interface StepInput<P> {
  readonly column: string;
  readonly type: ColumnType;
  readonly cells: TrainingCells;
  readonly params: P;
}

export interface StepResult {
  /** Appended to the column's chain; empty: the step leaves the column as it is. null: the column cannot be used. */
  readonly ops: readonly FittedOp[] | null;
  readonly issues: readonly Issue[];
}

/** What steps are for, in the order in which they are usually wanted; the menu of steps is grouped by it. */
export const stepGroups = ["rows", "missing", "numbers", "categories", "dates", "selection"] as const;
export type StepGroup = (typeof stepGroups)[number];

interface Common<F extends Fields> {
  readonly group: StepGroup;
  readonly fields: F;
  /** What makes the parameters nonsense together, whatever the data: the step is then left out, and the issue at it. */
  readonly check?: (params: ParamsOf<F>) => Issue | null;
}

/** A step that treats each column by itself. */
export interface ColumnStep<F extends Fields = Fields> extends Common<F> {
  readonly scope: "column";
  /** What it takes where no columns are named for it. */
  readonly takes: (state: ChainState, type: ColumnType) => boolean;
  /** The cells are read, never written. */
  readonly fit: (input: StepInput<ParamsOf<F>>) => Pieces<StepResult>;
}

/** A step that chooses rows before they are divided; predictions are not filtered. */
export interface RowStep<F extends Fields = Fields> extends Common<F> {
  readonly scope: "rows";
}

/** A step that chooses among the features once all are numbers, by what they tell of the target. */
export interface SelectionStep<F extends Fields = Fields> extends Common<F> {
  readonly scope: "features";
}

export type StepSpec<F extends Fields = Fields> = ColumnStep<F> | RowStep<F> | SelectionStep<F>;

export const columnStep = <const F extends Fields>(spec: Omit<ColumnStep<F>, "scope">): ColumnStep<F> => ({
  scope: "column",
  ...spec,
});
export const rowStep = <const F extends Fields>(spec: Omit<RowStep<F>, "scope">): RowStep<F> => ({
  scope: "rows",
  ...spec,
});
export const selectionStep = <const F extends Fields>(spec: Omit<SelectionStep<F>, "scope">): SelectionStep<F> => ({
  scope: "features",
  ...spec,
});

/** What a step says that leaves the column as it is. */
export const unchanged = (...issues: readonly Issue[]): StepResult => ({ ops: [], issues });

/** What a step says of a column whose training part holds nothing. */
export const emptyColumn = (column: string): StepResult => ({
  ops: null,
  issues: [{ code: "columnEmptyInTraining", severity: "warning", at: { column }, context: { column } }],
});

/** The numbers that are there: the values themselves where none is missing. */
export function* presentNumbers(values: Float64Array): Pieces<Float64Array> {
  let missing = 0;
  yield* within(
    inBlocks(values.length, (from, to) => {
      for (let i = from; i < to; i++) if (Number.isNaN(values[i])) missing++;
    }),
    0,
    0.4,
  );
  if (missing === 0) return values;
  const present = new Float64Array(values.length - missing);
  let count = 0;
  yield* within(
    inBlocks(values.length, (from, to) => {
      for (let i = from; i < to; i++) {
        const value = values[i] as number;
        if (!Number.isNaN(value)) present[count++] = value;
      }
    }),
    0.4,
    1,
  );
  return present;
}

/** How many training rows hold each category, by its code. */
export function* categoryCounts({ codes, values }: TrainingCells & { state: "category" }): Pieces<Uint32Array> {
  const counts = new Uint32Array(values.length);
  yield* inBlocks(codes.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const code = codes[i] as number;
      if (code >= 0) counts[code] = (counts[code] as number) + 1;
    }
  });
  return counts;
}
