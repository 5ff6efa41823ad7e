/**
 * @file Applies a fitted recipe: cells to the numbers a model takes, and a model's numbers back to the target's unit.
 * One column at a time, computed in float64 and stored as float32. Training, evaluation and prediction all pass here;
 * what was replaced on the way is told by `encodeIssues.ts`.
 */
import { assert, assertNever } from "../fault.ts";
import { type CellSource, keyIndexer } from "./cellSource.ts";
import { advance, type Cells, cellsOf, featureLimit, isInner, missingFlags, writeEnd } from "./chain.ts";
import { gatherIndices, gatherNumbers } from "./gather.ts";
import { encodePixels } from "./images/pixels.ts";
import {
  cellKind,
  type FittedFeature,
  type FittedOp,
  type FittedTarget,
  featureWidth,
  hasIndicator,
  opOf,
  outputsOf,
  type Recipe,
  recipeWidth,
} from "./recipe.ts";
import { tokenWriter } from "./text/encodeTokens.ts";
import { everyRow, type Samples } from "./windows.ts";

/** The source of a column by name; undefined where the table has no such column (all its cells are missing then). */
export type Sources = (column: string) => CellSource | undefined;

/** Float32 [rows × width], row-major, in the order of `rows`: one row of the table each, windows left aside. */
export function encode(recipe: Pick<Recipe, "features">, sources: Sources, rows: Uint32Array): Float32Array {
  const stride = recipeWidth(recipe);
  const x = new Float32Array(rows.length * stride);
  let place = 0;
  for (const feature of recipe.features) {
    fillFeature(feature, sources(feature.column), rows, { x, stride, place });
    place += featureWidth(feature);
  }
  return x;
}

/**
 * Float32 [chosen × sampleWidth]: the samples at the places `chosen`. A window's rows follow one another, each with all
 * its features.
 */
export const encodeSamples = (
  recipe: Pick<Recipe, "features" | "window">,
  sources: Sources,
  samples: Samples,
  chosen: Uint32Array,
): Float32Array => samplesEncoder(recipe, sources, samples)(chosen);

/** Numbers of a table of rows that windows are cut from; a larger one is encoded a choice at a time. */
const tableNumbers = 2 ** 24;

/** `encodeSamples` for many choices of the same samples: what they have in common is encoded once, where it is not too much. */
export function samplesEncoder(
  recipe: Pick<Recipe, "features" | "window">,
  sources: Sources,
  samples: Samples,
): (chosen: Uint32Array) => Float32Array {
  const { window } = recipe;
  if (window === null) return (chosen) => encode(recipe, sources, everyRow(samples, chosen));
  const { length } = window;
  const width = recipeWidth(recipe);
  // A row stands in many windows: it is encoded once.
  let all: Float32Array | null = null;
  return (chosen) => {
    const x = new Float32Array(chosen.length * length * width);
    const starts = chosen.map((sample) => samples.starts[sample] as number);
    for (const stretch of stretchesOf(starts, samples.order.length, length, width)) {
      const rows = samples.order.subarray(stretch.from, stretch.to);
      const isAll = rows.length === samples.order.length;
      const table: Float32Array = (isAll ? all : null) ?? encode(recipe, sources, rows);
      if (isAll) all = table;
      for (let i = stretch.first; i < stretch.end; i++) {
        const start = (starts[i] as number) - stretch.from;
        x.set(table.subarray(start * width, (start + length) * width), i * length * width);
      }
    }
    return x;
  };
}

/** Places `from` … `to − 1` in the order of rows that hold the windows `first` … `end − 1`. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly end: number;
}

/** Windows that follow one another share rows: as many as lie close together. All rows where they are few. */
function stretchesOf(starts: Uint32Array, rows: number, length: number, width: number): Stretch[] {
  if (rows * width <= tableNumbers) return [{ from: 0, to: rows, first: 0, end: starts.length }];
  const most = Math.max(length, Math.floor(tableNumbers / 16 / Math.max(1, width)));
  const found: Stretch[] = [];
  for (let first = 0; first < starts.length; ) {
    let [from, to] = [starts[first] as number, (starts[first] as number) + length];
    let end = first + 1;
    for (; end < starts.length; end++) {
      const start = starts[end] as number;
      // A gap of more than a window is not worth encoding.
      if (start < from || start > to + length || start + length - from > most) break;
      to = Math.max(to, start + length);
    }
    found.push({ from, to, first, end });
    first = end;
  }
  return found;
}

interface Place {
  readonly x: Float32Array;
  readonly stride: number;
  readonly place: number;
}

function fillFeature(feature: FittedFeature, source: CellSource | undefined, rows: Uint32Array, to: Place): void {
  const kind = cellKind(feature);
  switch (kind) {
    case "number":
    case "category": {
      const cells = source === undefined ? noCells(kind, rows.length) : cellsOf(feature, source, rows);
      fillCells(feature, cells, to);
      return;
    }
    case "text": {
      const op = opOf(feature, "tokens");
      if (op === undefined || source === undefined) return;
      const write = tokenWriter(op);
      for (let i = 0; i < rows.length; i++) write(source.text(rows[i] as number) ?? "", to.x, i * to.stride + to.place);
      return;
    }
    case "image": {
      const op = opOf(feature, "pixels");
      if (op === undefined || source?.pixels === undefined) return;
      for (let i = 0; i < rows.length; i++)
        encodePixels(op, source.pixels(rows[i] as number), to.x, i * to.stride + to.place);
      return;
    }
    default:
      assertNever(kind);
  }
}

const noCells = (kind: "number" | "category", count: number): Cells =>
  kind === "number"
    ? { state: "number", values: new Float64Array(count).fill(Number.NaN) }
    : { state: "category", codes: new Int32Array(count).fill(-1), values: [] };

/** The chain over a column: its numbers, then its indicators. */
function fillCells({ ops }: FittedFeature, start: Cells, { x, stride, place }: Place): void {
  let cells = start;
  const flags: Uint8Array[] = [];
  let end: FittedOp | undefined;
  for (const op of ops) {
    if (hasIndicator(op)) flags.push(missingFlags(cells));
    if (isInner(op)) cells = advance(op, cells);
    else {
      writeEnd(op, cells, { x, stride, place });
      end = op;
    }
  }
  if (end === undefined && cells.state === "number") writeNumbers(ops, start, cells.values, { x, stride, place });
  const first = place + featureWidth({ ops }) - flags.length;
  for (const [k, flag] of flags.entries())
    for (let i = 0; i < flag.length; i++) x[i * stride + first + k] = flag[i] as number;
}

/** A number beyond float32 once it went through the chain, or still missing, takes the place of a missing one; else 0. */
function writeNumbers(ops: readonly FittedOp[], start: Cells, values: Float64Array, { x, stride, place }: Place): void {
  let instead: number | undefined;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Math.abs(value) < featureLimit) x[i * stride + place] = value;
    else {
      instead ??= missingNumber(ops, start.state);
      x[i * stride + place] = instead;
    }
  }
}

function missingNumber(ops: readonly FittedOp[], state: Cells["state"]): number {
  let cells = noCells(state, 1);
  for (const op of ops) if (isInner(op)) cells = advance(op, cells);
  const value = cells.state === "number" ? (cells.values[0] as number) : 0;
  return Number.isNaN(value) ? 0 : value;
}

/** Class indices of labelled rows. */
export function encodeClasses(
  target: FittedTarget & { kind: "classes" },
  source: CellSource,
  rows: Uint32Array,
): Int32Array {
  const indexOf = keyIndexer(source.categories, target.classes, -1);
  const classes = gatherIndices(rows, indexOf);
  assert(
    classes.every((index) => index >= 0),
    "every labelled row has a class of the recipe",
  );
  return classes;
}

/** The targets of labelled rows in their own units, float64 [rows × outputs], row-major. */
export function targetValues(target: FittedTarget, sources: Sources, rows: Uint32Array): Float64Array {
  const outputs = outputsOf(target);
  const values = new Float64Array(rows.length * outputs.length);
  for (const [k, { column }] of outputs.entries()) {
    const read = sources(column)?.number;
    assert(read !== undefined, "the table has the target");
    const own = gatherNumbers(rows, read);
    for (let i = 0; i < own.length; i++) values[i * outputs.length + k] = own[i] as number;
  }
  return values;
}

/** What a regression model learns: (y − offset) / scale, float32, as `values`, [rows × outputs]. */
export function encodeValues(target: FittedTarget, values: Float64Array): Float32Array {
  const outputs = outputsOf(target);
  const scaled = new Float32Array(values.length);
  for (const [k, { offset, scale }] of outputs.entries()) {
    for (let i = k; i < values.length; i += outputs.length) scaled[i] = ((values[i] as number) - offset) / scale;
  }
  return scaled;
}

/** A regression model's outputs in the targets' units. */
export function decodeValues(target: FittedTarget, values: ArrayLike<number>): Float64Array {
  const outputs = outputsOf(target);
  return Float64Array.from(values, (value, i) => {
    const { offset, scale } = outputs[i % outputs.length] ?? { offset: 0, scale: 1 };
    return value * scale + offset;
  });
}
