/**
 * @file Predictions of a stored run on new rows: through its own recipe, with its own weights, by column name. One row
 * from a form and a file of millions take the same way.
 */
import * as tf from "@tensorflow/tfjs-core";
import { type CellSource, columnSource } from "../../core/data/cellSource.ts";
import { columnFromTexts, textReader } from "../../core/data/columns.ts";
import { decodeValues, encode, encodeIssues, type Sources } from "../../core/data/encode.ts";
import { modelContextOf } from "../../core/data/modelContext.ts";
import { type Recipe, recipeWidth } from "../../core/data/recipe.ts";
import type { Dataset, StoredColumn } from "../../core/data/types.ts";
import { binaryProbabilities } from "../../core/evaluation/metrics.ts";
import type { Prediction } from "../../core/evaluation/prediction.ts";
import { csvLine } from "../../core/export/csv.ts";
import { AppError } from "../../core/fault.ts";
import { compile } from "../../core/graph/compile.ts";
import type { Issue } from "../../core/issue.ts";
import type { Progress } from "../../core/progress.ts";
import type { Weights } from "../../core/training/checkpoint.ts";
import type { Run } from "../../core/training/types.ts";
import { buildModel, type TrainableModel, writeWeights } from "../model/build.ts";
import { breathe } from "../train/pace.ts";

/** The trained model of a run. Throws AppError("notFound") where its weights are gone. */
export function modelOf(run: Run, weights: Weights): TrainableModel {
  const { recipe, job } = run;
  const { model: keras } = compile(job.graph, modelContextOf(recipe));
  if (keras === null) throw new AppError("notFound", { what: run.id });
  const model = buildModel(keras, job.config.seed);
  try {
    writeWeights(model.weights, weights);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}

/** Values or classes with probabilities of each row, in row order. */
export interface Answer {
  readonly value: string | number;
  readonly probabilities?: readonly number[];
}

async function answers(model: TrainableModel, recipe: Recipe, sources: Sources, rows: Uint32Array): Promise<Answer[]> {
  const x = encode(recipe, sources, rows);
  const output = tf.tidy(() => model.predict(tf.tensor2d(x, [rows.length, recipeWidth(recipe)])));
  let values: Float32Array;
  try {
    values = (await output.data()) as Float32Array;
  } finally {
    output.dispose();
  }
  return answersOf(recipe, values, rows.length);
}

/** A model's outputs, row-major [rows × units], in the target's own terms. */
export function answersOf({ target }: Pick<Recipe, "target">, values: Float32Array, rows: number): Answer[] {
  if (target.kind === "number") return Array.from(decodeValues(target, values), (value) => ({ value }));
  const { classes } = target;
  const probabilities = values.length === rows && classes.length === 2 ? binaryProbabilities(values) : values;
  return Array.from({ length: rows }, (_, row) => {
    const own = Array.from(probabilities.subarray(row * classes.length, (row + 1) * classes.length));
    const best = own.indexOf(Math.max(...own));
    return { value: classes[best] as string, probabilities: own };
  });
}

/** Cells are read by the feature's type and the run's format, whatever the new file looks like. */
function sourcesOf(recipe: Recipe, column: (name: string) => StoredColumn | undefined): Sources {
  const made = new Map<string, CellSource>();
  for (const { column: name, type } of recipe.features) {
    const stored = column(name);
    if (stored !== undefined) made.set(name, columnSource(stored, type, recipe));
  }
  return (name) => made.get(name);
}

/** Predicts rows given as texts by column name. */
export async function predictRows(
  model: TrainableModel,
  run: Run,
  rows: readonly Readonly<Record<string, string | null>>[],
): Promise<Prediction[]> {
  const { recipe } = run;
  const given = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const sources = sourcesOf(recipe, (name) =>
    given.includes(name)
      ? columnFromTexts(
          rows.map((row) => (Object.hasOwn(row, name) ? (row[name] ?? null) : null)),
          recipe,
        )
      : undefined,
  );
  const all = Uint32Array.from(rows, (_, row) => row);
  const found = await answers(model, recipe, sources, all);
  return found.map((answer, row) => ({ ...answer, issues: encodeIssues(recipe, sources, Uint32Array.of(row), given) }));
}

/** Writes the table again with the predictions as further columns. */
export async function* predictTable(
  model: TrainableModel,
  run: Run,
  dataset: Dataset,
  signal: AbortSignal,
): AsyncGenerator<Progress, { readonly file: Blob; readonly rows: number; readonly issues: readonly Issue[] }, void> {
  const { recipe } = run;
  const columns = new Map(dataset.names.map((name, index) => [name, dataset.columns[index] as StoredColumn]));
  // Read as the new file writes its numbers; the recipe knows only how the training file wrote them.
  const sources = sourcesOf({ ...recipe, ...cellFormat(dataset) }, (name) => columns.get(name));
  // Nothing but an empty cell counts as missing here: the file's own cells come back as they were.
  const texts = dataset.columns.map((column) => textReader(column, { ...dataset.format, missing: [""] }));
  const parts: string[] = [csvLine([...dataset.names, ...predictionNames(recipe, dataset.names)])];
  for (let start = 0; start < dataset.rows; start += model.rowsAtOnce) {
    if (signal.aborted) throw new AppError("cancelled", {});
    const rows = Uint32Array.from(
      { length: Math.min(model.rowsAtOnce, dataset.rows - start) },
      (_, row) => start + row,
    );
    const found = await answers(model, recipe, sources, rows);
    parts.push(
      found
        .map(({ value, probabilities }, at) => {
          const row = rows[at] as number;
          return csvLine([...texts.map((read) => read(row)), value, ...(probabilities ?? [])]);
        })
        .join(""),
    );
    await breathe();
    yield { done: start + rows.length, total: dataset.rows };
  }
  const all = Uint32Array.from({ length: dataset.rows }, (_, row) => row);
  const issues = encodeIssues(recipe, sources, all, dataset.names);
  return { file: new Blob(parts, { type: "text/csv" }), rows: dataset.rows, issues };
}

const cellFormat = ({ format: { decimal, dayFirst, missing } }: Dataset) => ({ decimal, dayFirst, missing });

/** Headers of the new columns, unlike any the file has. */
function predictionNames({ target }: Recipe, taken: readonly string[]): string[] {
  const names = [`predicted ${target.column}`];
  if (target.kind === "classes") names.push(...target.classes.map((name) => `p(${name})`));
  const used = new Set(taken);
  return names.map((name) => {
    let free = name;
    for (let number = 2; used.has(free); number++) free = `${name} ${number}`;
    used.add(free);
    return free;
  });
}

interface KeptModel {
  readonly id: string;
  readonly model: TrainableModel;
  borrowers: number;
}

/**
 * Keeps the last model in memory: a form asks for one row after another. Whoever borrowed a model has it until it is
 * given back, though another run is asked or trained meanwhile.
 */
export class PredictionModels {
  #last: KeptModel | null = null;
  readonly #load: (runId: string) => Promise<Weights | null>;

  constructor(load: (runId: string) => Promise<Weights | null>) {
    this.#load = load;
  }

  async borrow(run: Run): Promise<{ readonly model: TrainableModel; readonly giveBack: () => void }> {
    const kept = this.#last?.id === run.id ? this.#last : await this.#make(run);
    kept.borrowers++;
    return {
      model: kept.model,
      giveBack: () => {
        kept.borrowers--;
        if (kept !== this.#last && kept.borrowers === 0) kept.model.dispose();
      },
    };
  }

  async #make(run: Run): Promise<KeptModel> {
    const weights = await this.#load(run.id);
    if (weights === null) throw new AppError("notFound", { what: run.id });
    const made = { id: run.id, model: modelOf(run, weights), borrowers: 0 };
    this.clear();
    this.#last = made;
    return made;
  }

  /** Forgets the model; it is disposed of when nobody has it any more. */
  clear(): void {
    const last = this.#last;
    this.#last = null;
    if (last?.borrowers === 0) last.model.dispose();
  }
}
