/** @file What encoding replaced, and why a table cannot be predicted: told beside the predictions. */
import { assertNever } from "../fault.ts";
import type { Issue } from "../issue.ts";
import type { CellSource } from "./cellSource.ts";
import { keyIndexer } from "./cellSource.ts";
import { featureLimit } from "./chain.ts";
import type { Sources } from "./encode.ts";
import { cellKind, type FittedFeature, knownValues, outputsOf, type Recipe } from "./recipe.ts";

/**
 * What encoding replaced: a column the recipe wants and the table lacks, cells that are missing, cells that cannot be
 * read, categories that training never saw; one issue a column and kind, with how many rows and an example.
 */
export function encodeIssues(recipe: Recipe, sources: Sources, rows: Uint32Array, columns: readonly string[]): Issue[] {
  const issues = recipe.features.flatMap((feature) => featureIssues(feature, sources(feature.column), rows));
  const placed = recipe.window === null ? [] : [recipe.window.time, recipe.window.group];
  const known = new Set([
    ...recipe.features.map(({ column }) => column),
    recipe.target.column,
    ...outputsOf(recipe.target).map(({ column }) => column),
    ...placed,
  ]);
  const extra = columns.filter((column) => !known.has(column));
  if (extra.length > 0) {
    const context = { columns: extra.slice(0, 5).join(", "), count: extra.length };
    issues.push({ code: "predictColumnsExtra", severity: "notice", at: {}, context });
  }
  return issues;
}

/**
 * Why a table cannot be predicted at all, or null: it has none of the columns the recipe wants. A column of names of images
 * is none of images.
 */
export function noKnownColumn(recipe: Recipe, columns: readonly string[]): Issue | null {
  const wanted = recipe.features.map(({ column }) => column);
  const known = new Set(columns);
  if (recipe.features.some((feature) => cellKind(feature) !== "image" && known.has(feature.column))) return null;
  return {
    code: "predictNoColumn",
    severity: "error",
    at: {},
    context: { columns: wanted.slice(0, 5).join(", "), count: wanted.length },
  };
}

function featureIssues(feature: FittedFeature, source: CellSource | undefined, rows: Uint32Array): Issue[] {
  const { column } = feature;
  if (!source) return [{ code: "predictColumnMissing", severity: "warning", at: { column }, context: { column } }];
  const found = new Map<CellState, { first: number; count: number }>();
  const stateOf = cellState(feature, source);
  for (const row of rows) {
    const state = stateOf(row);
    const seen = found.get(state);
    if (seen) seen.count++;
    else found.set(state, { first: row, count: 1 });
  }
  return [...found].flatMap(([state, { first, count }]): Issue[] => {
    const at = { column, row: first + 1 };
    const text = source.text(first) ?? "";
    switch (state) {
      case "used":
        return [];
      case "missing":
        return [{ code: "predictMissing", severity: "warning", at, context: { column, count } }];
      case "unreadable":
        return [{ code: "predictUnreadable", severity: "warning", at, context: { column, text, count } }];
      case "unseen":
        return [{ code: "predictUnseen", severity: "warning", at, context: { column, text, count } }];
      default:
        return assertNever(state);
    }
  });
}

type CellState = "used" | "missing" | "unreadable" | "unseen";

function cellState(feature: FittedFeature, source: CellSource): (row: number) => CellState {
  const notUsed = (row: number) => (source.text(row) === null ? "missing" : "unreadable");
  const kind = cellKind(feature);
  switch (kind) {
    case "category": {
      const known = knownValues(feature);
      // A hash takes any category.
      const indexOf = keyIndexer(source.categories, known, known.length);
      return (row) => {
        const index = indexOf(row);
        return index < 0 ? notUsed(row) : index < known.length || known.length === 0 ? "used" : "unseen";
      };
    }
    case "number":
      return (row) => (Math.abs(source.number(row)) < featureLimit ? "used" : notUsed(row));
    case "text":
      return (row) => (source.text(row) === null ? "missing" : "used");
    case "image":
      // A name without its image is no image; one that was handed over need not have a name.
      return (row) => ((source.pixels?.(row).length ?? 0) > 0 ? "used" : notUsed(row));
    default:
      return assertNever(kind);
  }
}
