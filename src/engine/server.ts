/**
 * @file What the worker does for each call: it holds the one open table, the one device and the runs under way, and
 * hands them to the modules that do the work.
 */
import { decodeDataset, encodeDataset } from "../core/data/datasetBytes.ts";
import { noKnownColumn } from "../core/data/encode.ts";
import type { Recipe } from "../core/data/recipe.ts";
import { suggestTarget, summarizeDataset } from "../core/data/summarize.ts";
import type { ColumnSetting, Dataset, DatasetSummary } from "../core/data/types.ts";
import { AppError } from "../core/fault.ts";
import type { Run } from "../core/training/types.ts";
import { loadDatasetBytes, saveDatasetBytes } from "../storage/datasets.ts";
import { holdRun } from "../storage/runLock.ts";
import { loadRun, saveRun } from "../storage/runs.ts";
import { deleteCheckpoint, loadCheckpoint, loadWeights, saveCheckpoint, saveWeights } from "../storage/weights.ts";
import { type Device, startDevice } from "./device/device.ts";
import { PredictionModels, predictRows, predictTable } from "./evaluate/predict.ts";
import { exportModel } from "./export/exportModel.ts";
import { importModel } from "./import/importModel.ts";
import { readTable } from "./ingest/readTable.ts";
import { inspectedAnswer } from "./inspect/answer.ts";
import { compiledFor, inspect } from "./inspect/inspect.ts";
import { rawRow } from "./inspect/rawRow.ts";
import { startingModel } from "./inspect/startingModel.ts";
import { encodeRows, type PrepareQuery, prepare, prepareInfo, truthOf } from "./prepare/prepare.ts";
import { exportProject, importProject } from "./project/archive.ts";
import { projectStore } from "./project/store.ts";
import type { EngineApi } from "./protocol.ts";
import type { Server } from "./rpc.ts";
import { RunControl } from "./train/control.ts";
import type { RunStore } from "./train/session.ts";
import { train } from "./train/train.ts";

const runStore: RunStore = {
  saveRun,
  loadRun,
  saveWeights,
  loadWeights,
  saveCheckpoint,
  loadCheckpoint,
  deleteCheckpoint,
};

type ColumnSettings = Readonly<Record<string, ColumnSetting>>;

/** The open table and its last summary: preparing and training ask for the same types again. */
class Tables {
  #dataset: Dataset | null = null;
  #recipe: { readonly key: string; readonly recipe: Recipe } | null = null;
  #summary: { readonly key: string; readonly summary: DatasetSummary } | null = null;

  put(dataset: Dataset): void {
    this.#dataset = dataset;
    this.#summary = null;
  }

  async open(id: string): Promise<Dataset> {
    if (this.#dataset?.id === id) return this.#dataset;
    const blob = await loadDatasetBytes(id);
    if (blob === null) throw new AppError("notFound", { what: id });
    const decoded = decodeDataset(await blob.arrayBuffer());
    if (!decoded.ok) throw new AppError("fileUnreadable", { fileName: id, message: decoded.issues[0]?.code ?? "" });
    this.put(decoded.value);
    return decoded.value;
  }

  summary(dataset: Dataset, columns: ColumnSettings): DatasetSummary {
    const key = JSON.stringify([dataset.id, Object.entries(columns).map(([name, { type }]) => [name, type ?? null])]);
    if (this.#summary?.key !== key) this.#summary = { key, summary: summarizeDataset(dataset, columns) };
    return this.#summary.summary;
  }

  /** The recipe as training would fit it; remembered, since a row is asked for again and again. */
  recipe(query: PrepareQuery): Recipe {
    const key = JSON.stringify([query.dataset.id, query.types, query.data, query.task]);
    if (this.#recipe?.key !== key) this.#recipe = { key, recipe: prepareInfo(query).recipe };
    return this.#recipe.recipe;
  }
}

/** The methods of the worker, with their own state. */
export function createServer(): Server<EngineApi> {
  const tables = new Tables();
  const models = new PredictionModels(loadWeights);
  const controls = new Map<string, RunControl>();
  let device: Promise<Device> | null = null;
  const currentDevice = () => (device ??= startDevice());

  async function query(datasetId: string, data: Run["job"]["data"], task: Run["job"]["task"]) {
    const dataset = await tables.open(datasetId);
    const types = tables.summary(dataset, data.columns).columns.map(({ type }) => type);
    return { dataset, types, data, task };
  }

  return {
    start: async ({ force }) => {
      device = startDevice(force);
      return (await device).info;
    },
    readTable: async function* ({ file, fileName, options }, signal) {
      const outcome = yield* readTable(file, fileName, options, signal);
      if (!outcome.ok) return outcome;
      const { dataset } = outcome;
      const summary = summarizeDataset(dataset, {});
      await saveDatasetBytes(dataset.id, encodeDataset(dataset));
      tables.put(dataset);
      return { ok: true, summary, suggestedTarget: suggestTarget(summary) };
    },
    openDataset: async (id) => tables.summary(await tables.open(id), {}),
    describe: async ({ datasetId, columns }) => tables.summary(await tables.open(datasetId), columns),
    prepare: async ({ datasetId, data, task }) => prepareInfo(await query(datasetId, data, task)),
    train: async function* (job, signal) {
      // Before anything is waited for: a stop may come while the table is opened or the device starts.
      const control = new RunControl(job.startPaused === true ? "step" : "run", signal);
      controls.set(job.runId, control);
      models.clear();
      const letGo = await holdRun(job.runId);
      try {
        if (letGo === null) throw new AppError("runElsewhere", {});
        const [asked, used] = [await query(job.datasetId, job.data, job.task), await currentDevice()];
        const { id, fileName, rows } = asked.dataset;
        return yield* train({
          job,
          dataset: { id, fileName, rows },
          prepare: () => {
            const prepared = prepare(asked);
            if (prepared.ok) return prepared.value;
            throw new AppError("unexpected", { message: prepared.issues.map(({ code }) => code).join(", ") });
          },
          device: used,
          control,
          store: runStore,
          now: () => performance.now(),
          today: () => Date.now(),
        });
      } finally {
        letGo?.();
        controls.delete(job.runId);
        // A resumed run may have been asked meanwhile, with the weights it had before.
        models.clear();
      }
    },
    control: async ({ runId, action }) => controls.get(runId)?.tell(action),
    predict: async ({ run, rows }) => {
      const used = await currentDevice();
      const { model, giveBack } = await models.borrow(run);
      try {
        const predictions = await predictRows(model, run, rows);
        await used.settle();
        used.check();
        return predictions;
      } finally {
        giveBack();
      }
    },
    predictFile: async function* ({ run, file, fileName }, signal) {
      const used = await currentDevice();
      // A new file may be written in another way; what it leaves open is as it was in training.
      const { decimal, dayFirst, missing } = run.recipe;
      const options = { format: { missing }, expected: { decimal, dayFirst } };
      const outcome = yield* readTable(file, fileName, options, signal);
      if (!outcome.ok) return outcome;
      const unknown = noKnownColumn(run.recipe, outcome.dataset.names);
      if (unknown !== null) return { ok: false, issues: [unknown] };
      const { model, giveBack } = await models.borrow(run);
      try {
        const result = yield* predictTable(model, run, outcome.dataset, signal);
        await used.settle();
        used.check();
        return { ok: true, ...result, issues: [...outcome.dataset.issues, ...result.issues] };
      } finally {
        giveBack();
      }
    },
    inspect: async ({ datasetId, data, task, graph, seed, startWeights, run, row }) => {
      const used = await currentDevice();
      const asked = await query(datasetId, run?.job.data ?? data, run?.job.task ?? task);
      if (row >= asked.dataset.rows) throw new AppError("notFound", { what: String(row) });
      const recipe = run?.recipe ?? tables.recipe(asked);
      const keras = compiledFor(run?.job.graph ?? graph, recipe);
      const start = startWeights === null ? null : await loadWeights(startWeights.id);
      const { model, giveBack } = run === null ? startingModel(keras, seed, start) : await models.borrow(run);
      try {
        const x = encodeRows(asked, recipe, Uint32Array.of(row));
        const inspected = await inspect(model, keras, x, row, rawRow(recipe, x));
        const answer = inspectedAnswer(recipe, keras.output, inspected.outputs, truthOf(asked, recipe, row));
        await used.settle();
        used.check();
        return answer === undefined ? inspected : { ...inspected, answer };
      } finally {
        giveBack();
      }
    },
    importModel: async function* (query, signal) {
      // Layers are built to learn the names of their weights. Without a device tfjs would start one of its own, or fail.
      await currentDevice();
      return yield* importModel(query, saveWeights, signal);
    },
    weightsIndex: async (id) => (await loadWeights(id))?.map(({ name, shape }) => ({ name, shape })) ?? null,
    exportModel: (query, signal) => exportModel(query, loadWeights, signal),
    exportProject: (query, signal) => exportProject(query, projectStore, signal),
    importProject: ({ file }, signal) => importProject(file, projectStore, signal),
  };
}
