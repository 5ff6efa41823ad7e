/**
 * @file Whether "1,5" or "1.5" is one and a half in this file. Cells that can be read in one way only decide; "1,234" can
 * be read in both, and where nothing else tells, the user is asked.
 */
import { scanNumber } from "../../core/data/cells.ts";
import type { Issue } from "../../core/issue.ts";
import type { SampleRows } from "./delimiter.ts";

interface Evidence {
  comma: string | undefined;
  point: string | undefined;
  either: { readonly cell: string; readonly asComma: number; readonly asPoint: number } | undefined;
  /** Cells that read with a comma only, minus those that read with a point only. */
  balance: number;
}

function gather(rows: SampleRows): Evidence {
  const evidence: Evidence = { comma: undefined, point: undefined, either: undefined, balance: 0 };
  for (const cell of rows.flat()) {
    if (!/\d[.,]|[.,]\d/.test(cell)) continue;
    const comma = scanNumber(cell, ",");
    const point = scanNumber(cell, ".");
    if (comma.kind === "number" && point.kind === "number") {
      if (comma.value !== point.value)
        evidence.either ??= { cell: cell.trim(), asComma: comma.value, asPoint: point.value };
    } else if (comma.kind === "number") {
      evidence.comma ??= cell.trim();
      evidence.balance++;
    } else if (point.kind === "number") {
      evidence.point ??= cell.trim();
      evidence.balance--;
    }
  }
  return evidence;
}

/** Chooses, and reports a choice that could have been the other. `expected` holds where the cells leave it open. */
export function detectDecimal(
  rows: SampleRows,
  delimiter: string,
  expected: "." | "," | undefined,
  issues: Issue[],
): "." | "," {
  const { comma, point, either, balance } = gather(rows);
  if (comma !== undefined && balance > 0) {
    issues.push({ code: "decimalComma", severity: "warning", at: {}, context: { example: comma } });
    return ",";
  }
  // Where commas separate cells, numbers are hardly written with them.
  if (point !== undefined || delimiter === ",") return ".";
  if (expected !== undefined) return expected;
  if (either !== undefined) {
    const { cell, asComma, asPoint } = either;
    const context = { example: cell, asComma: String(asComma), asPoint: String(asPoint) };
    issues.push({ code: "decimalUncertain", severity: "warning", at: {}, context });
    // Semicolons separate cells where the comma is taken by numbers.
    return delimiter === ";" ? "," : ".";
  }
  return ".";
}
