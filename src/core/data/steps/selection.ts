/**
 * @file Chooses among fitted features by what they tell of the target, as the steps of scope "features" ask. Measured on
 * the training part alone; above `selectionRows` rows, or where rows times numbers exceed what the measure can take in a
 * second or so, on rows drawn by a fixed seed. A column stays if any of its numbers does.
 */
import type { Issue } from "../../issue.ts";
import { completed, type ParamsOf } from "../../params/fields.ts";
import { atOnce, type Pieces } from "../../pieces.ts";
import { random, shuffle } from "../../random.ts";
import { keyIndexer, type TypedColumn } from "../cellSource.ts";
import { encode } from "../encode.ts";
import { gatherIndices, gatherNumbers } from "../gather.ts";
import { type FittedFeature, type FittedWindow, featureWidth, recipeWidth } from "../recipe.ts";
import type { RecipeStep, Task } from "../types.ts";
import { selectFeatures as spec } from "./selectFeatures.ts";
import { type Block, type Scoring, scorings } from "./selection/scorings.ts";

export interface SelectionTarget {
  readonly task: Task;
  readonly target: TypedColumn;
  readonly classes: readonly string[];
  readonly trainRows: Uint32Array;
  readonly targetRows: Uint32Array;
  readonly columns: readonly TypedColumn[];
  readonly window: FittedWindow | null;
}

/** More rows tell a measure little more. */
export const selectionRows = 20_000;
const leastRows = 200;

type SelectionParams = ParamsOf<typeof spec.fields>;

/** The features that stay, in their order. */
export function* selectFeatures(
  steps: readonly RecipeStep[],
  features: readonly FittedFeature[],
  target: SelectionTarget,
  issues: Issue[],
): Pieces<readonly FittedFeature[]> {
  const wanted = steps.filter(({ kind }) => kind === "selectFeatures");
  // A picture or a text is one feature: there is nothing to choose from.
  if (wanted.length === 0 || features.some(({ type }) => type === "image" || type === "text")) return features;
  if (target.window?.mode === "forecast") {
    issues.push({ code: "selectionOfForecast", severity: "notice", at: {}, context: {} });
    return features;
  }
  let left = features;
  for (const step of wanted) {
    yield 0;
    left = select(left, step, target, issues);
  }
  return left;
}

function select(
  features: readonly FittedFeature[],
  { id, columns, params: given }: RecipeStep,
  target: SelectionTarget,
  issues: Issue[],
): readonly FittedFeature[] {
  const params = completed(spec.fields, given as Partial<SelectionParams> as SelectionParams);
  const at = { field: id };
  const candidates = features.filter(({ column }) => columns === null || columns.includes(column));
  if (candidates.length === 0) return features;
  const { method } = params;
  const scoring = scorings[method];
  const width = recipeWidth({ features: candidates });
  if (width > scoring.widest) {
    const context = { method, width, limit: scoring.widest };
    issues.push({ code: "selectionTooWide", severity: "warning", at, context });
    return features;
  }
  const measured = scoring.unscaled ? candidates.map(withoutScaling) : candidates;
  const { scores, settled } = scoreFeatures(scoring, measured, params, target);
  if (!settled) issues.push({ code: "selectionNotSettled", severity: "notice", at, context: { method } });
  const { kept, limit } = chosen(scores, params);
  if (kept.size === 0) {
    const context = { method, best: scores.reduce((best, score) => Math.max(best, score), 0), limit };
    issues.push({ code: "selectionLeavesNone", severity: "error", at, context });
  }
  const left = new Set<string>();
  for (const [i, { column }] of candidates.entries()) {
    if (kept.has(i)) continue;
    left.add(column);
    const context = { column, method, score: scores[i] as number, limit };
    issues.push({ code: "featureLeftOut", severity: "notice", at: { column }, context });
  }
  return features.filter(({ column }) => !left.has(column));
}

/** A scaled number's variance is always the same and tells nothing. */
const withoutScaling = (feature: FittedFeature): FittedFeature => ({
  ...feature,
  ops: feature.ops.at(-1)?.kind === "scale" ? feature.ops.slice(0, -1) : feature.ops,
});

/** The places of those that stay; of equal scores the earlier column does. */
function chosen(
  scores: Float64Array,
  { keep, count, threshold }: SelectionParams,
): { kept: Set<number>; limit: number } {
  const places = [...scores.keys()];
  if (keep === "above") {
    return { kept: new Set(places.filter((i) => (scores[i] as number) > threshold)), limit: threshold };
  }
  places.sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
  const best = places.slice(0, count);
  return { kept: new Set(best), limit: scores[best.at(-1) as number] as number };
}

/** Each feature's score, in the order given. */
export function scoreFeatures(
  scoring: Scoring,
  features: readonly FittedFeature[],
  params: SelectionParams,
  target: SelectionTarget,
): { readonly scores: Float64Array; readonly settled: boolean } {
  const byName = new Map(target.columns.map((column) => [column.name, column.source]));
  const width = recipeWidth({ features });
  const most = Math.max(leastRows, Math.min(selectionRows, Math.floor(scoring.cells / width)));
  const rows = sampled(target.targetRows, most);
  let start = 0;
  const blocks = features.map((feature): Block => {
    const block = { start, width: featureWidth(feature) };
    start += block.width;
    return block;
  });
  return scoring.score({
    x: encode({ features }, (name) => byName.get(name), rows),
    rows: rows.length,
    width,
    blocks,
    target:
      target.task === "regression"
        ? { kind: "numbers", values: atOnce(gatherNumbers(rows, target.target.source.number)) }
        : {
            kind: "classes",
            classes: atOnce(gatherIndices(rows, keyIndexer(target.target.source.categories, target.classes, 0))),
            count: target.classes.length,
          },
    alpha: params.alpha,
    seed: params.seed,
  });
}

/** So many of the rows, in their order. */
function sampled(rows: Uint32Array, most: number): Uint32Array {
  if (rows.length <= most) return rows;
  const places = shuffle(
    Uint32Array.from(rows, (_, i) => i),
    random(1),
  );
  return places
    .subarray(0, most)
    .sort()
    .map((place) => rows[place] as number);
}
