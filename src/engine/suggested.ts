/** @file What a reader suggests, of what is left once columns were taken out while the file was read. */

import { isPartColumn } from "../core/data/split/byPart.ts";
import { suggestTarget } from "../core/data/summarize.ts";
import type { DatasetSummary } from "../core/data/types.ts";
import type { Suggested } from "./protocol.ts";

/** Nothing that is suggested names a column that is gone; a column that names the parts divides the rows. */
export function suggestedOf({ target, input }: Suggested, summary: DatasetSummary): Suggested {
  const has = (name: string): boolean => summary.columns.some((column) => column.name === name);
  const own = target === null || has(target) ? target : suggestTarget(summary);
  const isLost = (input.kind === "text" || input.kind === "image") && !has(input.column);
  const parts = summary.columns.find((column) => column.name !== own && isPartColumn(column));
  return {
    target: own,
    input: isLost ? { kind: "columns" } : input,
    ...(parts === undefined ? {} : { split: { strategy: "column", by: parts.name } }),
  };
}
