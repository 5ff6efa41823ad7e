/** @file The numbers of a scoring column by column, each with mean 0 and deviation 1, so that weights can be compared. */
import { atOnce } from "../../../pieces.ts";
import { mean, variance } from "../../columnStatistics.ts";
import type { ScoringInput } from "./scorings.ts";

/** A column that does not vary is all 0. */
export function standardColumns({ x, rows, width }: Pick<ScoringInput, "x" | "rows" | "width">): Float64Array[] {
  return Array.from({ length: width }, (_, column) => {
    const values = new Float64Array(rows);
    for (let i = 0; i < rows; i++) values[i] = x[i * width + column] as number;
    return standardized(values);
  });
}

export function standardized(values: Float64Array): Float64Array {
  const center = atOnce(mean(values));
  const deviation = Math.sqrt(atOnce(variance(values, center)));
  const flat = !(deviation > Math.abs(center) * 1e-12);
  return values.map((value) => (flat ? 0 : (value - center) / deviation));
}
