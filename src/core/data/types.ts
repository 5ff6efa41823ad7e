/**
 * @file What a table is, in three forms: how its columns are stored in the worker, how they are described to the page,
 * and what the user may say about them. Rows never leave the worker; the page holds `DatasetSummary`.
 */
import type { Issue } from "../issue.ts";
import type { ParamValue } from "../params/fields.ts";
import type { AugmentationKind } from "./augmentations.ts";
import type { StepKind } from "./steps/index.ts";

export const columnTypes = [
  "number",
  "integer",
  "category",
  "boolean",
  "date",
  "text",
  "id",
  "constant",
  "image",
] as const;
export type ColumnType = (typeof columnTypes)[number];
/** What the user can declare a column of cells to be; whether a column holds images is no matter of opinion. */
export const chosenTypes = columnTypes.filter((type) => type !== "image");

/**
 * A stored column keeps what the file said, so that a type can be changed later without reading the file again.
 * - dictionary: few distinct cells. `codes[row]` indexes `values`; the raw text is kept exactly.
 * - numbers: many distinct numbers, NaN where missing; `exceptions` holds the cells that are no numbers.
 * - text: many distinct texts, UTF-8 bytes of row r at [offsets[r], offsets[r + 1]).
 * - images: image of row r at bytes [offsets[r], offsets[r + 1]); where `raw` is null a file as it came (PNG, JPEG …) whose
 *   sizes, as its header tells them and turned as EXIF asks, are width `sizes[2r]` and height `sizes[2r + 1]`; else plain
 *   bytes, rows first, channels last, all of one shape, and `sizes` is empty. A row without an image has no bytes.
 */
export type StoredColumn =
  | { readonly kind: "dictionary"; readonly codes: Uint32Array; readonly values: readonly string[] }
  | { readonly kind: "numbers"; readonly values: Float64Array; readonly exceptions: ReadonlyMap<number, string> }
  | { readonly kind: "text"; readonly bytes: Uint8Array; readonly offsets: Float64Array }
  | ImagesColumn;

export interface ImagesColumn {
  readonly kind: "images";
  readonly bytes: Uint8Array;
  readonly offsets: Float64Array;
  readonly sizes: Uint32Array;
  readonly raw: RawShape | null;
}

/** Plain bytes of an image: 1 channel is grey, 3 are red, green, blue. */
export interface RawShape {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
}

export const tableSources = ["text", "workbook", "parquet", "json"] as const;

/** How the bytes were read; each part can be overridden by the user and is kept with the dataset. */
export interface TableFormat {
  readonly encoding: string;
  readonly delimiter: string;
  readonly header: boolean;
  readonly decimal: "." | ",";
  /** Which of day and month comes first in dates such as 01/02/2020. */
  readonly dayFirst: boolean;
  /** What it was read from: of other files than text, only some of these parts can be read in another way. Absent: text. */
  readonly source?: (typeof tableSources)[number];
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
    }
  /** How many images have which size, the most frequent first. */
  | {
      readonly kind: "sizes";
      readonly top: readonly { readonly width: number; readonly height: number; readonly count: number }[];
      readonly other: number;
      readonly colour: boolean;
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
  /**
   * Other names for categories: what a cell is called (as `categoryKey` names it) becomes this; null: it counts as missing.
   * Merges spellings, renames and removes classes; predictions pass through it too.
   */
  readonly rename?: Readonly<Record<string, string | null>>;
}

export const splitStrategies = [
  "stratified",
  "random",
  "chronological",
  "group",
  "column",
  "kFold",
  "leaveOneGroupOut",
] as const;

export interface SplitConfig {
  readonly strategy: (typeof splitStrategies)[number];
  /**
   * "chronological": the column that orders the rows. "group", "leaveOneGroupOut": the one whose equal cells stay together.
   * "column": the one whose cells name the part (train, validation, test). "kFold": optional, keeps groups together.
   */
  readonly by?: string;
  /** Fractions of the labelled rows; the rest is the training part. Folds and "column" leave `test` out. */
  readonly validation: number;
  readonly test: number;
  readonly seed: number;
  /** "kFold": how many folds, and which of them (from 0) is the test part. */
  readonly folds?: number;
  readonly fold?: number;
  /** "leaveOneGroupOut": the group that is the test part. */
  readonly group?: string;
}

/** One visible step of the preparation: a row of `steps/index.ts`, on some columns or (null) on all that it suits. */
export interface RecipeStep {
  /** Unique in the recipe; parameters and order may change, it stays. */
  readonly id: string;
  readonly kind: StepKind;
  readonly columns: readonly string[] | null;
  readonly params: Readonly<Record<string, ParamValue>>;
}

/** Carried out in their order, each fitted on what the ones before it left of the training part. */
export interface RecipeConfig {
  readonly steps: readonly RecipeStep[];
}

export const tokenizers = ["characters", "words", "bytePairs"] as const;
export const resizePolicies = ["stretch", "crop", "pad"] as const;
export type ResizePolicy = (typeof resizePolicies)[number];

/** What of the table enters the model, and in which form. */
export type InputConfig =
  /** Each row by itself, as a flat row of numbers. */
  { readonly kind: "columns" } | ImageInput | TextInput | SequenceInput;

export interface ImageInput {
  readonly kind: "image";
  readonly column: string;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** stretch: to the size. crop: the middle, of the size's proportions. pad: the whole, with black beside it. */
  readonly policy: ResizePolicy;
  /** unit: 0 to 1. standard: per channel, by mean and deviation of the training part. */
  readonly scale: "unit" | "standard";
}

export interface TextInput {
  readonly kind: "text";
  readonly column: string;
  readonly tokenizer: (typeof tokenizers)[number];
  readonly lowercase: boolean;
  /** Tokens that get a number of their own, the most frequent; padding is 0 and any other token 1, both beside these. */
  readonly vocabulary: number;
  /** Tokens a text is cut or filled up to. */
  readonly length: number;
  /** Where padding stands; longer texts are cut at the end. */
  readonly padding: "pre" | "post";
}

export interface SequenceInput {
  readonly kind: "sequence";
  /** forecast: the target `horizon` rows after the window. classify: the class of the window's last row. */
  readonly mode: "forecast" | "classify";
  /** Orders the rows; null: the file's order. */
  readonly time: string | null;
  /** Rows of different cells here never share a window; null: one series. */
  readonly group: string | null;
  /** Rows in a window, and from the start of one window to the next. */
  readonly length: number;
  readonly stride: number;
  readonly horizon: number;
  /** A step in time larger than the usual one: no window goes across it, or it is taken for a usual one. */
  readonly gaps: "break" | "ignore";
  /** Rows of equal group and time: all stay, or the first does. */
  readonly duplicates: "keep" | "first";
}

export const balances = ["none", "weights", "oversample", "undersample"] as const;
/** Training part only. weights: a row's loss counts n / (classes · rows of its class) times. */
export type Balance = (typeof balances)[number];

/** A random change of the training rows, drawn anew each time a row is used: a row of `augmentations.ts`. */
export interface AugmentationStep {
  readonly id: string;
  readonly kind: AugmentationKind;
  readonly params: Readonly<Record<string, ParamValue>>;
}

/** All the user has said about the data. */
export interface DataSettings {
  readonly columns: Readonly<Record<string, ColumnSetting>>;
  readonly target: string | null;
  /** Regression: further columns of numbers that are predicted together with the target. */
  readonly moreTargets: readonly string[];
  /** null: follow the target's type. */
  readonly task: Task | null;
  readonly input: InputConfig;
  /** By row number (from 0): another cell of the target column, or null: the row is left out. */
  readonly rows: Readonly<Record<string, string | null>>;
  readonly split: SplitConfig;
  readonly recipe: RecipeConfig;
  readonly balance: Balance;
  readonly augmentation: readonly AugmentationStep[];
}

export const defaultSteps: readonly RecipeStep[] = [
  { id: "impute", kind: "impute", columns: null, params: {} },
  { id: "imputeCategory", kind: "imputeCategory", columns: null, params: {} },
  { id: "oneHot", kind: "oneHot", columns: null, params: {} },
  { id: "scale", kind: "scale", columns: null, params: {} },
];

export const defaultDataSettings: DataSettings = {
  columns: {},
  target: null,
  moreTargets: [],
  task: null,
  input: { kind: "columns" },
  rows: {},
  split: { strategy: "stratified", validation: 0.15, test: 0.15, seed: 1 },
  recipe: { steps: defaultSteps },
  balance: "none",
  augmentation: [],
};

/** mask: letters and digits become stars. hash: equal cells get the same twelve digits. drop: the column is not kept. */
export const redactions = ["mask", "hash", "drop"] as const;
export type Redaction = (typeof redactions)[number];

/** Overrides of what would be detected in a file; absent parts are detected. */
export interface ReadOptions {
  readonly format?: Partial<TableFormat>;
  /** Holds where the file itself leaves it open, and nobody is asked then. */
  readonly expected?: Partial<Pick<TableFormat, "decimal" | "dayFirst">>;
  /** Take only the first N rows. */
  readonly maxRows?: number;
  /** Excel: the sheet by name; absent: the first that holds a table. */
  readonly sheet?: string;
  /** The names to give classes that a file only numbers (CIFAR-10, IDX), in order. */
  readonly classNames?: readonly string[];
  /** By column: what is done to its cells before anything of it is kept. */
  readonly redact?: Readonly<Record<string, Redaction>>;
}
