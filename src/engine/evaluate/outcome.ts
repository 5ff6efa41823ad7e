/** @file The prepared parts as the report wants them: which rows are whose, in the unit the user knows. */
import { baselineMetric, buildReport } from "../../core/evaluation/report.ts";
import type { Report } from "../../core/evaluation/types.ts";
import { assert } from "../../core/fault.ts";
import type { Prepared } from "../prepare/prepare.ts";

/** The targets of a part, class indices or values in the target's own unit. */
function targets({ y, values, counts }: Prepared, part: "train" | "validation" | "test"): Int32Array | Float64Array {
  const all = values ?? y;
  assert(!(all instanceof Float32Array), "a scaled target is kept beside its own unit");
  const { train, validation } = counts;
  const first = { train: 0, validation: train, test: train + validation }[part];
  return all.subarray(first, first + counts[part]);
}

/** What a single step of the metric is worth in the target's unit: 1 for accuracy. */
export const metricUnit = ({ recipe }: Pick<Prepared, "recipe">): number =>
  recipe.target.kind === "number" ? recipe.target.scale : 1;

/** The metric of always guessing, on the validation part; on the training part where there is none. */
export function baselineOf(prepared: Prepared): number {
  const part = prepared.counts.validation > 0 ? "validation" : "train";
  return baselineMetric(targets(prepared, "train"), targets(prepared, part), prepared.classes.length);
}

/** The report on the test part; null where there is no test row. `outputs`: row-major [test rows × units]. */
export function reportOf(prepared: Prepared, outputs: Float32Array): Report | null {
  const { target } = prepared.recipe;
  const yTrain = targets(prepared, "train");
  const yTest = targets(prepared, "test");
  if (target.kind === "classes") {
    assert(yTrain instanceof Int32Array && yTest instanceof Int32Array, "classes are indices");
    return buildReport({ target, yTrain, yTest, outputs });
  }
  assert(yTrain instanceof Float64Array && yTest instanceof Float64Array, "values keep their unit");
  return buildReport({ target, yTrain, yTest, outputs });
}
