/**
 * @file What a table is, in three forms: how its columns are stored in the worker, how they are described to the page,
 * and what the user may say about them. Rows never leave the worker; the page holds `DatasetSummary`.
 */
import type { Issue } from "../issue.ts";

export const columnTypes = ["number", "integer", "category", "boolean", "date", "text", "id", "constant"] as const;
export type ColumnType = (typeof columnTypes)[number];

/**
 * A stored column keeps what the file said, so that a type can be changed later without reading the file again.
 * - dictionary: few distinct cells. `codes[row]` indexes `values`; the raw text is kept exactly.
 * - numbers: many distinct numbers, NaN where missing; `exceptions` holds the cells that are no numbers.
 * - text: many distinct texts, UTF-8 bytes of row r at [offsets[r], offsets[r + 1]).
 */
export type StoredColumn =
  | { readonly kind: "dictionary"; readonly codes: Uint32Array; readonly values: readonly string[] }
  | { readonly kind: "numbers"; readonly values: Float64Array; readonly exceptions: ReadonlyMap<number, string> }
  | { readonly kind: "text"; readonly bytes: Uint8Array; readonly offsets: Float64Array };

/** How the bytes were read; each part can be overridden by the user and is kept with the dataset. */
export interface TableFormat {
  readonly encoding: string;
  readonly delimiter: string;
  readonly header: boolean;
  readonly decimal: "." | ",";
  /** Which of day and month comes first in dates such as 01/02/2020. */
  readonly dayFirst: boolean;
  /** Cells that mean "missing", compared after trimming, case-insensitively. */
  readonly missing: readonly string[];
}

export const defaultMissing: readonly string[] = ["", "na", "n/a", "nan", "null", "none", "?", "-", "#n/a", "nil"];

/** How most files are written. */
export const commonFormat: TableFormat = {
  encoding: "utf-8",
  delimiter: ",",
  header: true,
  decimal: ".",
  dayFirst: false,
  missing: defaultMissing,
};

export interface Dataset {
  /** Hash of the content: the same table has the same id. */
  readonly id: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly rows: number;
  readonly format: TableFormat;
  readonly names: readonly string[];
  readonly columns: readonly StoredColumn[];
  /** What reading the file found; saved with the dataset. */
  readonly issues: readonly Issue[];
}

export type ColumnChart =
  | { readonly kind: "histogram"; readonly min: number; readonly max: number; readonly counts: readonly number[] }
  | {
      readonly kind: "values";
      readonly top: readonly { readonly value: string; readonly count: number }[];
      readonly other: number;
    };

export interface ColumnSummary {
  readonly name: string;
  /** In force: the user's choice, else the inferred one. */
  readonly type: ColumnType;
  readonly inferred: ColumnType;
  readonly missing: number;
  /** Distinct present values; a lower bound where `uniqueCapped`. */
  readonly unique: number;
  readonly uniqueCapped: boolean;
  /** Cells that cannot be read as `type` (they count as missing there), with the first few rows. */
  readonly invalid: {
    readonly count: number;
    readonly examples: readonly { readonly row: number; readonly text: string }[];
  };
  readonly chart: ColumnChart;
  /** Categories that a single row holds, for the types that have categories. */
  readonly singletons?: { readonly count: number; readonly examples: readonly string[] };
  /** For number, integer and date (ms since 1970, UTC); undefined when no value is present. */
  readonly stats?: {
    readonly min: number;
    readonly max: number;
    readonly mean: number;
    readonly std: number;
    readonly median: number;
  };
}

export interface DatasetSummary {
  readonly id: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly rows: number;
  readonly format: TableFormat;
  readonly columns: readonly ColumnSummary[];
  /** The first rows, raw text; null where missing. */
  readonly preview: readonly (readonly (string | null)[])[];
  readonly issues: readonly Issue[];
}

export const tasks = ["binary", "multiclass", "regression"] as const;
export type Task = (typeof tasks)[number];

export interface ColumnSetting {
  readonly type?: ColumnType;
  readonly dropped?: boolean;
}

export const splitStrategies = ["stratified", "random", "chronological"] as const;

export interface SplitConfig {
  readonly strategy: (typeof splitStrategies)[number];
  /** For "chronological": the column that orders the rows. */
  readonly by?: string;
  /** Fractions of the labelled rows; the rest is the training part. */
  readonly validation: number;
  readonly test: number;
  readonly seed: number;
}

export interface RecipeConfig {
  readonly scale: "standard" | "minmax" | "none";
  readonly imputeNumber: "mean" | "median";
  readonly imputeCategory: "mostFrequent";
}

/** All the user has said about the data. */
export interface DataSettings {
  readonly columns: Readonly<Record<string, ColumnSetting>>;
  readonly target: string | null;
  /** null: follow the target's type. */
  readonly task: Task | null;
  readonly split: SplitConfig;
  readonly recipe: RecipeConfig;
}

export const defaultDataSettings: DataSettings = {
  columns: {},
  target: null,
  task: null,
  split: { strategy: "stratified", validation: 0.15, test: 0.15, seed: 1 },
  recipe: { scale: "standard", imputeNumber: "median", imputeCategory: "mostFrequent" },
};

/** Overrides of what would be detected in a file; absent parts are detected. */
export interface ReadOptions {
  readonly format?: Partial<TableFormat>;
  /** Holds where the file itself leaves it open, and nobody is asked then. */
  readonly expected?: Partial<Pick<TableFormat, "decimal" | "dayFirst">>;
  /** Take only the first N rows. */
  readonly maxRows?: number;
}
