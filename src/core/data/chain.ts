/**
 * @file Carries out a feature's chain of operations on a column of cells: fitting advances the training part with it, one
 * operation over all rows at a time, encoding ends in the numbers a model takes, all operations over a block of rows. What the operations are is
 * `recipe.ts`; sources of the formulas stand with the steps that fit them.
 */
import { assertNever } from "../fault.ts";
import { inBlocks, type Pieces, within } from "../pieces.ts";
import type { CellSource } from "./cellSource.ts";
import { datePart } from "./dateParts.ts";
import { hashPlace } from "./featureHash.ts";
import { gatherIndices, gatherNumbers } from "./gather.ts";
import {
  type CategoryOp,
  type CategoryToNumber,
  cellKind,
  type FittedFeature,
  type FittedOp,
  type NumberOp,
} from "./recipe.ts";
import type { TrainingCells } from "./steps/define.ts";

export type Cells = TrainingCells;

/** Largest magnitude of a feature: beyond float32 a number would reach the model as Infinity. */
export const featureLimit = 3.4e38;

/** The cells of the rows, as a chain begins with them. */
export function* cellsOf(feature: Pick<FittedFeature, "type">, source: CellSource, rows: Uint32Array): Pieces<Cells> {
  if (cellKind(feature) === "number") {
    return { state: "number", values: yield* gatherNumbers(rows, source.number) };
  }
  const { codeAt, values } = yield* within(source.readCategories(), 0, 0.5);
  return { state: "category", codes: yield* within(gatherIndices(rows, codeAt), 0.5, 1), values };
}

/** An operation that does not end the chain. */
export type InnerOp = NumberOp | CategoryOp | CategoryToNumber;

/** The operations that end a chain, and how many numbers there are then, is told by `opWidth`. */
export function isInner(op: FittedOp): op is InnerOp {
  switch (op.kind) {
    case "impute":
    case "scale":
    case "clip":
    case "power":
    case "bin":
    case "imputeCategory":
    case "ordinal":
      return true;
    case "binOneHot":
    case "dateParts":
    case "oneHot":
    case "hash":
    case "tokens":
    case "pixels":
      return false;
    default:
      return assertNever(op);
  }
}

/**
 * The cells after `op`, in the array they came in where numbers stay numbers and categories categories. An operation that
 * does not suit the cells leaves them as they are; none is fitted so.
 */
export function* advance(op: InnerOp, cells: Cells): Pieces<Cells> {
  const carry = operation(op);
  const count = cellCount(cells);
  if (cells.state === "category" && op.kind === "ordinal") {
    const ordinals = new Float64Array(count);
    yield* inBlocks(count, (from, to) => {
      const after = carry(someCells(cells, from, to));
      if (after.state === "number") ordinals.set(after.values, from);
    });
    return { state: "number", values: ordinals };
  }
  let after = carry(someCells(cells, 0, 0));
  yield* inBlocks(count, (from, to) => {
    after = carry(someCells(cells, from, to));
  });
  return after.state === "category" && cells.state === "category" ? { ...cells, values: after.values } : cells;
}

export const cellCount = (cells: Cells): number =>
  cells.state === "number" ? cells.values.length : cells.codes.length;

const someCells = (cells: Cells, from: number, to: number): Cells =>
  cells.state === "number"
    ? { state: "number", values: cells.values.subarray(from, to) }
    : { ...cells, codes: cells.codes.subarray(from, to) };

/** What follows from a column's categories, looked up once: its reader gives the same list each time. */
function lookedUp<T>(make: (values: readonly string[]) => T): (values: readonly string[]) => T {
  let last: { readonly of: readonly string[]; readonly found: T } | null = null;
  return (values) => {
    if (last?.of !== values) last = { of: values, found: make(values) };
    return last.found;
  };
}

/** `op` for one block of cells after the other: it may write over them, and over what it gave back for the block before. */
export function operation(op: InnerOp): (cells: Cells) => Cells {
  switch (op.kind) {
    case "imputeCategory": {
      const known = lookedUp((values) => {
        const place = values.indexOf(op.value);
        return place < 0 ? { at: values.length, all: [...values, op.value] } : { at: place, all: values };
      });
      return (cells) => {
        if (cells.state === "number") return cells;
        const { at, all } = known(cells.values);
        const { codes } = cells;
        for (let i = 0; i < codes.length; i++) if ((codes[i] as number) < 0) codes[i] = at;
        return { state: "category", codes, values: all };
      };
    }
    case "ordinal": {
      const placesIn = lookedUp((values) => placesOf(values, op.values, -1));
      let room = new Float64Array(0);
      return (cells) => {
        if (cells.state === "number") return cells;
        const places = placesIn(cells.values);
        const { codes } = cells;
        if (room.length < codes.length) room = new Float64Array(codes.length);
        for (let i = 0; i < codes.length; i++) {
          const code = codes[i] as number;
          room[i] = code < 0 ? -1 : (places[code] as number);
        }
        return { state: "number", values: room.subarray(0, codes.length) };
      };
    }
    case "impute":
    case "scale":
    case "clip":
    case "power":
    case "bin": {
      const change = numberFunction(op);
      return (cells) => {
        if (cells.state === "number")
          for (let i = 0; i < cells.values.length; i++) cells.values[i] = change(cells.values[i] as number);
        return cells;
      };
    }
    default:
      return assertNever(op);
  }
}

/** For each of `values` its place in `wanted`, or `unknown`. */
export function placesOf(values: readonly string[], wanted: readonly string[], unknown: number): Int32Array {
  const index = new Map(wanted.map((value, i) => [value, i]));
  return Int32Array.from(values, (value) => index.get(value) ?? unknown);
}

/** What an operation does to one number; NaN (missing) goes through all but `impute`. */
export function numberFunction(op: NumberOp): (x: number) => number {
  switch (op.kind) {
    case "impute": {
      const { value } = op;
      return (x) => (Number.isNaN(x) ? value : x);
    }
    case "scale": {
      const { offset, scale } = op;
      return (x) => (x - offset) / scale;
    }
    case "clip": {
      const { low, high } = op;
      return (x) => Math.min(Math.max(x, low), high);
    }
    case "power":
      return powerFunction(op.method, op.lambda);
    case "bin": {
      const { edges } = op;
      return (x) => (Number.isNaN(x) ? x : binOf(x, edges));
    }
    default:
      return assertNever(op);
  }
}

/** The number of inner edges that x is not below (numpy's searchsorted, side "right"). */
export function binOf(x: number, edges: readonly number[]): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x >= (edges[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Below the domain of a method (ln of a negative number) the result is NaN, which counts as a missing number. */
function powerFunction(method: (NumberOp & { kind: "power" })["method"], lambda: number): (x: number) => number {
  switch (method) {
    case "log1p":
      return Math.log1p;
    case "squareRoot":
      return Math.sqrt;
    case "boxCox":
      return (x) => (lambda === 0 ? Math.log(x) : Math.expm1(lambda * Math.log(x)) / lambda);
    case "yeoJohnson":
      // Yeo & Johnson (2000), in scikit-learn's form.
      return (x) => {
        if (x >= 0) return lambda === 0 ? Math.log1p(x) : Math.expm1(lambda * Math.log1p(x)) / lambda;
        return lambda === 2 ? -Math.log1p(-x) : -Math.expm1((2 - lambda) * Math.log1p(-x)) / (2 - lambda);
      };
    default:
      return assertNever(method);
  }
}

/** Where a block of numbers is written: row i of `x` begins at i · stride, the block at `place` in it. */
export interface Block {
  readonly x: Float32Array;
  readonly stride: number;
  readonly place: number;
}

/** Writes 1 where a cell is missing. `x` is zeroed. */
export function writeMissing(cells: Cells, { x, stride, place }: Block): void {
  if (cells.state === "number") {
    for (let i = 0; i < cells.values.length; i++) if (Number.isNaN(cells.values[i])) x[i * stride + place] = 1;
  } else for (let i = 0; i < cells.codes.length; i++) if ((cells.codes[i] as number) < 0) x[i * stride + place] = 1;
}

/** Writes the numbers of an operation that ends a chain, for any number of blocks. `x` is zeroed. */
export function ending(op: Exclude<FittedOp, InnerOp>): (cells: Cells, to: Block) => void {
  switch (op.kind) {
    case "binOneHot":
      return (cells, { x, stride, place }) => {
        if (cells.state !== "number") return;
        for (let i = 0; i < cells.values.length; i++) {
          const value = cells.values[i] as number;
          if (!Number.isNaN(value)) x[i * stride + place + binOf(value, op.edges)] = 1;
        }
      };
    case "dateParts":
      return (cells, { x, stride, place }) => {
        if (cells.state !== "number") return;
        for (let i = 0; i < cells.values.length; i++) {
          const value = cells.values[i] as number;
          if (Number.isNaN(value)) continue;
          let at = i * stride + place;
          for (const part of op.parts) for (const number of datePart(part, value)) x[at++] = number;
        }
      };
    case "oneHot": {
      const placesIn = lookedUp((values) => placesOf(values, op.values, op.values.length));
      return (cells, { x, stride, place }) => {
        if (cells.state !== "category") return;
        const places = placesIn(cells.values);
        for (let i = 0; i < cells.codes.length; i++) {
          const code = cells.codes[i] as number;
          if (code >= 0) x[i * stride + place + (places[code] as number)] = 1;
        }
      };
    }
    case "hash": {
      const placesIn = lookedUp((values) => values.map((value) => hashPlace(value, op.buckets)));
      return (cells, { x, stride, place }) => {
        if (cells.state !== "category") return;
        const places = placesIn(cells.values);
        for (let i = 0; i < cells.codes.length; i++) {
          const code = cells.codes[i] as number;
          if (code < 0) continue;
          const { at, sign } = places[code] as { at: number; sign: number };
          x[i * stride + place + at] = sign;
        }
      };
    }
    case "tokens":
    case "pixels":
      // Texts and images are no columns of cells: `encode.ts` writes them.
      return () => undefined;
    default:
      return assertNever(op);
  }
}
