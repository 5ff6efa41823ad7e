/**
 * @file Predictions of a stored run on new rows: through its own recipe, with its own weights, by column name. One row
 * from a form and a file of millions take the same way.
 */
import * as tf from "@tensorflow/tfjs-core";
import { type CellSource, columnSource, withPixels } from "../../core/data/cellSource.ts";
import { columnFromTexts, type Renames, textReader } from "../../core/data/columns.ts";
import { decodeValues, encodeSamples, type Sources } from "../../core/data/encode.ts";
import { encodeIssues } from "../../core/data/encodeIssues.ts";
import { modelContextOf } from "../../core/data/modelContext.ts";
import { opOf, outputsOf, type PixelsOp, type Recipe, sampleWidth } from "../../core/data/recipe.ts";
import { sampleRange } from "../../core/data/sampleRange.ts";
import type { ColumnType, Dataset, StoredColumn } from "../../core/data/types.ts";
import { predictionWindows, rowSamples, type Samples } from "../../core/data/windows.ts";
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
import type { RawRow } from "../protocol.ts";
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

/** The values or the class with probabilities of a sample. */
export interface Answer {
  /** Of several targets: the first. */
  readonly value: string | number;
  readonly values?: Prediction["values"];
  readonly probabilities?: readonly number[];
}

/** The answers to all of the samples. */
async function answers(model: TrainableModel, recipe: Recipe, sources: Sources, samples: Samples): Promise<Answer[]> {
  const chosen = Uint32Array.from(samples.starts, (_, i) => i);
  const x = encodeSamples(recipe, sources, samples, chosen);
  const output = tf.tidy(() => model.predict(tf.tensor2d(x, [chosen.length, sampleWidth(recipe)])));
  let values: Float32Array;
  try {
    values = (await output.data()) as Float32Array;
  } finally {
    output.dispose();
  }
  return answersOf(recipe, values, chosen.length);
}

/** A model's outputs, row-major [rows × units], in the target's own terms. */
export function answersOf({ target }: Pick<Recipe, "target">, values: Float32Array, rows: number): Answer[] {
  if (target.kind !== "classes") {
    const decoded = decodeValues(target, values);
    const outputs = outputsOf(target);
    return Array.from({ length: rows }, (_, row) => {
      const own = outputs.map(({ column }, k) => ({ column, value: decoded[row * outputs.length + k] as number }));
      const value = own[0]?.value ?? Number.NaN;
      return own.length > 1 ? { value, values: own } : { value };
    });
  }
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
  for (const { column: name, type, rename } of recipe.features) {
    const stored = column(name);
    if (stored !== undefined) made.set(name, columnSource(stored, type, recipe, rename));
  }
  const { window } = recipe;
  // What puts rows in order and apart is no feature.
  if (window?.time != null && window.timeType !== null) place(window.time, window.timeType);
  if (window?.group != null) place(window.group, "category", window.groupRename);
  function place(name: string, type: ColumnType, rename?: Renames) {
    const stored = column(name);
    if (stored !== undefined && !made.has(name)) made.set(name, columnSource(stored, type, recipe, rename));
  }
  return (name) => made.get(name);
}

/** What a model is asked about: rows, or windows whose last rows are `targetRows`. */
function samplesOf(
  recipe: Recipe,
  sources: Sources,
  rows: Uint32Array,
): Samples & { readonly issues: readonly Issue[] } {
  const { window } = recipe;
  if (window === null) return { ...rowSamples(rows), issues: [] };
  const placed = (name: string | null) => (name === null ? undefined : sources(name));
  return predictionWindows(window, { time: placed(window.time), group: placed(window.group) }, rows);
}

/** Decodes a picture to the size that the recipe wants. */
export type DecodePicture = (file: Blob, as: PixelsOp) => Promise<Uint8Array>;

/** Predicts rows given as texts, or as the files of images, by column name; of windows one prediction each. */
export async function predictRows(
  model: TrainableModel,
  run: Run,
  rows: readonly RawRow[],
  decode: DecodePicture,
): Promise<Prediction[]> {
  const { recipe } = run;
  const given = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (row: RawRow, name: string) => (Object.hasOwn(row, name) ? (row[name] ?? null) : null);
  const texts = (name: string) =>
    rows.map((row) => {
      const value = cell(row, name);
      return typeof value === "string" ? value : null;
    });
  const stored = sourcesOf(recipe, (name) => (given.includes(name) ? columnFromTexts(texts(name), recipe) : undefined));
  const pictures = await picturesOf(recipe, rows, decode);
  const sources: Sources = (name) => {
    const source = stored(name);
    const own = pictures.get(name);
    return source === undefined || own === undefined
      ? source
      : withPixels(source, (row) => own[row] ?? new Uint8Array(0));
  };
  const all = Uint32Array.from(rows, (_, row) => row);
  const samples = samplesOf(recipe, sources, all);
  const found = await answers(model, recipe, sources, samples);
  return found.map((answer, sample) => {
    const row = samples.targetRows[sample] as number;
    const issues = [...samples.issues, ...encodeIssues(recipe, sources, Uint32Array.of(row), given)];
    return { ...answer, issues };
  });
}

async function picturesOf(recipe: Recipe, rows: readonly RawRow[], decode: DecodePicture) {
  const pictures = new Map<string, readonly (Uint8Array | undefined)[]>();
  for (const feature of recipe.features) {
    const op = opOf(feature, "pixels");
    if (op === undefined) continue;
    const files = rows.map((row) => (Object.hasOwn(row, feature.column) ? row[feature.column] : null));
    const decoded = files.map((file) => (file instanceof Blob ? decode(file, op) : Promise.resolve(undefined)));
    pictures.set(feature.column, await Promise.all(decoded));
  }
  return pictures;
}

/** Writes the table again with the predictions as further columns; that of a window stands in its last row. */
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
  const all = Uint32Array.from({ length: dataset.rows }, (_, row) => row);
  const samples = samplesOf(recipe, sources, all);
  const written = new PredictedLines(recipe, dataset);
  const windowLength = recipe.window?.length ?? 1;
  const count = samples.targetRows.length;
  for (let start = 0; start < count; start += model.rowsAtOnce) {
    if (signal.aborted) throw new AppError("cancelled", {});
    const length = Math.min(model.rowsAtOnce, count - start);
    const chosen = sampleRange(samples, start, length, windowLength);
    const found = await answers(model, recipe, sources, chosen);
    for (const [i, answer] of found.entries()) written.answer(chosen.targetRows[i] as number, answer);
    // Rows are answered in their order; windows in the order of their series.
    if (recipe.window === null) written.writeTo(start + length);
    await breathe();
    yield { done: start + length, total: count };
  }
  while (written.rows < dataset.rows) {
    if (signal.aborted) throw new AppError("cancelled", {});
    written.writeTo(Math.min(dataset.rows, written.rows + linesAtOnce));
    await breathe();
  }
  const issues = [...samples.issues, ...encodeIssues(recipe, sources, all, dataset.names)];
  return { file: written.file(), rows: dataset.rows, issues };
}

/** The lines of the table with their answers, which are held no longer than until they are written. */
class PredictedLines {
  readonly #texts: readonly ((row: number) => string | null)[];
  readonly #width: number;
  readonly #answers = new Map<number, Answer>();
  readonly #parts: string[];
  /** Lines written so far. */
  rows = 0;

  constructor(recipe: Recipe, { names, columns, format }: Dataset) {
    const own = predictionNames(recipe, names);
    this.#width = own.length;
    // Nothing but an empty cell counts as missing here: the file's own cells come back as they were.
    this.#texts = columns.map((column) => textReader(column, { ...format, missing: [""] }));
    this.#parts = [csvLine([...names, ...own])];
  }

  answer(row: number, answer: Answer): void {
    this.#answers.set(row, answer);
  }

  writeTo(end: number): void {
    let lines = "";
    for (; this.rows < end; this.rows++) {
      const row = this.rows;
      lines += csvLine([...this.#texts.map((read) => read(row)), ...answerCells(this.#answers.get(row), this.#width)]);
      this.#answers.delete(row);
    }
    this.#parts.push(lines);
  }

  file(): Blob {
    return new Blob(this.#parts, { type: "text/csv" });
  }
}

const linesAtOnce = 10_000;

/** Empty where nothing was predicted: the first rows of a series have no whole window before them. */
function answerCells(answer: Answer | undefined, count: number): readonly (string | number | null)[] {
  if (answer === undefined) return new Array(count).fill(null);
  if (answer.values !== undefined) return answer.values.map(({ value }) => value);
  return [answer.value, ...(answer.probabilities ?? [])];
}

const cellFormat = ({ format: { decimal, dayFirst, missing } }: Dataset) => ({ decimal, dayFirst, missing });

/** Headers of the new columns, unlike any the file has. */
function predictionNames({ target }: Recipe, taken: readonly string[]): string[] {
  const outputs = outputsOf(target);
  const names =
    outputs.length > 1 ? outputs.map(({ column }) => `predicted ${column}`) : [`predicted ${target.column}`];
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
