/**
 * @file Samples: what a model takes at once. Where each row is one, a sample is its row; else rows are put in order and
 * cut to windows, none of which goes across the border of a group or a gap in time.
 */
import type { Issue } from "../issue.ts";
import type { CellSource, TypedColumn } from "./cellSource.ts";
import type { CellFormat } from "./cells.ts";
import type { FittedWindow } from "./recipe.ts";
import { type Split, type SplitLabels, split } from "./split.ts";
import type { SequenceInput, SplitConfig } from "./types.ts";

/** Samples by number; `order` lists the table's rows as they follow one another, and a window begins at a place in it. */
export interface Samples {
  /** Row numbers of the table. Where rows are samples: sample i is row order[i]. */
  readonly order: Uint32Array;
  /** Place in `order` where each sample begins. */
  readonly starts: Uint32Array;
  /** Row whose target each sample is to learn. */
  readonly targetRows: Uint32Array;
}

/** The rows of samples that are rows. */
export const everyRow = ({ targetRows }: Samples, chosen: Uint32Array): Uint32Array =>
  chosen.map((sample) => targetRows[sample] as number);

/** Each row a sample. */
export const rowSamples = (rows: Uint32Array): Samples => ({
  order: rows,
  starts: Uint32Array.from(rows, (_, i) => i),
  targetRows: rows,
});

export interface WindowColumns {
  readonly time: TypedColumn | null;
  readonly group: TypedColumn | null;
}

export interface CutWindows {
  readonly window: FittedWindow;
  readonly samples: Samples;
  readonly issues: readonly Issue[];
}

/** Puts `rows` in order (group, time, place in the file) and cuts them to windows. */
export function cutWindows(
  input: SequenceInput,
  _columns: WindowColumns,
  rows: Uint32Array,
  _format: CellFormat,
): CutWindows {
  const { mode, time, group, length, stride, horizon, duplicates } = input;
  const window = { mode, time, timeType: null, group, length, stride, horizon, step: null, duplicates } as const;
  return { window, samples: rowSamples(rows), issues: [] };
}

/** Divides windows so that no row of the table is in windows (their targets included) of two parts. */
export function splitWindows(
  config: SplitConfig,
  labels: SplitLabels,
  _samples: Samples,
  _window: FittedWindow,
): Split {
  return split(config, labels);
}

/** Every window that a model can be asked about, whether or not its target is among `rows`; `targetRows` are its last rows. */
export function predictionWindows(
  _window: FittedWindow,
  _columns: { readonly time: CellSource | undefined; readonly group: CellSource | undefined },
  rows: Uint32Array,
): Samples {
  return rowSamples(rows);
}
