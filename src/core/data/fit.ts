/**
 * @file Fits the recipe: which columns become features, what stands for their missing cells, how they are scaled, which
 * categories they hold. Everything about features, and a regression target's scale, comes from the training rows
 * alone; class names come from all labelled rows, for the model needs a place for each. Applying it is `encode.ts`.
 */
import type { Issue } from "../issue.ts";
import { compareCodePoints, countKeys, featureKind, type TypedColumn } from "./cellSource.ts";
import { fitScaling, mean, median } from "./columnStatistics.ts";
import { gatherNumbers } from "./gather.ts";
import type { FittedFeature, FittedTarget, Recipe } from "./recipe.ts";
import { namesInSeries } from "./series.ts";
import type { DataSettings, RecipeConfig, TableFormat, Task } from "./types.ts";

/** Categories a column may have; the most frequent stay, the others share the place of unseen values. */
export const categoryLimit = 200;

/** Largest magnitude of a feature: beyond float32 a number would reach the model as Infinity. */
export const featureLimit = 3.4e38;

export interface FitInput {
  readonly columns: readonly TypedColumn[];
  readonly format: Pick<TableFormat, "decimal" | "dayFirst" | "missing">;
  readonly settings: Pick<DataSettings, "columns" | "target" | "recipe">;
  readonly task: Task;
  readonly target: TypedColumn;
  /** The classes of all labelled rows in their order; empty for regression. */
  readonly classes: readonly string[];
  readonly trainRows: Uint32Array;
}

export interface Fitted {
  readonly recipe: Recipe;
  readonly issues: readonly Issue[];
}

/** Fits on `trainRows`; no other row is read. */
export function fitRecipe(input: FitInput): Fitted {
  const issues: Issue[] = [];
  const features: FittedFeature[] = [];
  const columns = featureColumns(input);
  const inSeries = namesInSeries(
    columns.map(({ name }) => name),
    columns.map(({ type }) => type),
  );
  for (const column of columns) {
    const found: Issue[] = [];
    const feature = fitFeature(column, input.settings.recipe, input.trainRows, found);
    if (feature) features.push(feature);
    // Without its border an image has another shape: nobody is told to drop a pixel.
    issues.push(...found.filter(({ code }) => code !== "columnConstantInTraining" || !inSeries.has(column.name)));
  }
  if (features.length === 0) issues.push({ code: "noFeatures", severity: "error", at: {}, context: {} });
  const { decimal, dayFirst, missing } = input.format;
  const target = fitTarget(input);
  const vocabulary = vocabularyOf(features, input);
  return { recipe: { task: input.task, decimal, dayFirst, missing, features, target, vocabulary }, issues };
}

/** Numbers above this are no word numbers: a table of them would not fit a device. */
const vocabularyLimit = 1_000_000;

/** The largest input plus 1 where all inputs are whole numbers from 0 on, left as they are; else null. */
function vocabularyOf(features: readonly FittedFeature[], { columns, trainRows }: FitInput): number | null {
  if (features.length === 0) return null;
  let largest = 0;
  for (const feature of features) {
    const source = columns.find(({ name }) => name === feature.column)?.source;
    if (feature.kind !== "number" || feature.offset !== 0 || feature.scale !== 1 || source === undefined) return null;
    for (const cell of gatherNumbers(trainRows, source.number)) {
      const value = Number.isNaN(cell) ? feature.impute : cell;
      if (!Number.isInteger(value) || value < 0 || value >= vocabularyLimit) return null;
      largest = Math.max(largest, value);
    }
  }
  return largest + 1;
}

/** Columns that may enter the model: not dropped, not the target, and of a type a model can take. */
export function featureColumns({
  columns,
  settings,
  target,
}: Pick<FitInput, "columns" | "settings" | "target">): TypedColumn[] {
  const dropped = (name: string) => Object.hasOwn(settings.columns, name) && settings.columns[name]?.dropped === true;
  return columns.filter(({ name, type }) => name !== target.name && featureKind(type) !== null && !dropped(name));
}

function fitFeature(
  column: TypedColumn,
  config: RecipeConfig,
  rows: Uint32Array,
  issues: Issue[],
): FittedFeature | undefined {
  const { type } = column;
  switch (type) {
    case "number":
    case "integer":
    case "date":
      return fitNumber({ ...column, type }, config, rows, issues);
    case "category":
    case "boolean":
      return fitCategory({ ...column, type }, rows, issues);
    default:
      return undefined;
  }
}

function presentOf(cells: Float64Array): Float64Array {
  const present = new Float64Array(cells.length);
  let count = 0;
  for (const value of cells) if (!Number.isNaN(value)) present[count++] = value;
  return present.subarray(0, count);
}

type NumberColumn = TypedColumn & { readonly type: "number" | "integer" | "date" };
type CategoryColumn = TypedColumn & { readonly type: "category" | "boolean" };

function fitNumber(
  column: NumberColumn,
  config: RecipeConfig,
  rows: Uint32Array,
  issues: Issue[],
): FittedFeature | undefined {
  const { name, type, source } = column;
  const at = { column: name };
  const cells = gatherNumbers(rows, source.number);
  const present = presentOf(cells);
  if (present.length === 0) {
    issues.push({ code: "columnEmptyInTraining", severity: "warning", at, context: { column: name } });
    return undefined;
  }
  const impute = config.imputeNumber === "mean" ? mean(present) : median(present);
  const filled = present.length === cells.length ? cells : cells.map((value) => (Number.isNaN(value) ? impute : value));
  const { offset, scale, constant } = fitScaling(filled, config.scale);
  const fits = (value: number) => Math.abs((value - offset) / scale) < featureLimit;
  if (!Number.isFinite(offset) || !Number.isFinite(scale) || !filled.every(fits)) {
    issues.push({ code: "columnTooLarge", severity: "warning", at, context: { column: name } });
    return undefined;
  }
  if (constant) issues.push({ code: "columnConstantInTraining", severity: "notice", at, context: { column: name } });
  return { kind: "number", column: name, type, impute, offset, scale };
}

function fitCategory(
  { name, type, source }: CategoryColumn,
  rows: Uint32Array,
  issues: Issue[],
): FittedFeature | undefined {
  const at = { column: name };
  const counts = [...countKeys(source.categories, rows)].sort(([a, n], [b, m]) => m - n || compareCodePoints(a, b));
  const mostFrequent = counts[0]?.[0];
  if (mostFrequent === undefined) {
    issues.push({ code: "columnEmptyInTraining", severity: "warning", at, context: { column: name } });
    return undefined;
  }
  if (counts.length > categoryLimit) {
    const context = { column: name, kept: categoryLimit, total: counts.length };
    issues.push({ code: "categoriesCapped", severity: "warning", at, context });
  }
  if (counts.length === 1) {
    issues.push({ code: "columnConstantInTraining", severity: "notice", at, context: { column: name } });
  }
  const values = counts
    .slice(0, categoryLimit)
    .map(([value]) => value)
    .sort(compareCodePoints);
  return { kind: "oneHot", column: name, type, values, impute: values.indexOf(mostFrequent) };
}

function fitTarget({ task, target, classes, trainRows }: FitInput): FittedTarget {
  if (task !== "regression") return { kind: "classes", column: target.name, classes };
  const { offset, scale } = fitScaling(gatherNumbers(trainRows, target.source.number), "standard");
  return { kind: "number", column: target.name, offset, scale };
}
