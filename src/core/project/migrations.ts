/**
 * @file How documents of older versions become those of the next, one step a version. A step is written once, with the
 * rise of `projectVersion`, and never changed; golden files of each version are opened by the tests.
 */
import { isPlainObject } from "./json.ts";

type Document = Readonly<Record<string, unknown>>;

/** `migrations[3]` makes a document of version 4 from one of version 3. Steps may not assume that fields are valid. */
export type Migrations = Readonly<Record<number, (document: Document) => Document>>;

export const migrations: Migrations = {
  // Notes and blocks on the canvas, and weights to start from.
  1: (document) => ({ notes: [], blocks: [], startWeights: null, ...document }),
  // Inputs other than rows, edited rows, balance and augmentation; the recipe's two choices became a list of steps.
  2: (document) => ({ ...document, data: dataWithSteps(document.data) }),
  // Schedules, clipping, label smoothing, accumulation, kept checkpoints.
  3: (document) => ({ ...document, training: trainingWithControls(document.training) }),
};

/** Also the settings of a run that was recorded then: what was not known was as if these stood there. */
export function trainingWithControls(training: unknown): unknown {
  if (!isPlainObject(training)) return training;
  const added = {
    schedule: { kind: "constant", params: {}, warmup: 0 },
    clip: { kind: "none", limit: 1 },
    labelSmoothing: 0,
    accumulate: 1,
    checkpointEvery: null,
  };
  return { ...added, ...training };
}

/** The epochs of a run that was recorded when only losses and times were: its rate never changed. */
export function historyWithRates(run: unknown): unknown {
  if (!isPlainObject(run) || !Array.isArray(run.history) || !isPlainObject(run.job)) return run;
  const { config } = run.job;
  const learningRate = isPlainObject(config) ? config.learningRate : undefined;
  const added = { learningRate, gradientNorm: null, stepsPerSecond: null, memoryBytes: null };
  const history = run.history.map((record: unknown) => (isPlainObject(record) ? { ...added, ...record } : record));
  return { ...run, history, job: { ...run.job, config: trainingWithControls(config) } };
}

/** Also the data of a run that was recorded then. */
export function dataWithSteps(data: unknown): unknown {
  if (!isPlainObject(data) || !isPlainObject(data.recipe) || Array.isArray(data.recipe.steps)) return data;
  const { scale, imputeNumber } = data.recipe;
  const step = (kind: string, params: object) => ({ id: kind, kind, columns: null, params });
  const steps = [
    step("impute", { strategy: imputeNumber }),
    step("imputeCategory", {}),
    step("oneHot", {}),
    ...(scale === "none" ? [] : [step("scale", { method: scale })]),
  ];
  const added = { moreTargets: [], input: { kind: "columns" }, rows: {}, balance: "none", augmentation: [] };
  return { ...added, ...data, recipe: { steps } };
}

/** The recipe of a run that was recorded when a feature was one of two fixed chains. */
export function recipeWithChains(recipe: unknown): unknown {
  if (!isPlainObject(recipe) || !Array.isArray(recipe.features)) return recipe;
  return { window: null, ...recipe, features: recipe.features.map(chained) };
}

function chained(feature: unknown): unknown {
  if (!isPlainObject(feature) || Array.isArray(feature.ops)) return feature;
  const { kind, column, type, impute, offset, scale, values } = feature;
  if (kind === "number") {
    const filled = { kind: "impute", value: impute, indicator: false };
    return { column, type, ops: [filled, { kind: "scale", offset, scale }] };
  }
  const value = Array.isArray(values) ? values[impute as number] : undefined;
  return {
    column,
    type,
    ops: [
      { kind: "imputeCategory", value, indicator: false },
      { kind: "oneHot", values },
    ],
  };
}

/** The document as version `to`, or null where a step is missing (a version that never was). */
export function migrate(document: Document, from: number, to: number, chain: Migrations): Document | null {
  let current = document;
  for (let version = from; version < to; version++) {
    const step = chain[version];
    if (step === undefined) return null;
    current = { ...step(current), version: version + 1 };
  }
  return current;
}
