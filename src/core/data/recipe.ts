/**
 * @file The fitted recipe: how a raw row becomes the numbers a model takes. A plain value, fitted on the training part
 * only, saved with each run; every prediction and every exported program repeats it. Fitting lives in the worker.
 *
 * A feature is one column and a chain of operations on its cells. A cell enters as a number (NaN: missing), a category
 * (null: missing), a text or an image, by `FittedFeature.type`; each operation hands its result to the next. What a
 * chain ends in are the feature's numbers, followed by a 0 or 1 for each indicator in it.
 */
import { assertNever } from "../fault.ts";
import type { Shape } from "../graph/types.ts";
import type { ColumnType, ResizePolicy, Task, tokenizers } from "./types.ts";

/** Number → number; NaN goes through all but `impute`. */
export type NumberOp =
  /** `value` for a missing number; with `indicator`, one more number tells (1) where it was missing. */
  | { readonly kind: "impute"; readonly value: number; readonly indicator: boolean }
  /** (x − offset) / scale */
  | { readonly kind: "scale"; readonly offset: number; readonly scale: number }
  | { readonly kind: "clip"; readonly low: number; readonly high: number }
  /** log1p: ln(1 + x); boxCox and yeoJohnson with the fitted lambda; squareRoot: √x. */
  | { readonly kind: "power"; readonly method: PowerMethod; readonly lambda: number }
  /** The number of inner `edges` that x is not below: 0 to edges.length. */
  | { readonly kind: "bin"; readonly edges: readonly number[] };

export const powerMethods = ["log1p", "squareRoot", "boxCox", "yeoJohnson"] as const;
export type PowerMethod = (typeof powerMethods)[number];

/** Number → several numbers: an end of the chain. */
export type NumberEnd =
  /** One place a bin; as `bin`, spread out. */
  | { readonly kind: "binOneHot"; readonly edges: readonly number[] }
  /** Of a date (ms since 1970, UTC), see `dateParts.ts`; sine and cosine of each cyclic part. Missing: all 0. */
  | { readonly kind: "dateParts"; readonly parts: readonly FittedDatePart[] };

export const dateParts = ["year", "month", "day", "weekday", "dayOfYear", "hour", "minute"] as const;
export type DatePart = (typeof dateParts)[number];
/** cyclic: sin and cos of 2π·part / period. Else (part − offset) / scale. */
export type FittedDatePart =
  | { readonly part: DatePart; readonly cyclic: true }
  | { readonly part: DatePart; readonly cyclic: false; readonly offset: number; readonly scale: number };

/** Category → category. */
export type CategoryOp = { readonly kind: "imputeCategory"; readonly value: string; readonly indicator: boolean };

/** Category → number: its place in `values`; −1 where it is missing or not among them. */
export type CategoryToNumber = { readonly kind: "ordinal"; readonly values: readonly string[] };

/** Category → several numbers: an end. */
export type CategoryEnd =
  /** Width `values.length + 1`; the last place is for values the training part did not hold. Missing: all 0. */
  | { readonly kind: "oneHot"; readonly values: readonly string[] }
  /** ±1 at place h mod `buckets`, h = MurmurHash3 (32 bits, seed 0) of the UTF-8 text, as FeatureHasher. Missing: all 0. */
  | { readonly kind: "hash"; readonly buckets: number };

/** Text → word numbers, `length` of them: 0 is padding, 1 an unknown token, i + 2 the i-th of `vocabulary`. */
export interface TokensOp {
  readonly kind: "tokens";
  readonly tokenizer: (typeof tokenizers)[number];
  readonly lowercase: boolean;
  readonly vocabulary: readonly string[];
  /** Byte-pair merges in the order they were learnt; empty for the other tokenizers. */
  readonly merges: readonly (readonly [string, string])[];
  readonly length: number;
  readonly padding: "pre" | "post";
}

/** Image → height · width · channels numbers, rows first, channels last: (value / 255 − offset[c]) / scale[c]. */
export interface PixelsOp {
  readonly kind: "pixels";
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  readonly policy: ResizePolicy;
  readonly offset: readonly number[];
  readonly scale: readonly number[];
}

export type FittedOp = NumberOp | NumberEnd | CategoryOp | CategoryToNumber | CategoryEnd | TokensOp | PixelsOp;
export type OpKind = FittedOp["kind"];

export interface FittedFeature {
  readonly column: string;
  /** How a cell is read: a date is ms since 1970, UTC; boolean and category are categories. */
  readonly type: Exclude<ColumnType, "id" | "constant">;
  /** Other names for its categories, as `ColumnSetting.rename`; absent: none. */
  readonly rename?: Readonly<Record<string, string | null>>;
  readonly ops: readonly FittedOp[];
}

export type FittedTarget =
  | {
      readonly kind: "classes";
      readonly column: string;
      readonly classes: readonly string[];
      readonly rename?: Readonly<Record<string, string | null>>;
    }
  /** The model learns (y − offset) / scale; predictions are turned back. */
  | { readonly kind: "number"; readonly column: string; readonly offset: number; readonly scale: number }
  /** Several numbers at once, at least two, each as "number"; `column` is the first. */
  | { readonly kind: "numbers"; readonly column: string; readonly outputs: readonly FittedOutput[] };

export interface FittedOutput {
  readonly column: string;
  readonly offset: number;
  readonly scale: number;
}

/** Rows are ordered, then cut to windows; the model takes `length` rows at once. As in `SequenceInput`. */
export interface FittedWindow {
  readonly mode: "forecast" | "classify";
  readonly time: string | null;
  /** How the time column is read. */
  readonly timeType: "date" | "number" | "integer" | null;
  readonly group: string | null;
  /** Other names for the groups, as `ColumnSetting.rename`; absent: none. */
  readonly groupRename?: Readonly<Record<string, string | null>>;
  readonly length: number;
  readonly stride: number;
  readonly horizon: number;
  /** The usual step in time, and whether a larger one ends a series; null where there is no time or gaps are ignored. */
  readonly step: number | null;
  readonly duplicates: "keep" | "first";
}

export interface Recipe {
  readonly task: Task;
  readonly decimal: "." | ",";
  readonly dayFirst: boolean;
  readonly missing: readonly string[];
  readonly features: readonly FittedFeature[];
  readonly target: FittedTarget;
  /** null: each row is a sample. */
  readonly window: FittedWindow | null;
  /** Where every input is a whole number from 0 on (word numbers, unscaled): the largest of the training part plus 1. */
  readonly vocabulary?: number | null;
}

/** How many numbers an operation that ends a chain puts out; 1 for the others. */
export function opWidth(op: FittedOp): number {
  switch (op.kind) {
    case "impute":
    case "scale":
    case "clip":
    case "power":
    case "bin":
    case "imputeCategory":
    case "ordinal":
      return 1;
    case "binOneHot":
      return op.edges.length + 1;
    case "dateParts":
      return op.parts.reduce((width, { cyclic }) => width + (cyclic ? 2 : 1), 0);
    case "oneHot":
      return op.values.length + 1;
    case "hash":
      return op.buckets;
    case "tokens":
      return op.length;
    case "pixels":
      return op.height * op.width * op.channels;
    default:
      return assertNever(op);
  }
}

/** Whether the operation adds a number of its own at the feature's end. */
export const hasIndicator = (op: FittedOp): boolean =>
  (op.kind === "impute" || op.kind === "imputeCategory") && op.indicator;

export function featureWidth({ ops }: Pick<FittedFeature, "ops">): number {
  const last = ops.at(-1);
  return (last === undefined ? 1 : opWidth(last)) + ops.filter(hasIndicator).length;
}

/** How many numbers the model takes for one row of the table. */
export const recipeWidth = (recipe: Pick<Recipe, "features">): number =>
  recipe.features.reduce((width, feature) => width + featureWidth(feature), 0);

/** The shape of one sample, without the batch axis: an image, word numbers, a window of rows, or a flat row. */
export function inputShapeOf(recipe: Pick<Recipe, "features" | "window">): Shape {
  const [only, ...more] = recipe.features;
  const op = more.length === 0 ? only?.ops.at(-1) : undefined;
  if (op?.kind === "pixels") return [op.height, op.width, op.channels];
  const width = recipeWidth(recipe);
  return recipe.window === null ? [width] : [recipe.window.length, width];
}

/** Whether a sample is a text, as word numbers. */
export const isText = ({ features }: Pick<Recipe, "features">): boolean =>
  features.length === 1 && features.some((feature) => opOf(feature, "tokens") !== undefined);

/** How many numbers the model takes for one sample. */
export const sampleWidth = (recipe: Pick<Recipe, "features" | "window">): number =>
  inputShapeOf(recipe).reduce((product, n) => product * n, 1);

/** The first operation of a kind in a feature's chain. */
export const opOf = <K extends OpKind>(
  { ops }: Pick<FittedFeature, "ops">,
  kind: K,
): Extract<FittedOp, { kind: K }> | undefined =>
  ops.find((op): op is Extract<FittedOp, { kind: K }> => op.kind === kind);

/** Whether cells of this type can enter a model as numbers or places, side by side with others. */
export const entersModel = (type: ColumnType): type is PlacedType =>
  type === "number" || type === "integer" || type === "date" || type === "category" || type === "boolean";
type PlacedType = "number" | "integer" | "date" | "category" | "boolean";

export type CellKind = "number" | "category" | "text" | "image";

/** How a feature's cells are read. */
export function cellKind({ type }: Pick<FittedFeature, "type">): CellKind {
  switch (type) {
    case "number":
    case "integer":
    case "date":
      return "number";
    case "category":
    case "boolean":
      return "category";
    case "text":
      return "text";
    case "image":
      return "image";
    default:
      return assertNever(type);
  }
}

/** The categories a feature knows, in the order of its places; none where it takes no categories, or any. */
export const knownValues = (feature: FittedFeature): readonly string[] =>
  opOf(feature, "oneHot")?.values ?? opOf(feature, "ordinal")?.values ?? [];

/** What stands for a missing cell: a number, a category; null where nothing does. */
export const missingValue = (feature: FittedFeature): number | string | null =>
  opOf(feature, "impute")?.value ?? opOf(feature, "imputeCategory")?.value ?? null;

/** The columns a regression predicts, with how each is scaled. */
export function outputsOf(target: FittedTarget): readonly FittedOutput[] {
  switch (target.kind) {
    case "classes":
      return [];
    case "number":
      return [target];
    case "numbers":
      return target.outputs;
    default:
      return assertNever(target);
  }
}
