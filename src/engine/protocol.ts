/**
 * @file What the page may ask of the worker: the one type that client and server are both checked against. Methods
 * return a promise, or a stream of events that ends in a value. Arguments and results are structured-clonable; rows,
 * tensors and weights never cross, but for the few samples of a trial.
 */
import type { Analysis } from "../core/data/analysis.ts";
import type { Pictures } from "../core/data/pictures.ts";
import type { PreparedInfo } from "../core/data/prepared.ts";
import type { AugmentedPreview, TextsPreview, WindowPreview } from "../core/data/previews.ts";
import type {
  ColumnSetting,
  DatasetSummary,
  ImageInput,
  InputConfig,
  ReadOptions,
  Redaction,
  SplitConfig,
} from "../core/data/types.ts";
import type { Prediction } from "../core/evaluation/prediction.ts";
import type { ModelTarget } from "../core/export/targets.ts";
import type { InspectedGraph } from "../core/graph/inspected.ts";
import type { Graph, Shape } from "../core/graph/types.ts";
import type { Issue } from "../core/issue.ts";
import type { ModelContext } from "../core/layers/define.ts";
import type { Progress } from "../core/progress.ts";
import type { Project, StartWeights } from "../core/project/types.ts";
import type { Candidate, Preflight, TrialSamples } from "../core/training/preflight.ts";
import type { DeviceInfo, RangePoint, RateRange, Run, TrainEvent, TrainJob } from "../core/training/types.ts";

/** A dropped or chosen file; `path` is its name, with folders ("cats/1.jpg") where it came in one. */
export interface SourceFile {
  readonly file: Blob;
  readonly path: string;
}

export interface NewImage {
  readonly file: Blob;
  readonly name: string;
  /** Its cell in the column of labels. */
  readonly label: string;
}

export type RawRow = Readonly<Record<string, string | Blob | null>>;

/** The last whole window of a series of the table, as raw rows. */
export interface SeriesEnd {
  /** The cell that its rows share; null where there are no groups. */
  readonly group: string | null;
  readonly rows: readonly RawRow[];
}

interface PreparedQuery {
  readonly datasetId: string;
  readonly data: Project["data"];
  readonly task: TrainJob["task"];
}

export interface Suggested {
  readonly target: string | null;
  readonly input: InputConfig;
  /** Where the data themselves say which rows are for training and which for the test; absent: they do not. */
  readonly split?: Partial<SplitConfig>;
}

/** A refused file carries issues; the dataset that was there is untouched. */
export type ReadOutcome =
  | {
      readonly ok: true;
      readonly summary: DatasetSummary;
      /** What is likely to be predicted, from what. */
      readonly suggested: Suggested;
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

export interface EngineApi {
  /** Picks the device, runs the self-test once. `because`: why it is that one; absent: it was chosen. */
  start(options: {
    readonly force?: DeviceInfo["backend"];
    readonly because?: DeviceInfo["fallbackReason"];
  }): Promise<DeviceInfo>;
  /**
   * Reads what files hold (told by their content, never by their names): a table, images with or without a table beside
   * them, arrays. Keeps the dataset in the worker and stores it, under its id.
   */
  readData(source: {
    readonly files: readonly SourceFile[];
    readonly options: ReadOptions;
  }): Stream<Progress, ReadOutcome>;
  /** A dataset of images with some more at its end: a new dataset whose first rows are the old one's. */
  addImages(query: {
    readonly datasetId: string | null;
    readonly images: readonly NewImage[];
    /** The column their labels are cells of: what is predicted; absent, or not in the dataset: "label". */
    readonly labelColumn?: string;
  }): Stream<Progress, ReadOutcome>;
  /** Images of rows, fitted into size × size; with `as`, prepared as that input says (grey, resized) and then enlarged. */
  pictures(query: {
    readonly datasetId: string;
    readonly rows: readonly number[];
    readonly size: number;
    readonly as?: ImageInput;
  }): Promise<Pictures>;
  /**
   * Rows of each class under the settings, `start` to `start + count` of the one named: what a class card shows. `value`
   * null: rows without a class.
   */
  classRows(query: {
    readonly datasetId: string;
    readonly data: Project["data"];
    readonly value: string | null;
    readonly start: number;
    readonly count: number;
  }): Promise<{ readonly total: number; readonly rows: readonly number[] }>;
  /** Statistics, relations and the scan. O(rows); cancelled by its signal. */
  analyse(query: PreparedQuery): Stream<Progress, Analysis>;
  /** The dataset with columns masked, hashed or gone: a new one, stored and open. Throws AppError("notFound"). */
  redact(query: {
    readonly datasetId: string;
    readonly columns: Readonly<Record<string, Redaction>>;
  }): Promise<ReadOutcome>;
  previewTexts(query: PreparedQuery & { readonly rows: readonly number[] }): Promise<TextsPreview>;
  previewWindow(query: PreparedQuery & { readonly index: number }): Promise<WindowPreview>;
  /** One row as it is and `count` times changed by the augmentation. */
  previewAugmented(
    query: PreparedQuery & {
      readonly row: number;
      readonly count: number;
      readonly seed: number;
    },
  ): Promise<AugmentedPreview>;
  /** Loads a stored dataset into the worker. Throws AppError("notFound"). */
  openDataset(id: string): Promise<DatasetSummary>;
  /** The summary of the open dataset under the user's column settings. */
  describe(query: {
    readonly datasetId: string;
    readonly columns: Readonly<Record<string, ColumnSetting>>;
  }): Promise<DatasetSummary>;
  /** Splits, fits the recipe, tells width, classes and what is wrong for training. */
  prepare(query: {
    readonly datasetId: string;
    readonly data: Project["data"];
    readonly task: TrainJob["task"];
  }): Promise<PreparedInfo>;
  /** Trains; checkpoints and weights are stored by the worker under the run's id. Cancelling the stream stops the run, which still ends in a Run, but while its data are prepared: then in AppError("cancelled"), and nothing is stored. */
  train(job: TrainJob): Stream<TrainEvent, Run>;
  /** No error where no such run is under way: it may have ended meanwhile. */
  control(query: { readonly runId: string; readonly command: ControlCommand }): Promise<void>;
  /**
   * Trains a few batches at rising rates and stores nothing: the points as they are measured, then all of them. Ends early
   * where the loss has grown far beyond its lowest, or is no number any more. Throws AppError("cancelled") once cancelled.
   */
  rangeTest(query: {
    readonly job: TrainJob;
    readonly range: RateRange;
  }): Stream<readonly RangePoint[], readonly RangePoint[]>;
  /**
   * Tries a few batches of the job's data at several batch sizes and stores nothing: the size that is tried next, then all
   * figures. Throws AppError("cancelled") once cancelled.
   */
  preflight(job: TrainJob): Stream<{ readonly batchSize: number }, PreflightAnswer>;
  /** Tries samples that another worker's pre-flight handed out on this one's device; null: a step took longer than `giveUpMs`. */
  tryDevice(query: {
    readonly job: TrainJob;
    readonly samples: TrialSamples;
    readonly batchSize: number;
    readonly giveUpMs: number;
  }): Promise<Candidate | null>;
  /**
   * `rows`: raw texts, or the file of an image, by column name; null is missing. Where the run's recipe has windows, the
   * rows are consecutive and there is one prediction a window.
   */
  predict(query: { readonly run: Run; readonly rows: readonly RawRow[] }): Promise<readonly Prediction[]>;
  /** The rows of a stored table that a run's forecast can continue, of each group. Throws AppError("notFound"). */
  seriesEnds(query: { readonly datasetId: string; readonly run: Run }): Promise<readonly SeriesEnd[]>;
  /** Unlabelled CSV in, the same CSV with prediction columns out. */
  predictFile(query: {
    readonly run: Run;
    readonly file: Blob;
    readonly fileName: string;
  }): Stream<Progress, PredictedFile>;
  /**
   * Sends one row of the table (its number, from 0) through the graph: with a run's weights where `run` is given (graph
   * and recipe are then the run's own), else with the weights that training would start from. Throws
   * AppError("notFound") where the row or the run's weights are gone.
   */
  inspect(query: {
    readonly datasetId: string;
    readonly data: Project["data"];
    readonly task: TrainJob["task"];
    readonly graph: Graph;
    readonly seed: number;
    readonly startWeights: StartWeights | null;
    readonly run: Run | null;
    readonly row: number;
  }): Promise<InspectedGraph>;
  /** Reads a model of another program; its weights are stored, and named by `startWeights`. */
  importModel(query: {
    readonly files: readonly { readonly name: string; readonly blob: Blob }[];
    /** The data at hand, which the graph is made for; absent: none. */
    readonly context?: ModelContext;
  }): Stream<Progress, ImportedModel>;
  /** Names and shapes of stored weights; null where there are none of this id. */
  weightsIndex(id: string): Promise<readonly WeightShape[] | null>;
  /** A finished run's model in another form, one file. */
  exportModel(query: { readonly run: Run; readonly target: ModelTarget }): Stream<Progress, ExportedModel>;
  /** Rows (from 1) and their parts in a run, as CSV; null where they are not kept: runs of earlier versions have none. */
  exportSplit(query: { readonly run: Run }): Promise<Blob | null>;
  /** Fetches what is otherwise fetched with its first use: then nothing needs the network any more. */
  fetchLater(none: Readonly<Record<string, never>>): Promise<void>;
  exportProject(query: { readonly project: Project; readonly runs: readonly Run[] }): Stream<Progress, Blob>;
  importProject(query: { readonly file: Blob }): Stream<Progress, ImportOutcome>;
}

export interface PreflightAnswer {
  readonly result: Preflight;
  /** Of the batch that was tried first, for a trial on another device; null: they are too large for that. */
  readonly samples: TrialSamples | null;
}

export type ControlCommand =
  | { readonly action: "pause" | "resume" | "stop" }
  /** Go on for one batch, or to the end of the epoch, and wait. */
  | { readonly action: "step"; readonly unit: "batch" | "epoch" }
  /** Another base rate from the next update on. */
  | { readonly action: "setRate"; readonly rate: number };

export interface WeightShape {
  /** "layer/part". */
  readonly name: string;
  readonly shape: Shape;
}

export type PredictedFile =
  | { readonly ok: true; readonly file: Blob; readonly rows: number; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

export type ImportOutcome =
  | { readonly ok: true; readonly project: Project; readonly runs: readonly Run[]; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

export type ImportedModel =
  | {
      readonly ok: true;
      readonly graph: Graph;
      readonly startWeights: StartWeights | null;
      /** The input's shape in the file; the data decide what it is in the studio. */
      readonly inputShape: Shape | null;
      readonly issues: readonly Issue[];
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

export type ExportedModel =
  | { readonly ok: true; readonly file: Blob; readonly fileName: string }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Events, then a result. */
export type Stream<E, R> = AsyncGenerator<E, R, void>;

/** The methods that stream, for the caller's side of the border. */
export const streamNames = [
  "readData",
  "addImages",
  "analyse",
  "train",
  "rangeTest",
  "preflight",
  "predictFile",
  "importModel",
  "exportModel",
  "exportProject",
  "importProject",
] as const;
