/** @file The prepared parts as the report wants them: which rows are whose, in the unit the user knows. */
import { outputsOf } from "../../core/data/recipe.ts";
import { baselineMetric, buildReport } from "../../core/evaluation/report.ts";
import type { Report } from "../../core/evaluation/types.ts";
import { assert } from "../../core/fault.ts";
import type { Prepared } from "../prepare/prepare.ts";

type Part = "train" | "validation" | "test";

/** A part of what is kept for all samples, `width` numbers each. */
function partOf<T extends Int32Array | Float64Array>({ counts }: Prepared, all: T, width: number, part: Part): T {
  const { train, validation } = counts;
  const first = { train: 0, validation: train, test: train + validation }[part];
  return all.subarray(first * width, (first + counts[part]) * width) as T;
}

const widthOf = ({ recipe }: Pick<Prepared, "recipe">): number => Math.max(1, outputsOf(recipe.target).length);

/** The targets of a part, class indices or values in the targets' own units. */
function targets(prepared: Prepared, part: Part): Int32Array | Float64Array {
  const all = prepared.values ?? prepared.y;
  assert(!(all instanceof Float32Array), "a scaled target is kept beside its own unit");
  return partOf<Int32Array | Float64Array>(prepared, all, widthOf(prepared), part);
}

const naiveOf = (prepared: Prepared, part: Part): Float64Array | null =>
  prepared.naive === null ? null : partOf(prepared, prepared.naive, widthOf(prepared), part);

/** What a single step of the metric is worth in the target's unit: 1 for accuracy; of several targets the mean. */
export function metricUnit({ recipe }: Pick<Prepared, "recipe">): number {
  const outputs = outputsOf(recipe.target);
  return outputs.length === 0 ? 1 : outputs.reduce((sum, { scale }) => sum + scale, 0) / outputs.length;
}

/**
 * What an error of each output counts in the metric, so that it is the mean of the errors in the targets' own units once
 * it is multiplied by `metricUnit`; null where there is but one.
 */
export function outputWeights(prepared: Pick<Prepared, "recipe">): readonly number[] | null {
  const outputs = outputsOf(prepared.recipe.target);
  return outputs.length < 2 ? null : outputs.map(({ scale }) => scale / metricUnit(prepared));
}

/** The metric of always guessing, on the validation part; on the training part where there is none. */
export function baselineOf(prepared: Prepared): number {
  const part = prepared.counts.validation > 0 ? "validation" : "train";
  const { classes } = prepared;
  const naive = naiveOf(prepared, part);
  return baselineMetric(targets(prepared, "train"), targets(prepared, part), classes.length, naive, widthOf(prepared));
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
  return buildReport({ target, yTrain, yTest, naive: naiveOf(prepared, "test"), outputs });
}
