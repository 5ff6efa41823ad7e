/**
 * @file Fits the recipe: which columns become features, and what the steps of preparation do to each. Everything about
 * features, and a regression target's scale, comes from the training rows alone; class names come from all labelled
 * rows, for the model needs a place for each. Applying it is `encode.ts`; what a step does is `steps/`.
 */
import { assertNever } from "../fault.ts";
import type { Issue } from "../issue.ts";
import { completed, type Fields, type ParamsOf, wrongField } from "../params/fields.ts";
import { blockRows, type Pieces, within } from "../pieces.ts";
import type { TypedColumn } from "./cellSource.ts";
import { advance, type Cells, cellsOf, featureLimit, isInner } from "./chain.ts";
import { fitScaling } from "./columnStatistics.ts";
import { gatherNumbers } from "./gather.ts";
import { fitPixels } from "./images/pixels.ts";
import {
  cellKind,
  entersModel,
  type FittedFeature,
  type FittedOp,
  type FittedOutput,
  type FittedTarget,
  type FittedWindow,
  opOf,
  outputsOf,
  type Recipe,
} from "./recipe.ts";
import { namesInSeries } from "./series.ts";
import type { ChainState, ColumnStep, StepSpec } from "./steps/define.ts";
import { steps } from "./steps/index.ts";
import { newStep } from "./steps/newStep.ts";
import { type SelectionTarget, selectFeatures } from "./steps/selection.ts";
import { fitTokens, tokenIssues } from "./text/fitTokens.ts";
import type { ColumnType, DataSettings, RecipeStep, TableFormat, Task } from "./types.ts";

export interface FitInput {
  readonly columns: readonly TypedColumn[];
  readonly format: Pick<TableFormat, "decimal" | "dayFirst" | "missing">;
  readonly settings: Pick<DataSettings, "columns" | "target" | "moreTargets" | "input" | "recipe">;
  readonly task: Task;
  readonly target: TypedColumn;
  /** The classes of all labelled rows in their order; empty for regression. */
  readonly classes: readonly string[];
  /** Rows whose cells features are fitted on. */
  readonly trainRows: Uint32Array;
  /** The row of each training sample's target; the same rows where each row is a sample. */
  readonly targetRows: Uint32Array;
  readonly window: FittedWindow | null;
}

export interface Fitted {
  readonly recipe: Recipe;
  readonly issues: readonly Issue[];
}

/** Fits on `trainRows`; no other row is read. */
export function* fitRecipe(input: FitInput): Pieces<Fitted> {
  const issues: Issue[] = [];
  const usable = usableSteps(input.settings.recipe.steps, input.columns, issues);
  const fitted = yield* within(fitFeatures(input, usable, issues), 0, 0.8);
  const features = yield* within(selectFeatures(usable, fitted, selectionTarget(input), issues), 0.8, 0.9);
  if (features.length === 0) issues.push({ code: "noFeatures", severity: "error", at: {}, context: {} });
  const { decimal, dayFirst, missing } = input.format;
  const target = yield* within(fitTarget(input), 0.9, 0.95);
  for (const { column, offset, scale } of outputsOf(target)) {
    if (Number.isFinite(offset) && Number.isFinite(scale)) continue;
    issues.push({ code: "targetTooLarge", severity: "error", at: { column }, context: { column } });
  }
  const vocabulary = yield* within(vocabularyOf(features, input), 0.95, 1);
  const { task, window } = input;
  return { recipe: { task, decimal, dayFirst, missing, features, target, window, vocabulary }, issues };
}

function* fitFeatures(input: FitInput, usable: readonly RecipeStep[], issues: Issue[]): Pieces<FittedFeature[]> {
  const { input: wanted } = input.settings;
  switch (wanted.kind) {
    case "columns":
    case "sequence":
      return yield* fitColumns(input, usable, issues);
    case "text": {
      const column = input.columns.find(({ name }) => name === wanted.column);
      if (column === undefined) return missingInput(wanted.column, issues);
      const op = yield* fitTokens(wanted, column.source.text, input.trainRows);
      issues.push(...tokenIssues(wanted.column, op));
      return [{ column: wanted.column, type: "text", ops: [op] }];
    }
    case "image": {
      const column = input.columns.find(({ name, source }) => name === wanted.column && source.pixels !== undefined);
      if (column?.source.pixels === undefined) return missingInput(wanted.column, issues);
      const op = yield* fitPixels(wanted, column.source.pixels, input.trainRows);
      return [{ column: wanted.column, type: "image", ops: [op] }];
    }
    default:
      return assertNever(wanted);
  }
}

function missingInput(column: string, issues: Issue[]): FittedFeature[] {
  issues.push({ code: "inputColumnMissing", severity: "error", at: { column }, context: { column } });
  return [];
}

function* fitColumns(input: FitInput, usable: readonly RecipeStep[], issues: Issue[]): Pieces<FittedFeature[]> {
  const columns = featureColumns(input);
  const inSeries = namesInSeries(
    columns.map(({ name }) => name),
    columns.map(({ type }) => type),
  );
  const { steps: wanted } = input.settings.recipe;
  const features: FittedFeature[] = [];
  for (const [i, column] of columns.entries()) {
    const found: Issue[] = [];
    const fitting = fitFeature(column, usable, input.trainRows, found);
    const feature = yield* within(fitting, i / columns.length, (i + 1) / columns.length);
    // Without its border an image has another shape: nobody is told to drop a pixel.
    const told = found.filter(({ code }) => code !== "columnConstantInTraining" || !inSeries.has(column.name));
    issues.push(...told.map((issue) => withFixes(issue, wanted)));
    if (feature !== undefined) features.push(feature);
  }
  return features;
}

/**
 * The steps of columns that can be carried out; of the others is told, and of columns that are named but not there. Steps
 * of rows are told of where rows are chosen.
 */
function usableSteps(wanted: readonly RecipeStep[], columns: readonly TypedColumn[], issues: Issue[]): RecipeStep[] {
  const known = new Set(columns.map(({ name }) => name));
  return wanted.filter((step) => {
    const spec = steps[step.kind] as StepSpec;
    if (spec.scope === "rows") return false;
    const at = { field: step.id };
    for (const column of step.columns ?? []) {
      if (known.has(column)) continue;
      const context = { column, step: step.kind };
      issues.push({ code: "stepColumnMissing", severity: "notice", at, context });
    }
    const params = completed(spec.fields, step.params);
    const wrong = wrongField(spec.fields, params);
    if (wrong !== null) {
      issues.push({ code: "stepSetting", severity: "error", at, context: { step: step.kind, field: wrong } });
      return false;
    }
    const nonsense = spec.check?.(params as ParamsOf<Fields>) ?? null;
    if (nonsense !== null) issues.push({ ...nonsense, at });
    return nonsense === null;
  });
}

/** The step that mends what leaves a column out, as a button. */
function withFixes(issue: Issue, wanted: readonly RecipeStep[]): Issue {
  if (issue.code !== "columnNotEncoded" && issue.code !== "columnHasMissing") return issue;
  const kind = issue.code === "columnNotEncoded" ? "oneHot" : "impute";
  // A step of that kind for some columns stays as it is; this column gets one of its own.
  const columns = wanted.some((step) => step.kind === kind) ? [issue.context.column] : null;
  const fix = { label: `recipe:fixes.${kind}`, edit: "addStep", args: newStep(wanted, kind, columns) } as const;
  return { ...issue, fixes: [fix] };
}

/**
 * Columns that may enter the model: not dropped, not a target, and of a type a model can take. In a forecast the targets'
 * own past does enter.
 */
export function featureColumns({
  columns,
  settings,
  target,
}: Pick<FitInput, "columns" | "settings" | "target">): TypedColumn[] {
  const { input, moreTargets } = settings;
  const dropped = (name: string) => Object.hasOwn(settings.columns, name) && settings.columns[name]?.dropped === true;
  const forecast = input.kind === "sequence" && input.mode === "forecast";
  const placed = input.kind === "sequence" ? [input.time, input.group] : [];
  const isTarget = (name: string) => !forecast && (name === target.name || moreTargets.includes(name));
  return columns.filter(
    ({ name, type }) => !isTarget(name) && !placed.includes(name) && entersModel(type) && !dropped(name),
  );
}

function* fitFeature(
  column: TypedColumn,
  recipeSteps: readonly RecipeStep[],
  rows: Uint32Array,
  issues: Issue[],
): Pieces<FittedFeature | undefined> {
  const { name, source, rename } = column;
  if (!entersModel(column.type)) return undefined;
  const start: FittedFeature = {
    column: name,
    type: column.type,
    ...(rename === undefined ? {} : { rename }),
    ops: [],
  };
  const ops: FittedOp[] = [];
  // Once it is scaled, a date is a number like others.
  let type: ColumnType = column.type;
  // Cells are read, then each step looks at them and changes them: pieces of one size, for all that can be told.
  const share = (piece: number) => piece / (recipeSteps.length + 1);
  let cells = yield* within(cellsOf(start, source, rows), 0, share(1));
  let state: ChainState = cells.state;
  for (const [i, step] of recipeSteps.entries()) {
    const spec = steps[step.kind];
    if (spec.scope !== "column" || (step.columns !== null && !step.columns.includes(name))) continue;
    if (!spec.takes(state, type)) {
      // A step for all columns passes over those it does not suit; one for this column was meant for it.
      if (step.columns !== null) issues.push(notSuited(step, name));
      continue;
    }
    const params = completed(spec.fields, step.params);
    const fitting = (spec as unknown as ColumnStep).fit({ column: name, type, cells, params });
    const result = yield* within(fitting, share(i + 1), share(i + 1.8));
    issues.push(...result.issues);
    if (result.ops === null) return undefined;
    for (const op of result.ops) {
      ops.push(op);
      if (isInner(op)) cells = yield* within(advance(op, cells), share(i + 1.8), share(i + 2));
      else state = "end";
      if (type === "date" && op.kind !== "impute") type = "number";
    }
    if (state !== "end") state = cells.state;
  }
  const unfit = yield* unfitIssue(name, state, cells);
  if (unfit === null) return { ...start, ops };
  issues.push(unfit);
  return undefined;
}

const notSuited = ({ id, kind }: RecipeStep, column: string): Issue => ({
  code: "stepNotSuited",
  severity: "notice",
  at: { field: id, column },
  context: { column, step: kind },
});

/** Why what the chain leaves of the training part cannot enter a model, or null. */
function* unfitIssue(column: string, state: ChainState, cells: Cells): Pieces<Issue | null> {
  const at = { column };
  if (state === "category") return { code: "columnNotEncoded", severity: "warning", at, context: { column } };
  if (state === "end" || cells.state !== "number") return null;
  let missing = 0;
  let tooLarge = false;
  const { values } = cells;
  for (let from = 0; from < values.length; from += blockRows) {
    const to = Math.min(values.length, from + blockRows);
    for (let i = from; i < to; i++) {
      const value = values[i] as number;
      if (Number.isNaN(value)) missing++;
      else if (Math.abs(value) >= featureLimit) tooLarge = true;
    }
    yield 1;
  }
  if (missing > 0) return { code: "columnHasMissing", severity: "warning", at, context: { column, count: missing } };
  return tooLarge ? { code: "columnTooLarge", severity: "warning", at, context: { column } } : null;
}

/** What selection measures features against: the classes or the numbers of the training part. */
function selectionTarget({ task, target, classes, trainRows, targetRows, columns, window }: FitInput): SelectionTarget {
  return { task, target, classes, trainRows, targetRows, columns, window };
}

/** Numbers above this are no word numbers: a table of them would not fit a device. */
const vocabularyLimit = 1_000_000;

/** The largest input plus 1 where all inputs are whole numbers from 0 on, left as they are; else null. */
function* vocabularyOf(features: readonly FittedFeature[], { columns, trainRows }: FitInput): Pieces<number | null> {
  if (features.length === 0) return null;
  let largest = 0;
  for (const feature of features) {
    const tokens = opOf(feature, "tokens");
    if (tokens !== undefined) return tokens.vocabulary.length + 2;
    const source = columns.find(({ name }) => name === feature.column)?.source;
    const [op, ...more] = feature.ops;
    if (cellKind(feature) !== "number" || source === undefined || more.length > 0) return null;
    if (op !== undefined && (op.kind !== "impute" || op.indicator)) return null;
    const missing = op?.kind === "impute" ? op.value : Number.NaN;
    for (let from = 0; from < trainRows.length; from += blockRows) {
      const to = Math.min(trainRows.length, from + blockRows);
      for (let i = from; i < to; i++) {
        const cell = source.number(trainRows[i] as number);
        const value = Number.isNaN(cell) ? missing : cell;
        if (!Number.isInteger(value) || value < 0 || value >= vocabularyLimit) return null;
        largest = Math.max(largest, value);
      }
      yield to / trainRows.length;
    }
  }
  return largest + 1;
}

function* fitTarget({ task, target, classes, targetRows, settings, columns }: FitInput): Pieces<FittedTarget> {
  if (task !== "regression") {
    const { name: column, rename } = target;
    return { kind: "classes", column, classes, ...(rename === undefined ? {} : { rename }) };
  }
  const targets = [target, ...columns.filter(({ name }) => settings.moreTargets.includes(name))];
  const outputs: FittedOutput[] = [];
  for (const { name, source } of targets) {
    const share = (part: number) => (outputs.length + part) / targets.length;
    const values = yield* within(gatherNumbers(targetRows, source.number), share(0), share(0.3));
    const { offset, scale } = yield* within(fitScaling(values, "standard"), share(0.3), share(1));
    outputs.push({ column: name, offset, scale });
  }
  const [first, ...more] = outputs as [FittedOutput, ...FittedOutput[]];
  return more.length === 0 ? { kind: "number", ...first } : { kind: "numbers", column: first.column, outputs };
}
