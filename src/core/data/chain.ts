/**
 * @file Carries out a feature's chain of operations on a column of cells, one operation over all rows at a time:
 * fitting advances the training part with it, encoding ends in the numbers a model takes. What the operations are is
 * `recipe.ts`; sources of the formulas stand with the steps that fit them.
 */
import { assertNever } from "../fault.ts";
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
export function cellsOf(feature: Pick<FittedFeature, "type">, source: CellSource, rows: Uint32Array): Cells {
  if (cellKind(feature) === "number") return { state: "number", values: gatherNumbers(rows, source.number) };
  const { categories } = source;
  return { state: "category", codes: gatherIndices(rows, categories.codeAt), values: categories.values };
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

/** The cells after `op`. An operation that does not suit the cells leaves them as they are; none is fitted so. */
export function advance(op: InnerOp, cells: Cells): Cells {
  if (cells.state === "number") {
    if (op.kind === "imputeCategory" || op.kind === "ordinal") return cells;
    return { state: "number", values: cells.values.map(numberFunction(op)) };
  }
  const { codes, values } = cells;
  switch (op.kind) {
    case "imputeCategory": {
      const known = values.indexOf(op.value);
      const at = known < 0 ? values.length : known;
      const all = known < 0 ? [...values, op.value] : values;
      return { state: "category", codes: codes.map((code) => (code < 0 ? at : code)), values: all };
    }
    case "ordinal": {
      const places = placesOf(values, op.values, -1);
      const ordinals = new Float64Array(codes.length).fill(-1);
      for (let i = 0; i < codes.length; i++) {
        const code = codes[i] as number;
        if (code >= 0) ordinals[i] = places[code] as number;
      }
      return { state: "number", values: ordinals };
    }
    default:
      return cells;
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

/** 1 where a cell is missing. */
export function missingFlags(cells: Cells): Uint8Array {
  const list = cells.state === "number" ? cells.values : cells.codes;
  const flags = new Uint8Array(list.length);
  const isNumber = cells.state === "number";
  for (let i = 0; i < list.length; i++) {
    const cell = list[i] as number;
    if (isNumber ? Number.isNaN(cell) : cell < 0) flags[i] = 1;
  }
  return flags;
}

/** Where a block of numbers is written: row i of `x` begins at i · stride, the block at `place` in it. */
export interface Block {
  readonly x: Float32Array;
  readonly stride: number;
  readonly place: number;
}

/** Writes the numbers of an operation that ends a chain. `x` is zeroed. */
export function writeEnd(op: Exclude<FittedOp, InnerOp>, cells: Cells, { x, stride, place }: Block): void {
  switch (op.kind) {
    case "binOneHot":
      if (cells.state !== "number") return;
      for (const [i, value] of cells.values.entries())
        if (!Number.isNaN(value)) x[i * stride + place + binOf(value, op.edges)] = 1;
      return;
    case "dateParts":
      if (cells.state !== "number") return;
      for (const [i, value] of cells.values.entries()) {
        if (Number.isNaN(value)) continue;
        let at = i * stride + place;
        for (const part of op.parts) for (const number of datePart(part, value)) x[at++] = number;
      }
      return;
    case "oneHot": {
      if (cells.state !== "category") return;
      const places = placesOf(cells.values, op.values, op.values.length);
      for (const [i, code] of cells.codes.entries())
        if (code >= 0) x[i * stride + place + (places[code] as number)] = 1;
      return;
    }
    case "hash": {
      if (cells.state !== "category") return;
      const places = cells.values.map((value) => hashPlace(value, op.buckets));
      for (const [i, code] of cells.codes.entries()) {
        if (code < 0) continue;
        const { at, sign } = places[code] as { at: number; sign: number };
        x[i * stride + place + at] = sign;
      }
      return;
    }
    case "tokens":
    case "pixels":
      // Texts and images are no columns of cells: `encode.ts` writes them.
      return;
    default:
      assertNever(op);
  }
}
