/** @file The rows a run was trained, validated and tested on, as a file for others: made here, since rows may be millions. */
import { partsCsv } from "../../core/data/partsBytes.ts";
import type { Run } from "../../core/training/types.ts";
import { loadParts } from "../../storage/parts.ts";

/** CSV of row (from 1, as the table counts) and part; null where the run's parts are not kept. */
export async function splitFile({ id, dataset }: Pick<Run, "id" | "dataset">): Promise<Blob | null> {
  const parts = await loadParts(id, dataset.rows);
  return parts === null ? null : new Blob([...partsCsv(parts)], { type: "text/csv" });
}
