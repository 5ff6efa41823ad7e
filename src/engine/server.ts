/**
 * @file What the worker does for each call: it holds the one open table, the one device and the runs under way, and
 * hands them to the modules that do the work.
 */

import { noKnownColumn } from "../core/data/encodeIssues.ts";
import { AppError } from "../core/fault.ts";
import { residentBytes } from "../core/training/estimate.ts";
import { goneOnAfter } from "../core/training/recovery.ts";
import type { TrainJob } from "../core/training/types.ts";
import { loadKept, saveKept } from "../storage/kept.ts";
import { saveParts } from "../storage/parts.ts";
import { holdRun } from "../storage/runLock.ts";
import { loadRun, saveRun } from "../storage/runs.ts";
import { deleteCheckpoint, loadCheckpoint, loadWeights, saveCheckpoint, saveWeights } from "../storage/weights.ts";
import { Datasets } from "./datasets.ts";
import { type Device, startDevice } from "./device/device.ts";
import { type DecodePicture, PredictionModels, predictRows, predictTable } from "./evaluate/predict.ts";
import { seriesEnds } from "./evaluate/seriesEnds.ts";
import { decodeFile } from "./images/decode.ts";
import { readTableFile } from "./ingest/tableFile.ts";
import { inspectedAnswer } from "./inspect/answer.ts";
import { compiledFor, inspect } from "./inspect/inspect.ts";
import { rawRow } from "./inspect/rawRow.ts";
import { startingModel } from "./inspect/startingModel.ts";
import { fetchLater, later } from "./later.ts";
import { inTurns, Pause, toItsEnd } from "./pause.ts";
import { encodeRow, truthOf } from "./prepare/oneRow.ts";
import { type Prepared, prepare } from "./prepare/prepare.ts";
import { splitFile } from "./project/splitFile.ts";
import { projectStore } from "./project/store.ts";
import type { EngineApi } from "./protocol.ts";
import type { Server } from "./rpc.ts";
import { dataMethods } from "./serveData.ts";
import { RunControl } from "./train/control.ts";
import { preflight } from "./train/preflight.ts";
import { rangeTest } from "./train/rangeTest.ts";
import { train } from "./train/train.ts";
import type { RunStore } from "./train/trainInput.ts";
import { tryDevice } from "./train/trial.ts";

const runStore: RunStore = {
  saveRun,
  loadRun,
  saveWeights,
  loadWeights,
  saveParts,
  saveCheckpoint,
  loadCheckpoint,
  deleteCheckpoint,
  saveKept,
  loadKept,
};

/** A run that goes on after a fault says after which epoch it did. */
async function knowingItsPast(job: TrainJob): Promise<TrainJob> {
  if (job.recoveries?.at(-1)?.epoch !== null) return job;
  return goneOnAfter(job, (await loadCheckpoint(job.runId))?.epoch ?? 0);
}

/** The methods of the worker, with their own state. `mostBytes`: of encoded samples in memory. */
export function createServer(mostBytes = residentBytes): Server<EngineApi> {
  const datasets = new Datasets();
  const models = new PredictionModels(loadWeights);
  const controls = new Map<string, RunControl>();
  let device: Promise<Device> | null = null;
  const currentDevice = () => (device ??= startDevice());

  /** The job's data, ready for training. */
  async function* preparing(job: TrainJob, signal: AbortSignal): AsyncGenerator<number, Prepared, void> {
    const query = await datasets.query(job, signal);
    const prepared = yield* new Pause(signal).telling(prepare(query, mostBytes));
    if (prepared.ok) return prepared.value;
    throw new AppError("unexpected", { message: prepared.issues.map(({ code }) => code).join(", ") });
  }

  /** Images that are to be predicted from are read as the run's recipe says. */
  const decodePicture: DecodePicture = async (file, as) => {
    const decoded = await decodeFile(file, as);
    if (decoded instanceof Uint8Array) return decoded;
    throw new AppError("fileUnreadable", { fileName: file instanceof File ? file.name : "", message: decoded.code });
  };

  return {
    start: async ({ force, because }) => {
      const started = startDevice(force);
      device =
        because === undefined
          ? started
          : started.then((own) => ({ ...own, info: { ...own.info, fallbackReason: because } }));
      return (await device).info;
    },
    ...dataMethods(datasets, currentDevice),
    train: async function* (asked, signal) {
      // Before anything is waited for: a stop may come while the table is opened or the device starts.
      const control = new RunControl(asked.startPaused === true ? "step" : "run", signal);
      controls.set(asked.runId, control);
      models.clear();
      const letGo = await holdRun(asked.runId);
      try {
        if (letGo === null) throw new AppError("runElsewhere", {});
        const job = await knowingItsPast(asked);
        const [dataset, used] = [await datasets.open(job.datasetId), await currentDevice()];
        const { id, fileName, rows } = dataset;
        return yield* train({
          job,
          dataset: { id, fileName, rows },
          prepare: () => preparing(job, control.stopped),
          device: used,
          control,
          store: runStore,
          now: () => performance.now(),
          today: () => Date.now(),
        });
      } finally {
        letGo?.();
        controls.delete(asked.runId);
        // A resumed run may have been asked meanwhile, with the weights it had before.
        models.clear();
      }
    },
    control: async ({ runId, command }) => controls.get(runId)?.tell(command),
    rangeTest: async function* ({ job, range }, signal) {
      const used = await currentDevice();
      return yield* rangeTest({
        job,
        range,
        prepare: () => toItsEnd(preparing(job, signal)),
        loadWeights,
        device: used,
        signal,
        now: () => performance.now(),
      });
    },
    preflight: async function* (job, signal) {
      const used = await currentDevice();
      return yield* preflight({
        job,
        prepare: () => toItsEnd(preparing(job, signal)),
        device: used,
        signal,
        now: () => performance.now(),
      });
    },
    tryDevice: async (query, signal) =>
      tryDevice({ ...query, device: await currentDevice(), signal, now: () => performance.now() }),
    predict: async ({ run, rows }) => {
      const used = await currentDevice();
      const { model, giveBack } = await models.borrow(run);
      try {
        const predictions = await predictRows(model, run, rows, decodePicture);
        await used.settle();
        used.check();
        return predictions;
      } finally {
        giveBack();
      }
    },
    seriesEnds: async ({ datasetId, run }) => seriesEnds(await datasets.open(datasetId), run.recipe),
    predictFile: async function* ({ run, file, fileName }, signal) {
      const used = await currentDevice();
      // A new file may be written in another way; what it leaves open is as it was in training.
      const { decimal, dayFirst, missing } = run.recipe;
      const options = { format: { missing }, expected: { decimal, dayFirst } };
      const outcome = yield* readTableFile({ file, path: fileName }, options, signal);
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
    inspect: async ({ datasetId, data, task, graph, seed, startWeights, run, row }, signal) => {
      const used = await currentDevice();
      const wanted = { datasetId, data: run?.job.data ?? data, task: run?.job.task ?? task };
      const asked = await datasets.query(wanted, signal, Uint32Array.of(row));
      if (row >= asked.dataset.rows) throw new AppError("notFound", { what: String(row) });
      const recipe = run?.recipe ?? (await datasets.recipe(wanted, signal));
      const keras = compiledFor(run?.job.graph ?? graph, recipe);
      const start = startWeights === null ? null : await loadWeights(startWeights.id);
      const { model, giveBack } = run === null ? startingModel(keras, seed, start) : await models.borrow(run);
      try {
        const { x, row: learnt } = await inTurns(encodeRow(asked, recipe, row), signal);
        const inspected = await inspect(model, keras, x, row, rawRow(recipe, x));
        const truth = await inTurns(truthOf(asked, recipe, learnt), signal);
        const answer = inspectedAnswer(recipe, keras.output, inspected.outputs, truth);
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
      const { importModel } = await later.importModel();
      return yield* importModel(query, saveWeights, signal);
    },
    weightsIndex: async (id) => (await loadWeights(id))?.map(({ name, shape }) => ({ name, shape })) ?? null,
    exportModel: async function* (query, signal) {
      const { exportModel } = await later.exportModel();
      return yield* exportModel(query, loadWeights, signal);
    },
    exportSplit: ({ run }) => splitFile(run),
    exportProject: async function* (query, signal) {
      const { exportProject } = await later.archive();
      return yield* exportProject(query, projectStore, signal);
    },
    importProject: async function* ({ file }, signal) {
      const { importProject } = await later.archive();
      return yield* importProject(file, projectStore, signal);
    },
    fetchLater,
  };
}
