/**
 * @file What texts and windows become, for the eye. Fitted as training would, on the same rows; what was fitted and cut
 * last is remembered with the dataset, since one text or window is asked for after another.
 */
import { featureColumns } from "../../core/data/fit.ts";
import type { TextPreview, TextsPreview, WindowPreview } from "../../core/data/previews.ts";
import type { TokensOp } from "../../core/data/recipe.ts";
import { counted } from "../../core/data/sorting.ts";
import { tokenNumbers, unknownToken } from "../../core/data/text/encodeTokens.ts";
import { fitTokens } from "../../core/data/text/fitTokens.ts";
import { tokenWalk } from "../../core/data/text/tokenize.ts";
import type { Dataset, TextInput } from "../../core/data/types.ts";
import { AppError } from "../../core/fault.ts";
import { type Pieces, within } from "../../core/pieces.ts";
import { divideRows } from "./prepare.ts";
import { type FoundSamples, type PrepareQuery, samplesOf, typedColumns } from "./query.ts";

/** The last answer of a kind for each dataset, and to which question. */
class Memory<T> {
  readonly #last = new WeakMap<Dataset, { readonly key: string; readonly value: T }>();

  /** Made in pieces; what was given up on the way is not remembered. */
  *of(query: PrepareQuery, make: () => Pieces<T>): Pieces<T> {
    const { dataset, types, data, task } = query;
    const key = JSON.stringify([types, data, task]);
    const last = this.#last.get(dataset);
    if (last?.key === key) return last.value;
    const value = yield* make();
    this.#last.set(dataset, { key, value });
    return value;
  }
}

interface FittedTexts {
  readonly op: TokensOp;
  readonly text: (row: number) => string | null;
  readonly lengths: TextsPreview["lengths"];
  readonly unknown: number;
}

const fittedTexts = new Memory<FittedTexts>();

/** A long text enters the model cut, and the page shows little of it. */
const shownCharacters = 2000;
const shownTokens = 400;
const textsAtOnce = 128;

/** Tokens of `rows`, and how well the vocabulary holds the training texts. Throws AppError("notFound") without the column. */
export function* previewTexts(query: PrepareQuery, rows: readonly number[]): Pieces<TextsPreview> {
  const { input } = query.data;
  if (input.kind !== "text") throw new AppError("notFound", { what: input.kind });
  const { op, text, lengths, unknown } = yield* fittedTexts.of(query, () => fitTexts(query, input));
  const walk = tokenWalk(op);
  const numberOf = tokenNumbers(op);
  const texts = rows.map((row): TextPreview => {
    const own = text(row) ?? "";
    const tokens: { readonly text: string; readonly id: number }[] = [];
    let total = 0;
    walk(own, (token) => {
      if (total++ < Math.min(op.length, shownTokens)) tokens.push({ text: token, id: numberOf(token) });
      return true;
    });
    return { row, text: own.slice(0, shownCharacters), tokens, total };
  });
  return { texts, vocabulary: op.vocabulary.length, lengths, unknown };
}

function* fitTexts(query: PrepareQuery, input: TextInput): Pieces<FittedTexts> {
  const { dataset } = query;
  const column = typedColumns(query).find(({ name }) => name === input.column);
  if (column === undefined) throw new AppError("notFound", { what: input.column });
  const { text } = column.source;
  // Without a target nothing is divided yet: all texts are looked at.
  const divided = yield* within(divideRows(query), 0, 0.2);
  const rows = divided?.parts.train ?? counted(dataset.rows);
  const op = yield* within(fitTokens(input, text, rows), 0.2, 0.6);
  const numberOf = tokenNumbers(op);
  const walk = tokenWalk(op);
  const counts = new Uint32Array(rows.length);
  let [all, unknown] = [0, 0];
  for (let i = 0; i < rows.length; i++) {
    if (i % textsAtOnce === 0) yield 0.6 + (0.4 * i) / rows.length;
    let count = 0;
    walk(text(rows[i] as number) ?? "", (token) => {
      if (numberOf(token) === unknownToken) unknown++;
      return ++count > 0;
    });
    counts[i] = count;
    all += count;
  }
  counts.sort();
  const atMost = (share: number) => counts[Math.max(0, Math.ceil(share * counts.length) - 1)] ?? 0;
  return { op, text, lengths: [atMost(0.5), atMost(0.95), atMost(1)], unknown: all === 0 ? 0 : unknown / all };
}

const cut = new Memory<Pick<FoundSamples, "samples">>();

/** More lines than these cannot be told apart. */
const shownSeries = 8;

/** One window as the table has it; `windows` 0 and nothing else where no window fits. */
export function* previewWindow(query: PrepareQuery, index: number): Pieces<WindowPreview> {
  const { input } = query.data;
  if (input.kind !== "sequence") throw new AppError("notFound", { what: input.kind });
  const columns = typedColumns(query);
  const byName = new Map(columns.map((column) => [column.name, column]));
  const { order, starts, targetRows } = (yield* cut.of(query, () => samplesOf(query, byName))).samples;
  const at = Math.min(Math.max(0, index), starts.length - 1);
  const start = starts[at];
  const targetRow = targetRows[at];
  if (start === undefined || targetRow === undefined)
    return { windows: 0, index: 0, rows: [], targetRow: -1, series: [], time: null, target: "" };
  const rows = [...order.subarray(start, start + input.length)];
  const target = byName.get(query.data.target ?? "");
  const features = target === undefined ? columns : featureColumns({ columns, settings: query.data, target });
  const numbers = features.filter(({ type }) => type === "number" || type === "integer");
  // The target's own past first: its forecast is drawn behind it.
  const sorted = [...numbers.filter((one) => one === target), ...numbers.filter((one) => one !== target)];
  const series = sorted
    .slice(0, shownSeries)
    .map(({ name, source }) => ({ column: name, values: rows.map(source.number) }));
  const time = byName.get(input.time ?? "")?.source.text;
  const number = target?.source.number(targetRow);
  return {
    windows: starts.length,
    index: at,
    rows,
    targetRow,
    series,
    time: time === undefined ? null : [...rows, targetRow].map((row) => time(row) ?? ""),
    target: query.task === "regression" && number !== undefined ? number : (target?.source.text(targetRow) ?? ""),
  };
}
