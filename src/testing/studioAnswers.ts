/** @file For tests only: what the studio itself answers for raw rows, as plain numbers. */
import { fitImage } from "../core/data/images/resize.ts";
import type { Weights } from "../core/training/checkpoint.ts";
import type { Run } from "../core/training/types.ts";
import { modelOf, predictRows } from "../engine/evaluate/predict.ts";
import { overWhite, type Picture, type RecipeCase } from "./recipeCases.ts";

/** Of each sample the classes' probabilities, or the values in their units. */
export async function studioAnswers(run: Run, weights: Weights, rows: RecipeCase["rows"]): Promise<number[][]> {
  const pictures = new Map<Blob, Picture>();
  const asked = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([column, cell]) => {
        if (cell === null || typeof cell === "string") return [column, cell];
        const file = new Blob();
        pictures.set(file, cell);
        return [column, file];
      }),
    ),
  );
  const model = modelOf(run, weights);
  try {
    const found = await predictRows(model, run, asked, async (file, as) => {
      const picture = pictures.get(file);
      if (picture === undefined) throw new Error("every file is a picture");
      return fitImage(overWhite(picture), picture, 4, as);
    });
    return found.map(({ value, values, probabilities }) => [
      ...(probabilities ?? values?.map((one) => one.value) ?? [value as number]),
    ]);
  } finally {
    model.dispose();
  }
}
