/**
 * @file The summary of a dataset under the user's settings: what the page shows of rows it never sees. Counting a column
 * is remembered with the column, so that a change of one type does not count the others again.
 */
import type { Issue } from "../issue.ts";
import type { CellFormat } from "./cells.ts";
import { findInColumn } from "./columnFindings.ts";
import { summarizeColumn } from "./columnSummary.ts";
import { textReader } from "./columns.ts";
import { inferType, labelsBesideImages } from "./infer.ts";
import { type ColumnProfile, profileColumn } from "./profile.ts";
import { typesInSeries } from "./series.ts";
import { isPartColumn } from "./split/byPart.ts";
import { inferTask } from "./task.ts";
import type { ColumnSetting, ColumnSummary, ColumnType, Dataset, DatasetSummary, StoredColumn } from "./types.ts";

const previewRows = 50;
const previewLength = 200;
/** Columns of which values are shown; a table of 16,384 columns has no use for all of them in a preview. */
const previewColumns = 500;

interface Described {
  readonly summary: ColumnSummary;
  readonly issues: readonly Issue[];
}

/** A memory, not a state: the same column and question always have the same answer. */
const remembered = new WeakMap<StoredColumn, Map<string, unknown>>();

function remember<T>(column: StoredColumn, key: string, make: () => T): T {
  let answers = remembered.get(column);
  if (answers === undefined) {
    answers = new Map();
    remembered.set(column, answers);
  }
  if (!answers.has(key)) answers.set(key, make());
  return answers.get(key) as T;
}

const readingOf = ({ decimal, dayFirst, missing }: CellFormat): string => JSON.stringify([decimal, dayFirst, missing]);

const profileOf = (column: StoredColumn, format: CellFormat): ColumnProfile =>
  remember(column, `profile ${readingOf(format)}`, () => profileColumn(column, format));

function describeColumn(
  dataset: Dataset,
  index: number,
  inferred: ColumnType,
  setting: ColumnSetting,
  format: CellFormat,
): Described {
  const column = dataset.columns[index] as StoredColumn;
  const name = dataset.names[index] as string;
  const reading = readingOf(format);
  const profile = profileOf(column, format);
  const type = setting.type ?? inferred;
  const { rename } = setting;
  return remember(column, JSON.stringify([name, type, inferred, reading, rename ?? null]), () => {
    const summary = summarizeColumn({ column, name, type, inferred, profile, format, rename });
    return { summary, issues: findInColumn({ column, summary, profile, format, rename }) };
  });
}

/** `dayFirst`: the user's answer where the file does not tell. O(rows) for each column that is new or changed. */
export function summarizeDataset(
  dataset: Dataset,
  settings: Readonly<Record<string, ColumnSetting>>,
  dayFirst?: boolean,
): DatasetSummary {
  const format = dayFirst === undefined ? dataset.format : { ...dataset.format, dayFirst };
  const issues: Issue[] = [...dataset.issues];
  const profiles = dataset.columns.map((column) => profileOf(column, format));
  const alone = profiles.map((profile, i) => inferType(profile, dataset.names[i] as string, dataset.format.header));
  const inferred = labelsBesideImages(dataset.names, typesInSeries(dataset.names, alone, profiles), profiles);
  const columns = dataset.names.map((name, i) => {
    // A column may be called "constructor".
    const setting = Object.hasOwn(settings, name) ? (settings[name] as ColumnSetting) : {};
    const described = describeColumn(dataset, i, inferred[i] as ColumnType, setting, format);
    if (setting.dropped !== true) issues.push(...described.issues);
    return described.summary;
  });
  const { id, fileName, bytes, rows } = dataset;
  return { id, fileName, bytes, rows, format, columns, preview: preview(dataset, format), issues };
}

function preview(dataset: Dataset, format: CellFormat): (string | null)[][] {
  const readers = dataset.columns.slice(0, previewColumns).map((column) => textReader(column, format));
  return Array.from({ length: Math.min(previewRows, dataset.rows) }, (_, row) =>
    readers.map((read) => {
      const text = read(row);
      return text === null ? null : text.slice(0, previewLength);
    }),
  );
}

/** Names that people give to what is to be predicted. */
const targetName =
  /^(target|label|labels|class|classes|species|category|outcome|output|result|diagnosis|survived|churn(ed)?|digit|default|quality|price|标签|类别|目标|结果)$/i;

/**
 * The column that is most likely to be predicted: one named like a target, else the last one with few classes, else the
 * last that has a task at all. A column of few classes in the first place (species) counts like one in the last.
 */
export function suggestTarget(summary: DatasetSummary): string | null {
  // Which part a row belongs to is nothing to learn.
  const usable = summary.columns.filter((column) => inferTask(column) !== null && !isPartColumn(column));
  const isClasses = (column: ColumnSummary): boolean => {
    const task = inferTask(column);
    return (task === "binary" || task === "multiclass") && column.unique <= 50;
  };
  // "y" is the target beside X, but a coordinate beside x and a class.
  const isNamed = ({ name }: ColumnSummary, i: number): boolean =>
    targetName.test(name.trim()) || (i === usable.length - 1 && /^y$/i.test(name.trim()));
  const named = usable.filter(isNamed);
  const choice =
    named.findLast(isClasses) ??
    named.at(-1) ??
    usable.findLast((column) => (column.type === "category" || column.type === "boolean") && isClasses(column)) ??
    usable.at(-1);
  return choice === undefined ? null : choice.name;
}
