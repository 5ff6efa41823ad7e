/** @file What a drawing for the open data should look like: light on dark as scanned digits, or dark on light as paper. */
import { useEffect, useState } from "react";
import { summaryOf, useDataset } from "./dataset.ts";
import { loadPicture, type Picture } from "./pictures.ts";

/** white: on black. black: on white. */
export type Ink = "white" | "black";

/** Which ink pictures are drawn in, by what their edges are: dark edges, light ink. */
export function inkOf(pictures: readonly Picture[]): Ink {
  let sum = 0;
  let count = 0;
  for (const { width, height, rgba } of pictures) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const i = (y * width + x) * 4;
        const inside = x > 0 && y > 0 && x < width - 1 && y < height - 1;
        // What is not covered by the picture is no edge of it.
        if (inside || rgba[i + 3] === 0) continue;
        sum += ((rgba[i] ?? 0) + (rgba[i + 1] ?? 0) + (rgba[i + 2] ?? 0)) / 3;
        count++;
      }
    }
  }
  return count > 0 && sum / count < 96 ? "white" : "black";
}

/** Pictures looked at, evenly from all rows, and their size. */
const looked = 12;
const side = 28;

/** Dark on light until the pictures were looked at, and where there are none. */
export function useUsualInk(): Ink {
  const summary = summaryOf(useDataset((state) => state.table));
  const images = summary?.columns.some(({ type }) => type === "image") === true;
  const datasetId = images ? (summary?.id ?? null) : null;
  const rows = summary?.rows ?? 0;
  const [ink, setInk] = useState<Ink>("black");
  useEffect(() => {
    if (datasetId === null) return;
    const controller = new AbortController();
    const { signal } = controller;
    const picks = Array.from({ length: Math.min(looked, rows) }, (_, i) => Math.floor((i * rows) / looked));
    Promise.all([...new Set(picks)].map((row) => loadPicture({ datasetId, row, size: side }, signal))).then(
      (pictures) => !signal.aborted && setInk(inkOf(pictures)),
      // Only a guess is lost; the user chooses the ink.
      (error) => console.warn(error),
    );
    return () => controller.abort();
  }, [datasetId, rows]);
  return ink;
}
