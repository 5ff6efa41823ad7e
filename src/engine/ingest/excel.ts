/**
 * @file Reads a sheet of an Excel workbook (.xlsx) into a dataset: the archive's parts are inflated and cut as they come,
 * so that a sheet is never whole in memory, cancelling works at once and what a bomb inflates to is counted.
 *
 * Written here and not taken from a library: those that read workbooks hold all cells as objects, inflate everything
 * first and start workers from generated code, which the studio's security policy forbids.
 */
import { sheetSeparator } from "../../core/data/readingIssues.ts";
import type { ReadOptions } from "../../core/data/types.ts";
import type { Issue } from "../../core/issue.ts";
import type { Progress } from "../../core/progress.ts";
import { finishTable } from "./finishTable.ts";
import { checkSize, progressEveryMs } from "./limits.ts";
import { type CellMeaning, SheetCutter, type SheetFindings } from "./sheetRows.ts";
import type { Source } from "./source.ts";
import { error, refused, type TableOutcome, tableId } from "./tableOutcome.ts";
import { type PlannedTable, TextRows } from "./textRows.ts";
import { unpackIssue } from "./unpackIssue.ts";
import { Parts, readSharedTexts, readWorkbook, type Sheet, type Workbook } from "./workbook.ts";
import { XmlError } from "./xml.ts";
import { readZipDirectory, UnpackBudget, UnpackError } from "./zip.ts";

/** Bytes of XML that a workbook may unpack to. */
const unpackLimit = 6e9;

/** Reads the sheet that `options.sheet` names, else the first one that holds a table. */
export async function* readExcel(source: Source, options: ReadOptions): AsyncGenerator<Progress, TableOutcome, void> {
  const { fileName } = source;
  const budget = new UnpackBudget(source.size, unpackLimit);
  let parts: Parts | undefined;
  try {
    parts = new Parts(source, await readZipDirectory(source), budget);
    return yield* readSheets(source, parts, await readWorkbook(parts), options);
  } catch (fault) {
    if (fault instanceof UnpackError) return refused(unpackIssue(fault, fileName, budget.limit));
    if (!(fault instanceof XmlError)) throw fault;
    return refused({ ...error, code: "fileDamaged", context: { fileName, place: parts?.current ?? "xlsx" } });
  }
}

async function* readSheets(
  source: Source,
  parts: Parts,
  workbook: Workbook,
  options: ReadOptions,
): AsyncGenerator<Progress, TableOutcome, void> {
  const { fileName } = source;
  const names = workbook.sheets.map(({ name }) => name);
  const wanted =
    options.sheet === undefined ? workbook.sheets : workbook.sheets.filter(({ name }) => name === options.sheet);
  if (options.sheet !== undefined && wanted.length === 0)
    return refused({ ...error, code: "sheetMissing", context: { sheet: options.sheet, others: names.join(", ") } });
  const hash = await source.hash();
  const meter = new Meter(wanted, workbook);
  const shared = await readSharedTexts(parts, workbook.sharedTexts, (bytes) => meter.add(bytes));
  const meaning: CellMeaning = { ...workbook, shared, decimal: options.format?.decimal ?? "." };
  let best: FoundTable | undefined;
  for (const sheet of wanted) {
    const read = yield* readSheet(parts, sheet, meaning, options, meter);
    if (!read.ok) return read;
    const { planned, findings } = read;
    if (planned === undefined) continue;
    const found = { sheet: sheet.name, planned, findings };
    // A cover sheet has lines of text or a title: it is taken only where no sheet holds a table.
    if (rank(found) > (best === undefined ? -1 : rank(best))) best = found;
    if (rank(found) === 2) break;
  }
  if (best === undefined)
    return refused({ ...error, code: "emptyWorkbook", context: { fileName, sheets: names.join(", ") } });
  const { sheet, planned, findings } = best;
  const { plan, table } = planned;
  if (table.rows === 0)
    return refused({ ...error, code: "noRows", context: { fileName, columns: plan.names.length } }, ...planned.issues);
  const others = names.filter((name) => name !== sheet);
  const facts = {
    id: tableId(hash, plan.format, { ...options, sheet }),
    fileName,
    bytes: source.size,
    issues: [...sheetIssues(sheet, others, findings), ...planned.issues],
    dayFirstWanted: options.format?.dayFirst,
    dayFirstExpected: options.expected?.dayFirst,
  };
  return { ok: true, dataset: finishTable(table, { ...plan, format: { ...plan.format, source: "workbook" } }, facts) };
}

interface FoundTable {
  readonly sheet: string;
  readonly planned: PlannedTable;
  readonly findings: SheetFindings;
}

/** 2: a table; 1: a list; 0: at most a header. */
const rank = ({ planned: { plan, table } }: FoundTable): number =>
  table.rows === 0 ? 0 : plan.names.length > 1 ? 2 : 1;

type SheetOutcome =
  | { readonly ok: true; readonly planned: PlannedTable | undefined; readonly findings: SheetFindings }
  | { readonly ok: false; readonly issues: readonly Issue[] };

async function* readSheet(
  parts: Parts,
  { entry }: Sheet,
  meaning: CellMeaning,
  options: ReadOptions,
  meter: Meter,
): AsyncGenerator<Progress, SheetOutcome, void> {
  const rows = new TextRows(options);
  const cutter = new SheetCutter(meaning, (cells) => rows.add(cells));
  const { maxRows = Number.POSITIVE_INFINITY } = options;
  let taken = 0;
  let whole = true;
  for await (const piece of parts.pieces(entry)) {
    taken += piece.length;
    meter.add(piece.length);
    whole = cutter.push(piece);
    const tooLarge = checkSize(rows, taken, entry.size, maxRows);
    if (tooLarge !== undefined) return refused(tooLarge);
    if (!whole) break;
    if (meter.isDue()) yield { ...meter.progress, rows: rows.rows };
  }
  if (whole) cutter.finish();
  yield { ...meter.progress, rows: rows.rows };
  return { ok: true, planned: rows.finish(), findings: cutter.findings };
}

/** What was chosen and what could not be used as it stands. */
function sheetIssues(sheet: string, others: readonly string[], findings: SheetFindings): Issue[] {
  const issues: Issue[] = [];
  const { errors, errorTexts, uncomputed, merged, mergedRanges } = findings;
  if (others.length > 0) {
    // No name of a sheet may hold a slash: the page takes the list apart again.
    const context = { sheet, others: others.join(sheetSeparator) };
    issues.push({ code: "sheetChosen", severity: "notice", at: {}, context });
  }
  if (errors.count > 0) {
    const context = { count: errors.count, rows: errors.rows, examples: [...errorTexts].join(", ") };
    issues.push({ code: "formulaErrors", severity: "warning", at: {}, context });
  }
  if (uncomputed.count > 0) {
    const context = { count: uncomputed.count, rows: uncomputed.rows };
    issues.push({ code: "formulasUncomputed", severity: "warning", at: {}, context });
  }
  if (merged > 0) {
    const context = { count: merged, examples: mergedRanges.join(", ") };
    issues.push({ code: "mergedCells", severity: "warning", at: {}, context });
  }
  return issues;
}

/** Unpacked bytes so far, of those that the directory promises. */
class Meter {
  readonly #total: number;
  #done = 0;
  #told = 0;

  constructor(sheets: readonly Sheet[], { sharedTexts }: Workbook) {
    this.#total = (sheets[0]?.entry.size ?? 0) + (sharedTexts?.size ?? 0);
  }

  add(bytes: number): void {
    this.#done += bytes;
  }

  isDue(): boolean {
    const now = performance.now();
    if (now - this.#told < progressEveryMs) return false;
    this.#told = now;
    return true;
  }

  /** A second sheet, read because the first held no table, was not promised. */
  get progress(): Progress {
    return { done: this.#done, total: Math.max(this.#total, this.#done) };
  }
}
