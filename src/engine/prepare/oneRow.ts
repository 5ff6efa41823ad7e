/** @file One row of the table by itself: as the model takes it by a recipe that was fitted before, and what is true of it. */
import { columnsByName } from "../../core/data/cellSource.ts";
import { encodeSamples } from "../../core/data/encode.ts";
import type { Recipe } from "../../core/data/recipe.ts";
import { sampleRange } from "../../core/data/sampleRange.ts";
import { rowSamples, type Samples } from "../../core/data/windows.ts";
import { AppError } from "../../core/fault.ts";
import { blockRows, type Pieces, within } from "../../core/pieces.ts";
import { type PrepareQuery, samplesOf, typedColumns } from "./query.ts";

export interface OneRow {
  /** [sampleWidth] */
  readonly x: Float32Array;
  /** The row whose target it is to learn: the row itself, of a window its target's. */
  readonly row: number;
}

/**
 * A row of the table (its number, from 0). Where samples are windows it stands for the last one whose target is not after
 * it in its series, or for the first one of its series (of the next, where that has none). Throws AppError("notFound")
 * where there is no window.
 */
export function* encodeRow(query: PrepareQuery, recipe: Recipe, row: number): Pieces<OneRow> {
  const columns = columnsByName(typedColumns(query));
  const sources = (name: string) => columns.get(name)?.source;
  const first = Uint32Array.of(0);
  if (recipe.window === null) {
    return { x: encodeSamples(recipe, sources, rowSamples(Uint32Array.of(row)), first), row };
  }
  const { samples } = yield* within(samplesOf(query, columns), 0, 0.9);
  const sample = yield* within(windowOf(samples, row), 0.9, 1);
  const targetRow = samples.targetRows[sample];
  if (targetRow === undefined) throw new AppError("notFound", { what: String(row) });
  return {
    x: encodeSamples(recipe, sources, sampleRange(samples, sample, 1, recipe.window.length), first),
    row: targetRow,
  };
}

/** Targets ascend in the order of the rows as the windows do. */
function* windowOf({ order, targetRows, series }: Samples, row: number): Pieces<number> {
  let found = 0;
  let next = 0;
  for (let place = 0; place < order.length; place++) {
    if (place % blockRows === 0) yield place / order.length;
    const here = order[place];
    // What came before is of another series.
    if (series !== undefined && series.groups[place] !== series.groups[place - 1])
      found = Math.min(next, targetRows.length - 1);
    if (here === targetRows[next]) found = next++;
    if (here === row) return found;
  }
  return 0;
}

/** What the table says of one row's target: the class, or the number in its own unit; null where it says nothing. */
export function* truthOf(query: PrepareQuery, { target }: Recipe, row: number): Pieces<string | number | null> {
  const source = typedColumns(query).find(({ name }) => name === target.column)?.source;
  if (source === undefined) return null;
  if (target.kind === "classes") {
    const { codeAt, values } = yield* source.readCategories();
    return values[codeAt(row)] ?? null;
  }
  const value = source.number(row);
  return Number.isFinite(value) ? value : null;
}
