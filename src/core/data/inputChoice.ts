/**
 * @file Which input suits a table, told from its summary: texts where nothing else could be learnt from, a series only as
 * an offer. The settings that each input begins with; what needs all rows (the texts' length) is corrected afterwards.
 */
import { entersModel } from "./recipe.ts";
import { isPartColumn } from "./split/byPart.ts";
import type {
  ColumnSetting,
  ColumnSummary,
  DatasetSummary,
  InputConfig,
  SequenceInput,
  SplitConfig,
  Task,
  TextInput,
} from "./types.ts";

export interface ChoiceOf {
  readonly summary: Pick<DatasetSummary, "columns" | "preview" | "rows">;
  readonly columns: Readonly<Record<string, ColumnSetting>>;
  readonly target: string | null;
}

/** Characters that count as much as a short word of letters. */
const dense = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/g;
const lettersPerDense = 3;

/** Cells of fewer letters than this, on the average, are names of something. */
const textLetters = 18;

/** The average size of a column's first cells, in letters, and the share of dense characters in them. */
function cellSize(
  summary: ChoiceOf["summary"],
  column: ColumnSummary,
): { readonly letters: number; readonly dense: number } {
  const at = summary.columns.indexOf(column);
  const cells = summary.preview.flatMap((row) => row[at] ?? []);
  const characters = cells.reduce((sum, { length }) => sum + length, 0);
  const denseOnes = cells.reduce((sum, cell) => sum + (cell.match(dense)?.length ?? 0), 0);
  if (characters === 0) return { letters: 0, dense: 0 };
  return { letters: (characters + (lettersPerDense - 1) * denseOnes) / cells.length, dense: denseOnes / characters };
}

function isText({ summary, target }: ChoiceOf, column: ColumnSummary): boolean {
  if (column.name === target) return false;
  if (column.type === "text") return true;
  return (column.type === "category" || column.type === "id") && cellSize(summary, column).letters >= textLetters;
}

const isDropped = ({ columns }: ChoiceOf, { name }: ColumnSummary): boolean =>
  Object.hasOwn(columns, name) && columns[name]?.dropped === true;

/** Columns that may hold texts, the longest texts first. */
export function textColumns(choice: ChoiceOf): readonly ColumnSummary[] {
  const size = (column: ColumnSummary) => cellSize(choice.summary, column).letters;
  return choice.summary.columns.filter((column) => isText(choice, column)).sort((a, b) => size(b) - size(a));
}

/** Words of a language, and characters of a script, that stand often enough to be learnt. */
const usualVocabulary = { characters: 3000, words: 5000, bytePairs: 2000 } as const;
const usualLength = 64;

/** How a text column enters a model; null where no column may hold texts. */
export function textInput(choice: ChoiceOf, column = textColumns(choice)[0]): TextInput | null {
  if (column === undefined) return null;
  const tokenizer = cellSize(choice.summary, column).dense > 0.2 ? "characters" : "words";
  return {
    kind: "text",
    column: column.name,
    tokenizer,
    lowercase: true,
    vocabulary: usualVocabulary[tokenizer],
    length: usualLength,
    // A recurrent layer keeps what it read last: padding stands before.
    padding: "pre",
  };
}

/** Vocabulary and length as the texts have them: nearly all of them whole. */
export const fittedText = (
  input: TextInput,
  { vocabulary, lengths }: { readonly vocabulary: number; readonly lengths: readonly [number, number, number] },
): TextInput => ({
  ...input,
  vocabulary: Math.max(1, Math.min(input.vocabulary, vocabulary)),
  length: Math.max(1, lengths[1]),
});

/** Numbers that tell a time by their name, such as a year. */
const timeName = /(^|[^a-z])(date|time|timestamp|datetime|year|month|week|day|hour)s?([^a-z]|$)|年|月|日期|时间/i;

/** Columns that can order the rows, the likeliest first. */
export function timeColumns(choice: ChoiceOf): readonly ColumnSummary[] {
  const { columns } = choice.summary;
  const dates = columns.filter(({ type }) => type === "date");
  const numbers = columns.filter(({ type }) => type === "number" || type === "integer" || type === "id");
  const named = numbers.filter(({ name }) => timeName.test(name));
  return [...dates, ...named, ...numbers.filter((column) => !named.includes(column))];
}

/** The column that most likely orders the rows; null: nothing says so. */
function likelyTime(choice: ChoiceOf): ColumnSummary | null {
  const [first] = timeColumns(choice);
  if (first === undefined || first.name === choice.target) return null;
  return first.type === "date" || timeName.test(first.name) ? first : null;
}

/** Columns whose cells may name the series that a row belongs to. */
export const groupColumns = ({ summary, target }: ChoiceOf): readonly ColumnSummary[] =>
  summary.columns.filter(
    ({ name, type, unique }) =>
      name !== target &&
      (type === "category" || type === "boolean" || type === "integer" || type === "id") &&
      unique > 1,
  );

/** A series shorter than this is none. */
const leastSeriesRows = 8;

/** The column that names the series where times repeat; null where there is one series. */
function likelyGroup(choice: ChoiceOf, time: ColumnSummary | null): ColumnSummary | null {
  const { rows } = choice.summary;
  if (time !== null && (time.uniqueCapped || time.unique > rows / 2)) return null;
  const categories = groupColumns(choice).filter(({ type }) => type === "category");
  const repeats = ({ unique, uniqueCapped }: ColumnSummary) => !uniqueCapped && rows / unique >= leastSeriesRows;
  // Where times repeat once a series, there are as many series as a time has rows.
  const expected = time === null ? 1 : rows / time.unique;
  const distance = ({ unique }: ColumnSummary) => Math.abs(Math.log(unique / expected));
  return categories.filter(repeats).sort((a, b) => distance(a) - distance(b))[0] ?? null;
}

const usualWindow = 24;

export interface SequenceChoice {
  readonly input: SequenceInput;
  /** The split without a row in windows of two parts. */
  readonly split: Pick<SplitConfig, "strategy" | "by">;
}

/** How the table's rows become windows, and how those are divided. */
export function sequenceInput(choice: ChoiceOf, task: Task | null): SequenceChoice {
  const time = likelyTime(choice);
  const group = likelyGroup(choice, time);
  const mode = task === "regression" || task === null ? "forecast" : "classify";
  const seriesRows = choice.summary.rows / (group?.unique ?? 1);
  // An eighth, so that each part of the split holds some windows.
  const length = Math.max(2, Math.min(usualWindow, Math.floor(seriesRows / 8)));
  const input: SequenceInput = {
    kind: "sequence",
    mode,
    time: time?.name ?? null,
    group: group?.name ?? null,
    length,
    stride: mode === "forecast" ? 1 : Math.max(1, length >> 1),
    horizon: 1,
    gaps: "break",
    duplicates: "keep",
  };
  const whole = mode === "classify" && group !== null && group.unique >= 6;
  const split = whole
    ? ({ strategy: "group", by: group.name } as const)
    : ({ strategy: "chronological", by: time?.name } as const);
  return { input, split };
}

/** A table whose rows can be forecast: a column of dates, and numbers beside it. */
export function offersSeries(choice: ChoiceOf): ColumnSummary | null {
  const time = likelyTime(choice);
  if (time === null || time.type !== "date" || choice.summary.rows < 4 * leastSeriesRows) return null;
  const isNumber = ({ type }: ColumnSummary) => type === "number" || type === "integer";
  return choice.summary.columns.some((column) => isNumber(column) && !isDropped(choice, column)) ? time : null;
}

/** What a table begins with: its texts where it has nothing else to learn from, else its rows. */
export function startingInput(choice: ChoiceOf): InputConfig {
  const beside = choice.summary.columns.filter(
    (column) => column.name !== choice.target && entersModel(column.type) && !isPartColumn(column),
  );
  const texts = textColumns(choice);
  const only = texts.length > 0 && beside.every((column) => texts.includes(column));
  return (only ? textInput(choice) : null) ?? { kind: "columns" };
}
