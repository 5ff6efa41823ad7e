/**
 * @file What the form of "Try it" holds: a field a feature, filled with the values that the recipe puts in for missing
 * cells, which together are a typical row. Texts are written as the table's own format reads them.
 */
import { type FittedFeature, knownValues, missingValue, type Recipe } from "../../core/data/recipe.ts";
import type { RawRow } from "../../state/predict.ts";

/** What a field says; `other` is a text typed instead of a known value. */
export type FieldValue =
  | { readonly kind: "missing" }
  | { readonly kind: "known"; readonly value: string }
  | { readonly kind: "text"; readonly text: string };

export type FormValues = ReadonlyMap<string, FieldValue>;

/** Ten significant digits: enough to be the typical value, short enough to be read. */
function numberText(value: number, decimal: Recipe["decimal"]): string {
  const text = String(Number(value.toPrecision(10)));
  return decimal === "," ? text.replace(".", ",") : text;
}

/** The day, with the time only where there is one. */
function dateText(ms: number): string {
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return "";
  const iso = new Date(ms).toISOString();
  return iso.endsWith("T00:00:00.000Z") ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

function typicalValue(feature: FittedFeature, decimal: Recipe["decimal"]): FieldValue {
  const value = missingValue(feature);
  if (typeof value === "number") {
    return { kind: "text", text: feature.type === "date" ? dateText(value) : numberText(value, decimal) };
  }
  const known = value ?? knownValues(feature)[0];
  return known === undefined ? { kind: "missing" } : { kind: "known", value: known };
}

/** A typical row of the training part. */
export const typicalRow = ({ features, decimal }: Pick<Recipe, "features" | "decimal">): FormValues =>
  new Map(features.map((feature) => [feature.column, typicalValue(feature, decimal)]));

function rawValue(value: FieldValue | undefined): string | null {
  if (value === undefined || value.kind === "missing") return null;
  const text = value.kind === "known" ? value.value : value.text;
  return text.trim() === "" ? null : text;
}

/** The row as it is asked; columns may be called anything, `__proto__` included. */
export const rawRow = (features: readonly FittedFeature[], values: FormValues): RawRow =>
  Object.fromEntries(features.map(({ column }) => [column, rawValue(values.get(column))]));
