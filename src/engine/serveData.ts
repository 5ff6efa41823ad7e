/** @file What the worker does for each call about data: read, describe, show, analyse, prepare. */
import { redactDataset } from "../core/data/analysis/redact.ts";
import type { ReadOptions } from "../core/data/types.ts";
import { AppError } from "../core/fault.ts";
import type { Progress } from "../core/progress.ts";
import { redact } from "./analyse/redact.ts";
import { classRows } from "./classRows.ts";
import type { Datasets } from "./datasets.ts";
import type { Device } from "./device/device.ts";
import { addImages } from "./images/addImages.ts";
import { pictures } from "./images/pictures.ts";
import { type DataOutcome, readData } from "./ingest/readData.ts";
import { previewAugmented } from "./inspect/previewAugmented.ts";
import { later } from "./later.ts";
import { inTurns } from "./pause.ts";
import { encodeRow } from "./prepare/oneRow.ts";
import { prepareInfo } from "./prepare/prepare.ts";
import { previewTexts, previewWindow } from "./prepare/previews.ts";
import type { EngineApi, ReadOutcome, Stream } from "./protocol.ts";
import type { Server } from "./rpc.ts";
import { suggestedOf } from "./suggested.ts";

type DataApi = Pick<
  EngineApi,
  | "readData"
  | "addImages"
  | "openDataset"
  | "describe"
  | "pictures"
  | "classRows"
  | "analyse"
  | "redact"
  | "previewTexts"
  | "previewWindow"
  | "previewAugmented"
  | "prepare"
>;

/** The methods about data. Augmentation alone needs the device. */
export function dataMethods(datasets: Datasets, currentDevice: () => Promise<Device>): Server<DataApi> {
  async function* opened(
    reading: AsyncGenerator<Progress, DataOutcome, void>,
    signal: AbortSignal,
    redacted: ReadOptions["redact"] = {},
  ): Stream<Progress, ReadOutcome> {
    const outcome = yield* reading;
    if (!outcome.ok) return outcome;
    // Whoever cancelled while the last rows were read keeps the dataset that was there.
    if (signal.aborted) throw new AppError("cancelled", {});
    const dataset = redactDataset(outcome.dataset, redacted);
    const summary = await datasets.keep(dataset);
    return { ok: true, summary, suggested: suggestedOf(outcome.suggested, summary) };
  }

  return {
    readData: ({ files, options }, signal) => opened(readData(files, options, signal), signal, options.redact),
    addImages: async function* ({ datasetId, images, ...options }, signal) {
      const before = datasetId === null ? null : await datasets.open(datasetId);
      return yield* opened(addImages(before, images, signal, options), signal);
    },
    openDataset: async (id) => datasets.summary(await datasets.open(id), {}),
    describe: async ({ datasetId, columns }) => datasets.summary(await datasets.open(datasetId), columns),
    pictures: async ({ datasetId, rows, size, as }, signal) => {
      const dataset = await datasets.open(datasetId);
      const column = dataset.columns.find((one) => one.kind === "images");
      if (column === undefined) throw new AppError("notFound", { what: dataset.fileName });
      return pictures(column, rows, size, as, signal);
    },
    classRows: async ({ datasetId, ...query }) => {
      const dataset = await datasets.open(datasetId);
      return classRows(dataset, datasets.types(dataset, query.data.columns), query);
    },
    analyse: async function* (query, signal) {
      const { analyse } = await later.analyse();
      return yield* analyse(await datasets.infoQuery(query, signal), signal);
    },
    redact: (query) => redact(datasets, query),
    previewTexts: async ({ rows, ...query }, signal) =>
      inTurns(previewTexts(await datasets.infoQuery(query, signal), rows), signal),
    previewWindow: async ({ index, ...query }, signal) =>
      inTurns(previewWindow(await datasets.infoQuery(query, signal), index), signal),
    previewAugmented: async ({ row, count, seed, ...query }, signal) => {
      const used = await currentDevice();
      const recipe = await datasets.recipe(query, signal);
      const asked = await datasets.query(query, signal, Uint32Array.of(row));
      const { x } = await inTurns(encodeRow(asked, recipe, row), signal);
      const preview = await previewAugmented({ steps: query.data.augmentation, recipe, x, row, count, seed });
      await used.settle();
      used.check();
      return preview;
    },
    prepare: async (query, signal) => inTurns(prepareInfo(await datasets.infoQuery(query, signal)), signal),
  };
}
