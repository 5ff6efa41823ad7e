/**
 * @file The fitted recipe as lines a person can check by hand: what stands for a missing cell, then what happens to the
 * value. Pure; numbers are written by the caller's formatter, words by its translator.
 */
import type { FittedFeature, FittedTarget } from "../../core/data/recipe.ts";
import type { RecipeConfig } from "../../core/data/types.ts";

/** How numbers become text; dates are ms since 1970, UTC. */
export interface RecipeFormat {
  readonly number: (value: number) => string;
  readonly date: (ms: number) => string;
  /** A length of time in ms. */
  readonly span: (ms: number) => string;
}

export type RecipeLine =
  | {
      readonly kind: "number";
      readonly column: string;
      readonly impute: { readonly by: RecipeConfig["imputeNumber"]; readonly value: string };
      /** e.g. "(x − 43.9) / 5.4"; "x" where the value stays as it is. */
      readonly formula: string;
    }
  | {
      readonly kind: "oneHot";
      readonly column: string;
      /** The value that stands for a missing cell. */
      readonly impute: string;
      readonly values: readonly string[];
      /** Values that are not listed in `values`. */
      readonly more: number;
    };

/** Categories written out in one line; the rest is counted. */
const shownValues = 8;

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

interface Scaled {
  readonly offset: number;
  readonly scale: number;
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

/** One feature's line. */
export function recipeLine(feature: FittedFeature, by: RecipeConfig["imputeNumber"], format: RecipeFormat): RecipeLine {
  const { column } = feature;
  if (feature.kind === "oneHot") {
    const { values, impute } = feature;
    return {
      kind: "oneHot",
      column,
      impute: values[impute] ?? "",
      values: values.slice(0, shownValues),
      more: Math.max(0, values.length - shownValues),
    };
  }
  const isDate = feature.type === "date";
  const formula = isDate ? dateFormula(feature, format) : numberFormula(feature, "x", format);
  return {
    kind: "number",
    column,
    impute: { by, value: (isDate ? format.date : format.number)(feature.impute) },
    formula,
  };
}

/** What is done to a regression target; null where it stays as it is, and for classes. */
export function targetFormula(target: FittedTarget, format: RecipeFormat): string | null {
  if (target.kind === "classes" || (target.offset === 0 && target.scale === 1)) return null;
  return numberFormula(target, "y", format);
}
