/**
 * @file The fitted recipe as formulas a person can check by hand, operation by operation. Pure; numbers and words are
 * written by the caller.
 */

import {
  type DatePart,
  type FittedDatePart,
  type FittedFeature,
  type FittedOp,
  type FittedTarget,
  hasIndicator,
  outputsOf,
} from "../../core/data/recipe.ts";
import { assertNever } from "../../core/fault.ts";
import { shorten } from "./shorten.ts";

/** How numbers become text; dates are ms since 1970, UTC. */
export interface RecipeFormat {
  readonly number: (value: number) => string;
  readonly date: (ms: number) => string;
  /** A length of time in ms. */
  readonly span: (ms: number) => string;
  readonly words: RecipeWords;
}

/** The words between the numbers, in the language shown. */
export interface RecipeWords {
  readonly missing: (value: string) => string;
  readonly indicator: string;
  readonly clip: (low: string, high: string) => string;
  readonly bin: (edges: string) => string;
  readonly binOneHot: (edges: string) => string;
  readonly ordinal: string;
  readonly unseenOrdinal: string;
  readonly oneHot: string;
  readonly unseen: string;
  readonly hash: (places: string) => string;
  readonly tokens: (length: string, vocabulary: string) => string;
  readonly pixels: (height: string, width: string, channels: string) => string;
  readonly part: Readonly<Record<DatePart, string>>;
  readonly circle: (part: string) => string;
  readonly more: (count: string) => string;
  readonly asIs: string;
}

/** One operation. `values`: names of the user's, to be set apart from words. */
export interface OpLine {
  readonly text: string;
  readonly values?: readonly string[];
  /** Stands behind the values. */
  readonly rest?: string;
}

/** Categories and edges written out in one line; the rest is counted. */
const shownValues = 8;
const shownEdges = 5;
const nameLength = 24;

/** What happens to a cell, in order; at least one line. */
export function recipeLines(feature: FittedFeature, format: RecipeFormat): readonly OpLine[] {
  const lines: OpLine[] = [];
  // Only the cell itself is a date: once scaled it is a number.
  let isDate = feature.type === "date";
  for (const op of feature.ops) {
    lines.push(opLine(op, isDate, format));
    if (op.kind !== "impute") isDate = false;
  }
  if (feature.ops.some(hasIndicator)) lines.push({ text: format.words.indicator });
  return lines.length === 0 ? [{ text: format.words.asIs }] : lines;
}

function opLine(op: FittedOp, isDate: boolean, format: RecipeFormat): OpLine {
  const { number, words } = format;
  switch (op.kind) {
    case "impute":
      return { text: words.missing(isDate ? format.date(op.value) : number(op.value)) };
    case "imputeCategory":
      return { text: words.missing(shorten(op.value, nameLength)) };
    case "scale":
      return { text: isDate ? dateFormula(op, format) : numberFormula(op, "x", format) };
    case "clip":
      return { text: words.clip(number(op.low), number(op.high)) };
    case "power":
      return { text: powerFormula(op, number) };
    case "bin":
      return { text: words.bin(edgeList(op.edges, format)) };
    case "binOneHot":
      return { text: words.binOneHot(edgeList(op.edges, format)) };
    case "dateParts":
      return { text: op.parts.map((part) => partFormula(part, format)).join(", ") };
    case "ordinal":
      return {
        text: words.ordinal,
        ...valueList(op.values, format),
        rest: restOf(op.values, words.unseenOrdinal, format),
      };
    case "oneHot":
      return { text: words.oneHot, ...valueList(op.values, format), rest: restOf(op.values, words.unseen, format) };
    case "hash":
      return { text: words.hash(number(op.buckets)) };
    case "tokens":
      return { text: words.tokens(number(op.length), number(op.vocabulary.length)) };
    case "pixels":
      return { text: words.pixels(number(op.height), number(op.width), number(op.channels)) };
    default:
      return assertNever(op);
  }
}

const valueList = (values: readonly string[], _format: RecipeFormat) => ({
  values: values.slice(0, shownValues).map((value) => shorten(value, nameLength)),
});

const restOf = (values: readonly string[], unseen: string, { words, number }: RecipeFormat): string =>
  values.length > shownValues ? `${words.more(number(values.length - shownValues))}, ${unseen}` : unseen;

function edgeList(edges: readonly number[], { number, words }: RecipeFormat): string {
  const shown = edges.slice(0, shownEdges).map(number);
  if (edges.length > shownEdges) shown.push(words.more(number(edges.length - shownEdges)));
  return shown.join("; ");
}

interface Scaled {
  readonly offset: number;
  readonly scale: number;
}

/** (x − offset) / scale, without the parts that do nothing. */
function formulaOf(
  variable: string,
  shift: { readonly sign: "−" | "+"; readonly by: string } | null,
  scale: string | null,
) {
  const shifted = shift === null ? variable : `${variable} ${shift.sign} ${shift.by}`;
  if (scale === null) return shifted;
  return shift === null ? `${variable} / ${scale}` : `(${shifted}) / ${scale}`;
}

function numberFormula({ offset, scale }: Scaled, variable: string, { number }: RecipeFormat): string {
  const shift =
    offset === 0 ? null : { sign: offset < 0 ? ("+" as const) : ("−" as const), by: number(Math.abs(offset)) };
  return formulaOf(variable, shift, scale === 1 ? null : number(scale));
}

/** A date before 1970 has a negative offset; it is written as the date it is. */
function dateFormula({ offset, scale }: Scaled, { date, span }: RecipeFormat): string {
  const untouched = offset === 0 && scale === 1;
  return formulaOf("x", untouched ? null : { sign: "−", by: date(offset) }, scale === 1 ? null : span(scale));
}

function partFormula(fitted: FittedDatePart, format: RecipeFormat): string {
  const name = format.words.part[fitted.part];
  return fitted.cyclic ? format.words.circle(name) : numberFormula(fitted, name, format);
}

/** Yeo-Johnson treats numbers below 0 apart, with the exponent 2 − λ: the name says which formula it is. */
function powerFormula(op: FittedOp & { kind: "power" }, number: (value: number) => string): string {
  const lambda = `λ ${number(op.lambda)}`;
  switch (op.method) {
    case "log1p":
      return "ln(1 + x)";
    case "squareRoot":
      return "√x";
    case "boxCox":
      return op.lambda === 0 ? "ln(x)" : `(x^λ − 1) / λ, ${lambda}`;
    case "yeoJohnson":
      return `Yeo-Johnson, ${lambda}`;
    default:
      return assertNever(op.method);
  }
}

/** What is done to a regression's targets; empty for classes. */
export function targetLines(target: FittedTarget, format: RecipeFormat): readonly { column: string; text: string }[] {
  return outputsOf(target).map(({ column, offset, scale }) => ({
    column,
    text: offset === 0 && scale === 1 ? format.words.asIs : numberFormula({ offset, scale }, "y", format),
  }));
}
