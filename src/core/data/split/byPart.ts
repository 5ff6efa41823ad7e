/** @file Divides rows as a column names the part of each: a division that came with the data and that others report on. */
import type { Issue } from "../../issue.ts";
import { blockRows, type Pieces, within } from "../../pieces.ts";
import type { ColumnSummary } from "../types.ts";
import { divideRest } from "./byRows.ts";
import { type Marks, markedParts, type Positions } from "./positions.ts";

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

/** What the cells say, before anything is divided. */
interface PartCells {
  /** The part of each row, as marked. */
  readonly marks: Marks;
  readonly missing: number;
  /** Cells that name no part, and the first of them; −1: there is none. */
  readonly unnamed: number;
  readonly example: number;
  /** Whether a cell names the training part. */
  readonly named: boolean;
}

function* readCells(cells: Int32Array, partOfCell: readonly (Part | null)[]): Pieces<PartCells> {
  const marks: Marks = new Uint8Array(cells.length);
  let [missing, unnamed, example, named] = [0, 0, -1, false];
  for (let from = 0; from < cells.length; from += blockRows) {
    const to = Math.min(cells.length, from + blockRows);
    for (let i = from; i < to; i++) {
      const cell = cells[i] as number;
      const part = cell < 0 ? 0 : (partOfCell[cell] ?? null);
      if (cell < 0) missing++;
      else if (part === null) {
        if (unnamed === 0) example = cell;
        unnamed++;
      } else if (part === 0) named = true;
      marks[i] = (part ?? 0) + 1;
    }
    yield to / cells.length;
  }
  return { marks, missing, unnamed, example, named };
}

/** As the column says; rows it says nothing of are trained on. null, with the reason among the issues, where it names no such parts. */
export function* splitByPart(asked: PartsAsked, issues: Issue[]): Pieces<Positions | null> {
  const { column, cells, cellNames, classOf, validation, seed } = asked;
  const at = { column };
  const { marks, missing, unnamed, example, named } = yield* within(readCells(cells, cellNames.map(partNamed)), 0, 0.3);
  if (unnamed > 0) {
    const context = { column, text: cellNames[example] ?? "", count: unnamed };
    issues.push({ code: "splitPartUnknown", severity: "error", at, context });
    return null;
  }
  if (missing > 0 && missing < cells.length) {
    issues.push({ code: "splitPartMissing", severity: "warning", at, context: { column, count: missing } });
  }
  const positions = yield* within(markedParts(marks), 0.3, 0.5);
  const [train, held, test] = positions;
  if (cells.length > 0 && !named) {
    issues.push({ code: "splitPartNoTraining", severity: "error", at, context: { column } });
    return null;
  }
  if (test.length === 0) {
    issues.push({ code: "splitPartNoTest", severity: "warning", at, context: { column } });
  }
  if (held.length > 0 || validation === 0) return positions;
  return [...(yield* within(divideRest(classOf, train, validation, seed), 0.5, 1)), test];
}
