/** @file Divides rows as a column names the part of each: a division that came with the data and that others report on. */
import type { Issue } from "../../issue.ts";
import type { ColumnSummary } from "../types.ts";
import { divideRest } from "./byRows.ts";
import { counted, gather, type Positions } from "./positions.ts";

type Part = 0 | 1 | 2;

const names: readonly (readonly string[])[] = [
  ["train", "training", "trn", "learn", "fit", "训练", "训练集"],
  [
    "validation",
    "valid",
    "validate",
    "validating",
    "val",
    "dev",
    "development",
    "eval",
    "evaluation",
    "验证",
    "验证集",
    "校验",
    "校验集",
    "开发集",
  ],
  ["test", "testing", "tst", "holdout", "heldout", "测试", "测试集", "留出", "留出集", "保留集"],
];
const partByName = new Map(names.flatMap((list, part) => list.map((name) => [name, part as Part] as const)));

/** The part that a cell names; null where it names none. Numbers name none: nobody can know what 0 stands for. */
export function partNamed(cell: string): Part | null {
  const plain = cell
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_\-.]+/g, "");
  // "train_set", "test data", "训练数据": what a part is called besides.
  const bare = plain.replace(/(set|split|part|data|数据|数据集|部分)$/, "");
  return partByName.get(plain) ?? partByName.get(bare) ?? null;
}

/** Whether a column with these cells says which part a row belongs to: a training part, and one to hold out. */
export function namesParts(cells: readonly string[]): boolean {
  const parts = new Set(cells.map(partNamed));
  return parts.has(0) && !parts.has(null) && parts.size > 1;
}

/** Its cells say which part a row belongs to. */
export const isPartColumn = ({ chart }: Pick<ColumnSummary, "chart">): boolean =>
  chart.kind === "values" && chart.other === 0 && namesParts(chart.top.map(({ value }) => value));

interface PartsAsked {
  readonly column: string;
  readonly cells: Int32Array;
  readonly cellNames: readonly string[];
  readonly classOf: Int32Array | null;
  /** Of the training rows, where no cell names a validation part. */
  readonly validation: number;
  readonly seed: number;
}

/** As the column says; rows it says nothing of are trained on. null, with the reason among the issues, where it names no such parts. */
export function splitByPart(asked: PartsAsked, issues: Issue[]): Positions | null {
  const { column, cells, cellNames, classOf, validation, seed } = asked;
  const partOfCell = cellNames.map(partNamed);
  const at = { column };
  const unnamed = cells.filter((cell) => cell >= 0 && partOfCell[cell] === null);
  const example = unnamed[0];
  if (example !== undefined) {
    const context = { column, text: cellNames[example] ?? "", count: unnamed.length };
    issues.push({ code: "splitPartUnknown", severity: "error", at, context });
    return null;
  }
  const missing = cells.reduce((count, cell) => count + (cell < 0 ? 1 : 0), 0);
  if (missing > 0 && missing < cells.length) {
    issues.push({ code: "splitPartMissing", severity: "warning", at, context: { column, count: missing } });
  }
  const positions = gather(counted(cells.length), (place) => partOfCell[cells[place] ?? -1] ?? 0);
  const [train, held, test] = positions;
  const named = cells.some((cell) => partOfCell[cell] === 0);
  if (cells.length > 0 && !named) {
    issues.push({ code: "splitPartNoTraining", severity: "error", at, context: { column } });
    return null;
  }
  if (test.length === 0) {
    issues.push({ code: "splitPartNoTest", severity: "warning", at, context: { column } });
  }
  if (held.length > 0 || validation === 0) return positions;
  return [...divideRest(classOf, train, validation, seed), test];
}
