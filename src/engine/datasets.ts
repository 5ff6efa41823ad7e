/**
 * @file The open dataset and what is remembered of it: its last summary, the recipe as training would fit it, decoded
 * images. One is open at a time; the others are stored.
 */
import { decodeDataset, encodeDataset } from "../core/data/datasetBytes.ts";
import { imageBytes } from "../core/data/images/column.ts";
import type { Recipe } from "../core/data/recipe.ts";
import { summarizeDataset } from "../core/data/summarize.ts";
import type {
  ColumnSetting,
  ColumnType,
  DataSettings,
  Dataset,
  DatasetSummary,
  ImagesColumn,
  Task,
} from "../core/data/types.ts";
import { AppError } from "../core/fault.ts";
import { loadDatasetBytes, saveDatasetBytes } from "../storage/datasets.ts";
import { ImageStore } from "./images/store.ts";
import { inTurns } from "./pause.ts";
import { prepareInfo } from "./prepare/prepare.ts";
import type { PrepareQuery } from "./prepare/query.ts";

type ColumnSettings = Readonly<Record<string, ColumnSetting>>;

/** What preparing is asked about. */
export interface DataQuery {
  readonly datasetId: string;
  readonly data: DataSettings;
  readonly task: Task;
}

export class Datasets {
  #dataset: Dataset | null = null;
  #recipe: { readonly key: string; readonly recipe: Recipe } | null = null;
  #summary: { readonly key: string; readonly summary: DatasetSummary } | null = null;
  readonly images = new ImageStore();

  /** Stores a dataset under its id and opens it. */
  async keep(dataset: Dataset): Promise<DatasetSummary> {
    const summary = summarizeDataset(dataset, {});
    await saveDatasetBytes(dataset.id, encodeDataset(dataset));
    this.#dataset = dataset;
    this.#summary = null;
    return summary;
  }

  async open(id: string): Promise<Dataset> {
    if (this.#dataset?.id === id) return this.#dataset;
    const blob = await loadDatasetBytes(id);
    if (blob === null) throw new AppError("notFound", { what: id });
    const decoded = decodeDataset(await blob.arrayBuffer());
    if (!decoded.ok) throw new AppError("fileUnreadable", { fileName: id, message: decoded.issues[0]?.code ?? "" });
    this.#dataset = decoded.value;
    this.#summary = null;
    return decoded.value;
  }

  summary(dataset: Dataset, columns: ColumnSettings): DatasetSummary {
    const key = JSON.stringify([dataset.id, columns]);
    if (this.#summary?.key !== key) this.#summary = { key, summary: summarizeDataset(dataset, columns) };
    return this.#summary.summary;
  }

  /** The types in force, in the table's order. */
  types(dataset: Dataset, columns: ColumnSettings): readonly ColumnType[] {
    return this.summary(dataset, columns).columns.map(({ type }) => type);
  }

  /** What splitting and fitting need. Images are decoded only where their pixels are measured. */
  async infoQuery(query: DataQuery, signal: AbortSignal): Promise<PrepareQuery> {
    const asked = await this.#query(query);
    const { input } = query.data;
    const column = inputImages(asked.dataset, query.data);
    if (column === null || input.kind !== "image") return asked;
    if (input.scale === "unit") return { ...asked, pixels: (row) => imageBytes(column, row) };
    return { ...asked, pixels: await this.images.pixelsOf(asked.dataset.id, column, input, signal) };
  }

  /** What encoding needs: `rows` of the images (all where absent), decoded. */
  async query(query: DataQuery, signal: AbortSignal, rows?: Uint32Array): Promise<PrepareQuery> {
    const asked = await this.#query(query);
    const { input } = query.data;
    const column = inputImages(asked.dataset, query.data);
    if (column === null || input.kind !== "image") return asked;
    return { ...asked, pixels: await this.images.pixelsOf(asked.dataset.id, column, input, signal, rows) };
  }

  async #query({ datasetId, data, task }: DataQuery): Promise<PrepareQuery> {
    const dataset = await this.open(datasetId);
    return { dataset, types: this.types(dataset, data.columns), data, task };
  }

  /** The recipe as training would fit it; remembered, since a row is asked for again and again. */
  async recipe(query: DataQuery, signal: AbortSignal): Promise<Recipe> {
    const key = JSON.stringify([query.datasetId, query.data, query.task]);
    if (this.#recipe?.key !== key) {
      const { recipe } = await inTurns(prepareInfo(await this.infoQuery(query, signal)), signal);
      this.#recipe = { key, recipe };
      return recipe;
    }
    return this.#recipe.recipe;
  }
}

/** The column of images that is to enter the model; null where none is. */
function inputImages(dataset: Dataset, { input }: DataSettings): ImagesColumn | null {
  if (input.kind !== "image") return null;
  const column = dataset.columns[dataset.names.indexOf(input.column)];
  return column?.kind === "images" ? column : null;
}
