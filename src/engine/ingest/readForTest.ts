/** @file For tests: reads a text or bytes as a file, and gives the cells back as texts. */
import { textReader } from "../../core/data/columns.ts";
import type { Dataset, ReadOptions } from "../../core/data/types.ts";
import type { IssueCode } from "../../core/issue.ts";
import type { Progress } from "../../core/progress.ts";
import { readTable } from "./readTable.ts";
import { Source } from "./source.ts";
import type { TableOutcome } from "./tableOutcome.ts";

export type Content = string | Uint8Array<ArrayBuffer> | Blob;

/** A reader of one file, whatever it reads. */
export type Reader = (source: Source, options: ReadOptions) => AsyncGenerator<Progress, TableOutcome, void>;

export async function outcomeOf<T>(stream: AsyncGenerator<Progress, T, void>): Promise<T & { progress: Progress[] }> {
  const progress: Progress[] = [];
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return { ...value, progress };
    progress.push(value);
  }
}

const asBlob = (content: Content): Blob => (content instanceof Blob ? content : new Blob([content]));

/** What a reader makes of a file. */
export const readWith = (
  read: Reader,
  content: Content,
  options: ReadOptions = {},
  signal: AbortSignal = new AbortController().signal,
) => outcomeOf(read(new Source(asBlob(content), "test.file", signal), options));

/** The dataset; an error naming the refusal where there is one. */
export async function okWith(read: Reader, content: Content, options?: ReadOptions): Promise<Dataset> {
  const outcome = await readWith(read, content, options);
  if (outcome.ok) return outcome.dataset;
  throw new Error(`refused: ${JSON.stringify(outcome.issues)}`);
}

export async function readOutcome(
  content: Content,
  options: ReadOptions = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<TableOutcome & { readonly progress: readonly Progress[] }> {
  return outcomeOf(readTable(asBlob(content), "test.csv", options, signal));
}

/** The dataset; an error naming the refusal where there is one. */
export async function readOk(content: Content, options?: ReadOptions): Promise<Dataset> {
  const outcome = await readOutcome(content, options);
  if (outcome.ok) return outcome.dataset;
  throw new Error(`refused: ${JSON.stringify(outcome.issues)}`);
}

/** The codes of the refusal, or none where the file was read. */
export async function refusalOf(content: Content, options?: ReadOptions): Promise<readonly IssueCode[]> {
  const outcome = await readOutcome(content, options);
  return outcome.ok ? [] : outcome.issues.filter(({ severity }) => severity === "error").map(({ code }) => code);
}

/** All cells as texts, row by row; null is missing. */
export function cellsOf(dataset: Dataset): (string | null)[][] {
  const readers = dataset.columns.map((column) => textReader(column, dataset.format));
  return Array.from({ length: dataset.rows }, (_, row) => readers.map((read) => read(row)));
}

export const codesOf = (dataset: Dataset): IssueCode[] => dataset.issues.map(({ code }) => code);

/** The context of an issue, which must be there. */
export function contextOf(dataset: Dataset, code: IssueCode): Readonly<Record<string, unknown>> {
  const issue = dataset.issues.find((candidate) => candidate.code === code);
  if (issue === undefined) throw new Error(`no ${code} among ${codesOf(dataset).join(", ")}`);
  return { ...issue.context };
}
