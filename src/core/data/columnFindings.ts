/**
 * @file What a look at the columns finds and the user should know: columns that cannot be used, cells that cannot be
 * read, codes that look like numbers, values that look alike, time. Each finding says what can be done.
 */
import { assertNever } from "../fault.ts";
import type { Fix, Issue } from "../issue.ts";
import { atOnce } from "../pieces.ts";
import type { CellFormat } from "./cells.ts";
import { lookalikeKey, scanNumber } from "./cells.ts";
import { categoryReader, type Renames } from "./columns.ts";
import type { ColumnProfile } from "./profile.ts";
import { timeFindings } from "./timeFindings.ts";
import type { ColumnSummary, ColumnType, StoredColumn } from "./types.ts";

export interface Finding {
  readonly column: StoredColumn;
  readonly summary: ColumnSummary;
  readonly profile: ColumnProfile;
  readonly format: CellFormat;
  /** Other names for its categories. */
  readonly rename?: Renames | undefined;
}

/** A button that sets the type of a column. */
export const typeFix = (label: string, column: string, type: ColumnType): Fix => ({
  label: `dataFixes:${label}`,
  edit: "setColumn",
  args: { column, setting: { type } },
});

/** A button that leaves a column out. */
const dropFix = (column: string): Fix => ({
  label: "dataFixes:leaveOut",
  edit: "setColumn",
  args: { column, setting: { dropped: true } },
});

export function findInColumn(finding: Finding): Issue[] {
  const { summary } = finding;
  switch (summary.type) {
    case "constant":
      return constantFindings(finding);
    case "id":
    case "text":
      return [...unusedFindings(finding), ...codeFindings(finding)];
    case "category":
      return [...codeFindings(finding), ...lookalikeFindings(finding)];
    case "number":
    case "integer":
      return [...unreadableFindings(finding), ...unitFindings(finding)];
    case "date":
      return [...unreadableFindings(finding), ...dateFindings(finding), ...timeFindings(finding)];
    case "boolean":
      return unreadableFindings(finding);
    case "image":
      return [];
    default:
      return assertNever(summary.type);
  }
}

function constantFindings({ summary: { name, chart }, profile }: Finding): Issue[] {
  const at = { column: name };
  if (profile.rows === profile.missing)
    return [{ code: "columnEmpty", severity: "notice", at, context: { column: name } }];
  const first = chart.kind === "values" ? chart.top[0]?.value : undefined;
  const context = { column: name, value: first === undefined ? "" : first };
  return [{ code: "columnConstant", severity: "notice", at, context }];
}

/** Columns that are left out because no two rows share a value. */
function unusedFindings({ summary: { name, type, inferred, unique }, profile }: Finding): Issue[] {
  if (type !== inferred) return [];
  const at = { column: name };
  if (type === "text") {
    const fixes = [typeFix("asCategory", name, "category")];
    return [{ code: "columnTooVaried", severity: "notice", at, context: { column: name, unique }, fixes }];
  }
  const isInteger = profile.integers.rows === profile.seen;
  const fixes = [isInteger ? typeFix("asInteger", name, "integer") : typeFix("asCategory", name, "category")];
  return [{ code: "columnLooksLikeId", severity: "notice", at, context: { column: name }, fixes }];
}

/** Digits that are kept as text, said because they look like numbers. */
function codeFindings({ summary: { name, type, inferred }, profile: { leadingZeros, bigIntegers } }: Finding): Issue[] {
  if (type !== inferred) return [];
  const at = { column: name };
  const issues: Issue[] = [];
  if (leadingZeros.rows > 0 && leadingZeros.distinct > 1) {
    const context = { column: name, example: leadingZeros.example };
    issues.push({
      code: "digitsKeptAsText",
      severity: "notice",
      at,
      context,
      fixes: [typeFix("asNumber", name, "number")],
    });
  }
  if (bigIntegers.rows > 0) {
    issues.push({
      code: "integersTooBig",
      severity: "notice",
      at,
      context: { column: name, example: bigIntegers.example },
    });
  }
  return issues;
}

/** Cells that count as missing although something stands there; infinities apart, because they were numbers once. */
function unreadableFindings({ column, summary, profile, format }: Finding): Issue[] {
  const { name, type, invalid } = summary;
  if (invalid.count === 0) return [];
  const at = { column: name };
  const infinite = invalid.examples.filter(({ text }) => scanNumber(text, format.decimal).kind === "notFinite");
  const infiniteCount = column.kind === "text" ? infinite.length : profile.notFinite.rows;
  const issues: Issue[] = [];
  if (infiniteCount > 0 && (type === "number" || type === "integer")) {
    const rows = infinite.map(({ row }) => row).join(", ");
    issues.push({
      code: "cellsNotFinite",
      severity: "warning",
      at,
      context: { column: name, count: infiniteCount, rows },
    });
  }
  const others = invalid.examples.filter((example) => !infinite.includes(example));
  const count = invalid.count - infiniteCount;
  if (count > 0) {
    const examples = [...new Set(others.map(({ text }) => `“${text}”`))].join(", ");
    const rows = others.map(({ row }) => row).join(", ") + (count > others.length ? ", …" : "");
    const fixes = [typeFix("asCategory", name, "category"), dropFix(name)];
    issues.push({
      code: "cellsUnreadable",
      severity: "warning",
      at,
      context: { column: name, type, count, rows, examples },
      fixes,
    });
  }
  return issues;
}

function unitFindings({ summary: { name }, profile: { units } }: Finding): Issue[] {
  if (units.rows === 0) return [];
  const context = { column: name, unit: units.unit, example: units.example };
  return [{ code: "unitsDropped", severity: "notice", at: { column: name }, context }];
}

function dateFindings({ summary: { name }, profile: { dates } }: Finding): Issue[] {
  if (dates.forms.size < 2) return [];
  const examples = [...dates.forms.values()].map((text) => `“${text}”`).join(", ");
  return [{ code: "dateFormsMixed", severity: "warning", at: { column: name }, context: { column: name, examples } }];
}

/**
 * Texts that differ only in case, white space, invisible marks or Unicode form. The answer gives each the name that most
 * rows of its group have.
 */
function lookalikeFindings({ column, summary: { name }, format, rename = {} }: Finding): Issue[] {
  if (column.kind !== "dictionary") return [];
  const rows = categoryRows(column, format, rename);
  const groups = new Map<string, string[]>();
  for (const text of rows.keys()) {
    const key = lookalikeKey(text);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [text]);
    else group.push(text);
  }
  const alike = [...groups.values()].filter((group) => group.length > 1);
  if (alike.length === 0) return [];
  const shown = alike.slice(0, 3).map((group) =>
    group
      .slice(0, 5)
      .map((text) => `“${text.slice(0, 30)}”`)
      .join(" = "),
  );
  const context = { column: name, groups: shown.join("; "), count: alike.length };
  const setting = { rename: mergedNames(alike, rows, rename) };
  const fixes: Fix[] = [{ label: "dataFixes:mergeAlike", edit: "setColumn", args: { column: name, setting } }];
  return [{ code: "valuesLookAlike", severity: "warning", at: { column: name }, context, fixes }];
}

/** The categories of a column as they are now called, with the rows that have them. */
function categoryRows(
  column: Extract<StoredColumn, { kind: "dictionary" }>,
  format: CellFormat,
  rename: Renames,
): Map<string, number> {
  const { values, codeAt } = atOnce(categoryReader(column, "category", format, rename));
  const counts = new Uint32Array(values.length);
  for (let row = 0; row < column.codes.length; row++) {
    const code = codeAt(row);
    if (code >= 0) counts[code] = (counts[code] as number) + 1;
  }
  return new Map(
    values.map((value, code) => [value, counts[code] as number] as const).filter(([, count]) => count > 0),
  );
}

/** The names there were, with those of each group replaced by its most frequent one. */
function mergedNames(
  groups: readonly (readonly string[])[],
  rows: ReadonlyMap<string, number>,
  rename: Renames,
): Renames {
  const merged = new Map<string, string>();
  for (const group of groups) {
    const most = group.reduce((best, text) => ((rows.get(text) ?? 0) > (rows.get(best) ?? 0) ? text : best));
    for (const text of group) if (text !== most) merged.set(text, most);
  }
  // A name is looked up once: what was called so by hand is called the new name at once.
  const renamed = Object.entries(rename).map(
    ([from, to]) => [from, to === null ? null : (merged.get(to) ?? to)] as const,
  );
  return Object.fromEntries([...renamed, ...merged]);
}
