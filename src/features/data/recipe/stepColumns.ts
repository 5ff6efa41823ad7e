/** @file Which columns of a table a step can be put on. Pure. */

import { cellKind, entersModel } from "../../../core/data/recipe.ts";
import type { StepSpec } from "../../../core/data/steps/define.ts";
import { type StepKind, steps } from "../../../core/data/steps/index.ts";
import type { ColumnSummary } from "../../../core/data/types.ts";
import { assertNever } from "../../../core/fault.ts";

/** Names in the table's order. The target can be filtered by, but is not prepared. */
export function columnsFor(kind: StepKind, columns: readonly ColumnSummary[], target: string | null): string[] {
  const spec: StepSpec = steps[kind] as unknown as StepSpec;
  const suits = ({ name, type }: ColumnSummary): boolean => {
    switch (spec.scope) {
      case "rows":
        return type !== "image";
      case "features":
        return name !== target && entersModel(type);
      case "column": {
        if (name === target || !entersModel(type)) return false;
        const state = cellKind({ type }) === "number" ? "number" : "category";
        // Categories that an earlier step put in order are numbers by then.
        return spec.takes(state, type) || (state === "category" && spec.takes("number", "number"));
      }
      default:
        return assertNever(spec);
    }
  };
  return columns.filter(suits).map(({ name }) => name);
}

/** Columns shown at once; others are found by typing. */
export const shownColumns = 100;

/** Those whose name holds what was typed, whatever its case; the chosen ones first where nothing was. */
export function foundColumns(
  all: readonly string[],
  chosen: ReadonlySet<string>,
  query: string,
): { readonly shown: readonly string[]; readonly found: number } {
  const wanted = query.trim().toLocaleLowerCase();
  const matching = wanted === "" ? all : all.filter((name) => name.toLocaleLowerCase().includes(wanted));
  if (matching.length <= shownColumns) return { shown: matching, found: matching.length };
  const first = matching.filter((name) => chosen.has(name));
  const others = matching.filter((name) => !chosen.has(name));
  return { shown: [...first, ...others].slice(0, shownColumns), found: matching.length };
}
