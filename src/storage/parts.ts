/** @file Which rows of the table each run was trained, validated and tested on: a file a run, since rows may be millions. */
import { decodeParts, encodeParts } from "../core/data/partsBytes.ts";
import type { Parts } from "../core/data/split.ts";
import { readFile, removeFile, writeFile } from "./files.ts";

const nameOf = (runId: string): string => `${runId}.bin`;

/** Replaces what was kept for the run. */
export const saveParts = (runId: string, parts: Parts): Promise<void> =>
  writeFile("parts", nameOf(runId), [encodeParts(parts)]);

/** The parts of a run over a table of so many rows; null where none are kept, or what is kept is damaged. */
export async function loadParts(runId: string, rows: number): Promise<Parts | null> {
  const file = await readFile("parts", nameOf(runId));
  return file === null ? null : decodeParts(new Uint8Array(await file.arrayBuffer()), rows);
}

/** Removed before the run's record: what a page that goes away leaves is a run without parts, never parts of no run. */
export const deleteParts = (runId: string): Promise<void> => removeFile("parts", nameOf(runId));
