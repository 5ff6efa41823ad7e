/**
 * @file What the page may ask of the worker: the one type that client and server are both checked against. Methods
 * return a promise, or a stream of events that ends in a value. Arguments and results are structured-clonable; rows,
 * tensors and weights never cross.
 */
import type { ColumnSetting, DatasetSummary, TableFormat } from "../core/data/types.ts";
import type { Report } from "../core/evaluation/types.ts";
import type { Fault } from "../core/fault.ts";
import type { Issue } from "../core/issue.ts";
import type { Project } from "../core/project/types.ts";
import type { DeviceInfo, Run, TrainEvent, TrainJob } from "../core/training/types.ts";

/** Work with a known amount: `done` of `total` bytes, rows or files; total is null where it cannot be known. */
export interface Progress {
  readonly done: number;
  readonly total: number | null;
  readonly rows?: number;
}

/** Overrides of what would be detected; absent parts are detected. */
export interface ReadOptions {
  readonly format?: Partial<TableFormat>;
  /** Take only the first N rows. */
  readonly maxRows?: number;
}

/** A refused file carries issues; the dataset that was there is untouched. */
export type ReadOutcome =
  | { readonly ok: true; readonly summary: DatasetSummary; readonly suggestedTarget: string | null }
  | { readonly ok: false; readonly issues: readonly Issue[] };

export interface Prediction {
  /** The class name, or the value in the target's unit. */
  readonly value: string | number;
  /** One a class, in the recipe's order; absent for regression. */
  readonly probabilities?: readonly number[];
  /** Columns whose value was missing, unreadable or never seen in training, as issues at those columns. */
  readonly issues: readonly Issue[];
}

/** What the page must know about the data to compile a graph; shapes follow from it. */
export interface PreparedInfo {
  readonly width: number;
  readonly classes: readonly string[];
  readonly counts: { readonly train: number; readonly validation: number; readonly test: number };
  /** The recipe as fitted on the training part, shown on the Data step. */
  readonly recipe: import("../core/data/recipe.ts").Recipe;
  readonly issues: readonly Issue[];
}

export interface EngineApi {
  /** Picks the device, runs the self-test once. */
  start(options: { readonly force?: DeviceInfo["backend"] }): Promise<DeviceInfo>;
  /** Reads a table, keeps it in the worker and stores it, under its id. */
  readTable(source: {
    readonly file: Blob;
    readonly fileName: string;
    readonly options: ReadOptions;
  }): Stream<Progress, ReadOutcome>;
  /** Loads a stored dataset into the worker. Throws AppError("notFound"). */
  openDataset(id: string): Promise<DatasetSummary>;
  /** The summary of the open dataset under the user's column settings. */
  describe(query: {
    readonly datasetId: string;
    readonly columns: Readonly<Record<string, ColumnSetting>>;
    readonly dayFirst?: boolean;
  }): Promise<DatasetSummary>;
  /** Splits, fits the recipe, tells width, classes and what is wrong for training. */
  prepare(query: {
    readonly datasetId: string;
    readonly data: Project["data"];
    readonly task: TrainJob["task"];
  }): Promise<PreparedInfo>;
  /** Trains; checkpoints and weights are stored by the worker under the run's id. Cancelling the stream stops the run (which still ends in a Run). */
  train(job: TrainJob): Stream<TrainEvent, Run>;
  control(command: { readonly runId: string; readonly action: "pause" | "resume" | "step" | "stop" }): Promise<void>;
  /** `rows`: raw texts by column name; null is missing. */
  predict(query: {
    readonly run: Run;
    readonly rows: readonly Readonly<Record<string, string | null>>[];
  }): Promise<readonly Prediction[]>;
  /** Unlabelled CSV in, the same CSV with prediction columns out. */
  predictFile(query: {
    readonly run: Run;
    readonly file: Blob;
    readonly fileName: string;
  }): Stream<Progress, PredictedFile>;
  exportProject(query: { readonly project: Project; readonly runs: readonly Run[] }): Stream<Progress, Blob>;
  importProject(query: { readonly file: Blob }): Stream<Progress, ImportOutcome>;
}

export type PredictedFile =
  | { readonly ok: true; readonly file: Blob; readonly rows: number; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

export type ImportOutcome =
  | { readonly ok: true; readonly project: Project; readonly runs: readonly Run[]; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Events, then a result. */
export type Stream<E, R> = AsyncGenerator<E, R, void>;

export type { Fault, Report };

/** The methods that stream, for the caller's side of the border. */
export const streamNames = ["readTable", "train", "predictFile", "exportProject", "importProject"] as const;
