/** @file How a sample enters the model, for the eye: tokens of texts, a window of a series, augmented images. */
import type { Pictures } from "./pictures.ts";

export interface TextPreview {
  readonly row: number;
  readonly text: string;
  /** In order, padding left out; id 1: unknown to the vocabulary. */
  readonly tokens: readonly { readonly text: string; readonly id: number }[];
  /** Tokens before cutting. */
  readonly total: number;
}

export interface TextsPreview {
  readonly texts: readonly TextPreview[];
  readonly vocabulary: number;
  /** Tokens a text has: 50 %, 95 % and all of the training texts are no longer than these. */
  readonly lengths: readonly [median: number, most: number, all: number];
  /** Share of the training tokens that the vocabulary does not hold. */
  readonly unknown: number;
}

export interface WindowPreview {
  /** Windows there are in all, and which of them this is. */
  readonly windows: number;
  readonly index: number;
  /** Row numbers (from 0) in the window, in order, and the row of the target. */
  readonly rows: readonly number[];
  readonly targetRow: number;
  /** As the table has them. */
  readonly series: readonly { readonly column: string; readonly values: readonly number[] }[];
  /** Cells of the rows, then of the target's; null where no column orders them. */
  readonly time: readonly string[] | null;
  readonly target: string | number;
}

export type AugmentedPreview =
  /** The first picture is the row as it is. */
  | { readonly kind: "pictures"; readonly pictures: Pictures }
  | { readonly kind: "series"; readonly original: readonly number[]; readonly changed: readonly (readonly number[])[] };
