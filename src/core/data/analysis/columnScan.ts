/**
 * @file What the scan finds in one column by itself: numbers of the rows, texts and numbers mixed, personal data, groups
 * of rows that a random split tears apart. What a look at every column tells anyway stands in `columnFindings.ts`.
 */
import type { Fix, Issue } from "../../issue.ts";
import type { CellFormat } from "../cells.ts";
import { missingTest, scanNumber } from "../cells.ts";
import { typeFix } from "../columnFindings.ts";
import { columnLength, textReader } from "../columns.ts";
import { presentRows } from "../task.ts";
import type { DataSettings, StoredColumn } from "../types.ts";
import { fix, leaveOut, quoted, type Scanned, type ScannedColumn } from "./finding.ts";
import { type CountedCells, personalCells } from "./personal.ts";

/** Fewer rows show no habit of a column. */
const leastRows = 20;

/** Distinct cells with their rows, missing ones left out; of a column of many distinct cells an even sample. */
export function countedCells(column: StoredColumn, format: CellFormat, sampled = 20_000): CountedCells {
  const isMissing = missingTest(format.missing);
  if (column.kind === "dictionary") {
    const counts = new Uint32Array(column.values.length);
    for (const code of column.codes) counts[code] = (counts[code] as number) + 1;
    return column.values.flatMap((text, code): [string, number][] => {
      const rows = counts[code] as number;
      return rows === 0 || isMissing(text) ? [] : [[text, rows]];
    });
  }
  const read = textReader(column, format);
  const rows = columnLength(column);
  const step = Math.max(1, Math.floor(rows / sampled));
  const cells: [string, number][] = [];
  for (let row = 0; row < rows; row += step) {
    const text = read(row);
    if (text !== null) cells.push([text, 1]);
  }
  return cells;
}

/** Columns whose place in the preparation the user has chosen: they are meant to order, divide or group the rows. */
function rolesOf({ split, input }: DataSettings): ReadonlySet<string> {
  const roles = [split.by, ...(input.kind === "sequence" ? [input.time, input.group] : [])];
  return new Set(roles.filter((name): name is string => typeof name === "string"));
}

/** All findings of a column; `features` is how many the model has. */
export function scanColumn(column: ScannedColumn, scanned: Scanned, format: CellFormat, features: number): Issue[] {
  const roles = rolesOf(scanned.data);
  const cells = countedCells(column.stored, format);
  const isTarget = column.name === scanned.data.target;
  const findings = [...personalFindings(column, cells), ...mixedFindings(column, cells, format, scanned.data)];
  if (isTarget || roles.has(column.name)) return findings;
  if (features > 1) findings.push(...countingFindings(column));
  return [...findings, ...groupFindings(column, scanned.data)];
}

function personalFindings({ name }: ScannedColumn, cells: CountedCells): Issue[] {
  const found = personalCells(cells);
  if (found === null) return [];
  const { kind, rows: count, share, form } = found;
  const at = { column: name };
  const fixes = [leaveOut(name)];
  if (form === "inside") {
    return [{ code: "personalInText", severity: "warning", at, context: { column: name, kind, count }, fixes }];
  }
  const percent = Math.round(share * 100);
  return [{ code: "personalData", severity: "warning", at, context: { column: name, kind, count, percent }, fixes }];
}

/** Between these shares of numbers nothing tells whether the column is meant as numbers. */
const mixedShare = { least: 0.2, most: 0.98 } as const;
const leastNumbers = 5;

/** Numbers and words in one column, kept as categories or text; where numbers prevail, reading tells of the others. */
function mixedFindings(
  { name, type }: ScannedColumn,
  cells: CountedCells,
  format: CellFormat,
  data: DataSettings,
): Issue[] {
  if (type !== "category" && type !== "text") return [];
  // The user has said what it is.
  if (Object.hasOwn(data.columns, name) && data.columns[name]?.type !== undefined) return [];
  let [numbers, others, distinctNumbers] = [0, 0, 0];
  const examples: string[] = [];
  for (const [text, rows] of cells) {
    const { kind } = scanNumber(text, format.decimal);
    // Codes with leading zeros are told of as such.
    if (kind === "leadingZeros" || kind === "bigInteger") return [];
    if (kind === "none") {
      others += rows;
      if (examples.length < 3) examples.push(quoted(text.trim()));
    } else {
      numbers += rows;
      distinctNumbers++;
    }
  }
  const share = numbers / (numbers + others);
  if (others === 0 || distinctNumbers < leastNumbers || share < mixedShare.least || share > mixedShare.most) return [];
  const context = { column: name, numbers, others, examples: examples.join(", ") };
  const fixes: Fix[] = [typeFix("asNumber", name, "number"), typeFix("asCategory", name, "category"), leaveOut(name)];
  return [{ code: "cellsMixed", severity: "warning", at: { column: name }, context, fixes }];
}

/** A column that numbers the rows, or names each: a model learns it by heart and knows nothing of new rows. */
function countingFindings({ name, type, summary, feature }: ScannedColumn): Issue[] {
  const present = presentRows(summary);
  if (!feature || present < leastRows || summary.uniqueCapped) return [];
  const at = { column: name };
  const fixes = [leaveOut(name)];
  const { stats, unique } = summary;
  if (type === "integer" && stats !== undefined && unique === present) {
    // 1, 2, 3 … with some gaps, in whatever order.
    if (stats.max - stats.min >= present * 2) return [];
    return [{ code: "columnCountsRows", severity: "warning", at, context: { column: name }, fixes }];
  }
  if (type === "category" && unique > present / 2) {
    const context = { column: name, unique, rows: present };
    return [{ code: "columnHardlyRepeats", severity: "warning", at, context, fixes }];
  }
  return [];
}

/** Names of what has many rows of its own: someone who was measured again and again. */
const whoNames =
  /(^|[^a-z])(patient|person|subject|participant|respondent|user|customer|client|member|student|pupil|child|employee|household|family|session|device|account|player|driver|speaker|author|writer)s?($|[^a-z])|(patient|person|subject|participant|user|customer|client|member|student|employee|household|session|device|account|player|driver|speaker|author)(id|no|nr|num|name)$|患者|病人|受试者|被试|用户|客户|顾客|会员|学生|员工|家庭|会话|设备|账号|说话人|作者/i;
const birthNames = /birth|(^|[^a-z])dob($|[^a-z])|born|生日|出生/i;
const leastGroups = 5;

function groupFindings({ name, type, summary }: ScannedColumn, { split, input }: DataSettings): Issue[] {
  const isRandom = split.strategy === "random" || split.strategy === "stratified";
  const isUngrouped = split.strategy === "kFold" && split.by === undefined;
  // Windows keep the rows of a series together.
  if ((!isRandom && !isUngrouped) || input.kind === "sequence") return [];
  const present = presentRows(summary);
  const { unique, uniqueCapped } = summary;
  if (present < leastRows || uniqueCapped || unique < leastGroups || unique * 2 > present) return [];
  const at = { column: name };
  const byGroup = {
    label: fix("splitByGroup"),
    names: { column: name },
    edit: "setSplit",
    args: { strategy: "group", by: name },
  } as const;
  if (type === "date" && !birthNames.test(name)) {
    const byTime = {
      label: "dataFixes:splitByTime",
      edit: "setSplit",
      args: { strategy: "chronological", by: name },
    } as const;
    const context = { column: name, dates: unique, rows: present };
    return [{ code: "rowsShareDates", severity: "notice", at, context, fixes: [byTime, byGroup] }];
  }
  const canGroup = type === "category" || type === "integer" || type === "id" || type === "text";
  // personId → person_Id
  if (!canGroup || !whoNames.test(name.trim().replace(/([a-z])([A-Z])/g, "$1_$2"))) return [];
  const context = { column: name, groups: unique, rows: present };
  return [{ code: "rowsInGroups", severity: "warning", at, context, fixes: [byGroup, leaveOut(name)] }];
}
