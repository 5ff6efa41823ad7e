/**
 * @file Applies a fitted recipe: cells to the numbers a model takes, and a model's numbers back to the target's unit.
 * A block of rows at a time, column by column, computed in float64 and stored as float32. Training, evaluation and prediction all pass here;
 * what was replaced on the way is told by `encodeIssues.ts`.
 */
import { assert, assertNever } from "../fault.ts";
import { atOnce, blockRows, inBlocks, type Pieces, within } from "../pieces.ts";
import { type CellSource, keyIndexer } from "./cellSource.ts";
import { type Block, type Cells, ending, featureLimit, isInner, operation, writeMissing } from "./chain.ts";
import type { CategoryReader } from "./columns.ts";
import { gatherIndices, pick } from "./gather.ts";
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
import type { Samples } from "./windows.ts";

/** The source of a column by name; undefined where the table has no such column (all its cells are missing then). */
export type Sources = (column: string) => CellSource | undefined;

/** Writes the numbers of rows, [rows × width] row-major, from place `at` of `x` on, which is zeroed there. */
export type RowsEncoder = (rows: Uint32Array, x: Float32Array, at: number) => void;

/** Made once for many blocks of rows; a block is `blockOf(recipe)` rows or fewer. */
export function rowsEncoder(recipe: Pick<Recipe, "features">, sources: Sources): RowsEncoder {
  const stride = recipeWidth(recipe);
  const room = new Room(blockOf(recipe));
  let place = 0;
  const writers = recipe.features.map((feature) => {
    const own = place;
    place += featureWidth(feature);
    return { own, write: featureWriter(feature, sources(feature.column), room) };
  });
  return (rows, x, at) => {
    for (const { own, write } of writers) write(rows, { x, stride, place: at + own });
  };
}

/** Rows that are read or encoded as one piece: cells cost little, a text more, an image what it has numbers. */
export function blockOf(recipe: Pick<Recipe, "features">): number {
  if (recipe.features.some((feature) => cellKind(feature) === "text")) return textBlock;
  return Math.max(1, Math.min(blockRows, Math.floor(numbersOfBlock / Math.max(1, recipeWidth(recipe)))));
}

const textBlock = 128;
const numbersOfBlock = 2 ** 20;

/** Float32 [rows × width], row-major, in the order of `rows`: one row of the table each, windows left aside. */
export const encode = (recipe: Pick<Recipe, "features">, sources: Sources, rows: Uint32Array): Float32Array =>
  atOnce(encodeRows(recipe, sources, rows));

function* encodeRows(recipe: Pick<Recipe, "features">, sources: Sources, rows: Uint32Array): Pieces<Float32Array> {
  const width = recipeWidth(recipe);
  const x = new Float32Array(rows.length * width);
  const write = rowsEncoder(recipe, sources);
  const visit = (from: number, to: number) => write(rows.subarray(from, to), x, from * width);
  yield* inBlocks(rows.length, visit, blockOf(recipe));
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
): Float32Array => atOnce(atOnce(samplesEncoder(recipe, sources, samples))(chosen));

/** Numbers of a table of rows that windows are cut from; a larger one is encoded a choice at a time. */
const tableNumbers = 2 ** 24;

/** Encodes samples at the places chosen. */
export type SamplesEncoder = (chosen: Uint32Array) => Pieces<Float32Array>;

/** `encodeSamples` for many choices of the same samples: what they have in common is encoded once, where it is not too much. */
export function* samplesEncoder(
  recipe: Pick<Recipe, "features" | "window">,
  sources: Sources,
  samples: Samples,
): Pieces<SamplesEncoder> {
  const { window } = recipe;
  if (window === null) return rowSamplesEncoder(recipe, sources, samples);
  const { length } = window;
  const width = recipeWidth(recipe);
  // A row stands in many windows: it is encoded once.
  const few = samples.order.length * width <= tableNumbers;
  const all = few ? yield* encodeRows(recipe, sources, samples.order) : null;
  return function* encodeChosen(chosen) {
    const x = new Float32Array(chosen.length * length * width);
    const starts = yield* within(pick(samples.starts, chosen), 0, 0.1);
    const everything = { from: 0, to: samples.order.length, first: 0, end: starts.length };
    for (const stretch of all === null ? stretchesOf(starts, length, width) : [everything]) {
      const rows = samples.order.subarray(stretch.from, stretch.to);
      const share = (part: number) =>
        0.1 + (0.9 * (stretch.first + part * (stretch.end - stretch.first))) / Math.max(1, starts.length);
      const table = all ?? (yield* within(encodeRows(recipe, sources, rows), share(0), share(0.5)));
      const copy = inBlocks(
        stretch.end - stretch.first,
        (from, to) => {
          for (let i = stretch.first + from; i < stretch.first + to; i++) {
            const start = (starts[i] as number) - stretch.from;
            x.set(table.subarray(start * width, (start + length) * width), i * length * width);
          }
        },
        Math.max(1, Math.floor(numbersOfBlock / Math.max(1, length * width))),
      );
      yield* within(copy, share(all === null ? 0.5 : 0), share(1));
    }
    return x;
  };
}

function rowSamplesEncoder(
  recipe: Pick<Recipe, "features">,
  sources: Sources,
  { targetRows }: Samples,
): SamplesEncoder {
  const width = recipeWidth(recipe);
  const block = blockOf(recipe);
  const write = rowsEncoder(recipe, sources);
  const rows = new Uint32Array(block);
  return function* encodeChosen(chosen) {
    const x = new Float32Array(chosen.length * width);
    const visit = (from: number, to: number) => {
      for (let i = from; i < to; i++) rows[i - from] = targetRows[chosen[i] as number] as number;
      write(rows.subarray(0, to - from), x, from * width);
    };
    yield* inBlocks(chosen.length, visit, block);
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

/** Windows that follow one another share rows: as many as lie close together. */
function stretchesOf(starts: Uint32Array, length: number, width: number): Stretch[] {
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

/** Where a block's cells are kept while the chain goes over them: made once, for all features. */
class Room {
  readonly #numbers: Float64Array;
  readonly #codes: Int32Array;

  constructor(rows: number) {
    this.#numbers = new Float64Array(rows);
    this.#codes = new Int32Array(rows);
  }

  numbers(rows: Uint32Array, read: (row: number) => number): Cells {
    const values = this.#numbers.subarray(0, rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = read(rows[i] as number);
    return { state: "number", values };
  }

  categories(rows: Uint32Array, { codeAt, values }: CategoryReader): Cells {
    const codes = this.#codes.subarray(0, rows.length);
    for (let i = 0; i < rows.length; i++) codes[i] = codeAt(rows[i] as number);
    return { state: "category", codes, values };
  }
}

type FeatureWriter = (rows: Uint32Array, to: Block) => void;

function featureWriter(feature: FittedFeature, source: CellSource | undefined, room: Room): FeatureWriter {
  const kind = cellKind(feature);
  switch (kind) {
    case "number": {
      const read = source?.number ?? (() => Number.NaN);
      return cellsWriter(feature, kind, (rows) => room.numbers(rows, read));
    }
    case "category": {
      const categories = source?.categories ?? noCategories;
      return cellsWriter(feature, kind, (rows) => room.categories(rows, categories));
    }
    case "text": {
      const op = opOf(feature, "tokens");
      if (op === undefined || source === undefined) return () => undefined;
      const write = tokenWriter(op);
      return (rows, { x, stride, place }) => {
        for (let i = 0; i < rows.length; i++) write(source.text(rows[i] as number) ?? "", x, i * stride + place);
      };
    }
    case "image": {
      const op = opOf(feature, "pixels");
      const pixels = source?.pixels;
      if (op === undefined || pixels === undefined) return () => undefined;
      return (rows, { x, stride, place }) => {
        for (let i = 0; i < rows.length; i++) encodePixels(op, pixels(rows[i] as number), x, i * stride + place);
      };
    }
    default:
      return assertNever(kind);
  }
}

const noCategories: CategoryReader = { values: [], codeAt: () => -1 };

/** The chain over a column: its numbers, then its indicators. */
function cellsWriter({ ops }: FittedFeature, kind: Cells["state"], read: (rows: Uint32Array) => Cells): FeatureWriter {
  const inner = ops.filter(isInner).map((op) => ({ carry: operation(op), flagged: hasIndicator(op) }));
  const end = ops.find((op) => !isInner(op));
  const writeEnd = end === undefined || isInner(end) ? null : ending(end);
  const indicators = featureWidth({ ops }) - ops.filter(hasIndicator).length;
  let instead: number | null = null;
  return (rows, { x, stride, place }) => {
    let cells = read(rows);
    let flagAt = place + indicators;
    for (const { carry, flagged } of inner) {
      if (flagged) writeMissing(cells, { x, stride, place: flagAt++ });
      cells = carry(cells);
    }
    if (writeEnd !== null) writeEnd(cells, { x, stride, place });
    else if (cells.state === "number") {
      instead ??= missingNumber(ops, kind);
      writeNumbers(cells.values, instead, { x, stride, place });
    }
  };
}

/** A number beyond float32 once it went through the chain, or still missing, takes the place of a missing one; else 0. */
function writeNumbers(values: Float64Array, instead: number, { x, stride, place }: Block): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    x[i * stride + place] = Math.abs(value) < featureLimit ? value : instead;
  }
}

function missingNumber(ops: readonly FittedOp[], state: Cells["state"]): number {
  let cells: Cells =
    state === "number"
      ? { state, values: Float64Array.of(Number.NaN) }
      : { state, codes: Int32Array.of(-1), values: noCategories.values };
  for (const op of ops) if (isInner(op)) cells = operation(op)(cells);
  const value = cells.state === "number" ? (cells.values[0] as number) : 0;
  return Number.isNaN(value) ? 0 : value;
}

/** Class indices of labelled rows. */
export function* encodeClasses(
  target: FittedTarget & { kind: "classes" },
  source: CellSource,
  rows: Uint32Array,
): Pieces<Int32Array> {
  const indexOf = keyIndexer(yield* within(source.readCategories(), 0, 0.1), target.classes, -1);
  const classes = yield* within(gatherIndices(rows, indexOf), 0.1, 0.9);
  for (let i = 0; i < classes.length; i++)
    assert((classes[i] as number) >= 0, "every labelled row has a class of the recipe");
  return classes;
}

/** The targets of labelled rows in their own units, float64 [rows × outputs], row-major. */
export function* targetValues(target: FittedTarget, sources: Sources, rows: Uint32Array): Pieces<Float64Array> {
  const outputs = outputsOf(target);
  const values = new Float64Array(rows.length * outputs.length);
  for (const [k, { column }] of outputs.entries()) {
    const read = sources(column)?.number;
    assert(read !== undefined, "the table has the target");
    const own = inBlocks(rows.length, (from, to) => {
      for (let i = from; i < to; i++) values[i * outputs.length + k] = read(rows[i] as number);
    });
    yield* within(own, k / outputs.length, (k + 1) / outputs.length);
  }
  return values;
}

/** What a regression model learns: (y − offset) / scale, float32, as `values`, [rows × outputs]. */
export function* encodeValues(target: FittedTarget, values: Float64Array): Pieces<Float32Array> {
  const outputs = outputsOf(target);
  const scaled = new Float32Array(values.length);
  for (const [k, { offset, scale }] of outputs.entries()) {
    const own = inBlocks(values.length / outputs.length, (from, to) => {
      for (let row = from; row < to; row++) {
        const at = row * outputs.length + k;
        scaled[at] = ((values[at] as number) - offset) / scale;
      }
    });
    yield* within(own, k / outputs.length, (k + 1) / outputs.length);
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
