/** @file What was measured of a GPU, by a name of it: the next start neither measures again nor comes to choose otherwise. */
import { readFile, writeFile } from "./files.ts";

/** Letters that may stand in a file's name, and no more of them than it may have. */
const fileName = (name: string): string => name.replace(/[^\w.-]+/g, "_").slice(0, 150);

/** As it was saved under the name; null where nothing was, or what lies there cannot be read. */
export async function loadMeasured(name: string): Promise<unknown> {
  const file = await readFile("devices", fileName(name));
  if (file === null) return null;
  try {
    return JSON.parse(await file.text());
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export const saveMeasured = (name: string, measured: unknown): Promise<void> =>
  writeFile("devices", fileName(name), [JSON.stringify(measured)]);
