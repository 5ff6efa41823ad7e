/** @file What reading one table ends in, and the id by which the same table, read in the same way, is known again. */
import type { Dataset, ReadOptions, TableFormat } from "../../core/data/types.ts";
import type { Issue } from "../../core/issue.ts";
import { ContentHash } from "./contentHash.ts";

export type Refusal = { readonly ok: false; readonly issues: readonly Issue[] };
export type TableOutcome = { readonly ok: true; readonly dataset: Dataset } | Refusal;

export const refused = (...issues: readonly Issue[]): Refusal => ({ ok: false, issues });
/** The two parts every refusal begins with. */
export const error = { severity: "error", at: {} } as const;

/** The same bytes read in another way are another table. */
export function tableId(
  contentHash: string,
  { encoding, delimiter, header, decimal, missing }: TableFormat,
  { format, maxRows, sheet }: ReadOptions,
): string {
  const read = [encoding, delimiter, header, decimal, missing, format?.dayFirst ?? null, maxRows ?? null];
  const hash = new ContentHash();
  hash.update(new TextEncoder().encode(JSON.stringify(sheet === undefined ? read : [...read, sheet])));
  return `${contentHash}-${hash.digest().slice(0, 8)}`;
}
