/**
 * @file A real file read by the studio: types, missing cells, distinct values, means and deviations, and the prepared
 * numbers of both tasks people try on it. The file is not part of the repository: it lies in `shared/data` beside it.
 */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Recipe, recipeWidth } from "../../../src/core/data/recipe.ts";
import { summarizeDataset } from "../../../src/core/data/summarize.ts";
import { type ColumnSummary, type Dataset, defaultDataSettings, type Task } from "../../../src/core/data/types.ts";
import { atOnce } from "../../../src/core/pieces.ts";
import { readTable } from "../../../src/engine/ingest/readTable.ts";
import { prepare } from "../../../src/engine/prepare/prepare.ts";
import { type OracleCheck, present } from "../check.ts";

interface PreparedTask {
  readonly target: string;
  readonly task: Task;
  readonly recipe: Recipe;
  readonly width: number;
  /** Row numbers from 0: training, validation and test part one after the other. */
  readonly rows: readonly number[];
  readonly trainCount: number;
  readonly x: readonly number[];
  /** Class names, or values in the target's unit. */
  readonly y: readonly (string | number)[];
}

interface Produced {
  readonly path: string;
  readonly rows: number;
  readonly columns: readonly ColumnSummary[];
  readonly prepared: readonly PreparedTask[];
}

async function read(path: string): Promise<Dataset> {
  const reading = readTable(new Blob([readFileSync(path)]), "penguins.csv", {}, new AbortController().signal);
  for (;;) {
    const { done, value } = await reading.next();
    if (!done) continue;
    if (!value.ok) throw new Error(`refused: ${JSON.stringify(value.issues)}`);
    return value.dataset;
  }
}

function prepareTask(dataset: Dataset, columns: readonly ColumnSummary[], target: string, task: Task): PreparedTask {
  const types = columns.map(({ type }) => type);
  const outcome = atOnce(prepare({ dataset, types, data: { ...defaultDataSettings, target }, task }));
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome.issues)}`);
  const { recipe, classes, parts, x, y, values } = outcome.value;
  return {
    target,
    task,
    recipe,
    width: recipeWidth(recipe),
    rows: [...parts.train, ...parts.validation, ...parts.test],
    trainCount: parts.train.length,
    x: [...present(x.resident, "what is small is in memory")],
    y: values ? [...values] : Array.from(y, (index) => classes[index] ?? ""),
  };
}

const changeColumn =
  (name: string, change: (column: ColumnSummary) => Partial<ColumnSummary>) =>
  (produced: Produced): Produced => ({
    ...produced,
    columns: produced.columns.map((column) => (column.name === name ? { ...column, ...change(column) } : column)),
  });

export const check: OracleCheck<Produced> = {
  produce: async ({ root }) => {
    const path = join(root, "../shared/data/penguins.csv");
    if (!existsSync(path)) return { missing: `there is no ${path}` };
    const dataset = await read(path);
    const { columns } = summarizeDataset(dataset, {});
    const prepared = [
      prepareTask(dataset, columns, "species", "multiclass"),
      prepareTask(dataset, columns, "body_mass_g", "regression"),
    ];
    return { produced: { path, rows: dataset.rows, columns, prepared } };
  },
  faults: {
    "a missing cell counted as a value": changeColumn("sex", ({ missing }) => ({ missing: missing - 1 })),
    "a number taken for a category": changeColumn("bill_length_mm", () => ({ type: "category" })),
    "the sample's deviation mixed up": changeColumn("body_mass_g", ({ stats }) => ({
      stats: stats && { ...stats, std: stats.std * 1.01 },
    })),
    "labels shifted by a row": (produced) => ({
      ...produced,
      prepared: produced.prepared.map((one) => ({ ...one, y: [...one.y.slice(1), one.y[0] ?? ""] })),
    }),
    "two features exchanged": (produced) => ({
      ...produced,
      prepared: produced.prepared.map((one) => ({
        ...one,
        x: one.x.map((_, i) => one.x[i % one.width === 4 ? i + 1 : i % one.width === 5 ? i - 1 : i] ?? 0),
      })),
    }),
  },
};
