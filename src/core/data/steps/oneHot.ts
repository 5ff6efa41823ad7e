/**
 * @file oneHot: a place for each category of the training part, 1 at the cell's own, and a last place for categories it
 * did not hold, or held too seldom.
 */
import { int } from "../../params/fields.ts";
import { compareCodePoints } from "../cellSource.ts";
import { categoryCounts, columnStep, emptyColumn, unchanged } from "./define.ts";

export const oneHot = columnStep({
  group: "categories",
  fields: {
    /** The most frequent categories stay; the others share the place of unseen ones. */
    maxCategories: int({ default: 200, min: 1, max: 10_000, advanced: true }),
    /** So do categories of fewer training rows. */
    minRows: int({ default: 1, min: 1, max: 1_000_000, advanced: true }),
  },
  takes: (state) => state === "category",
  *fit({ column, cells, params }) {
    if (cells.state !== "category") return unchanged();
    const counts = yield* categoryCounts(cells);
    const present = [...counts.keys()].filter((code) => (counts[code] as number) > 0);
    if (present.length === 0) return emptyColumn(column);
    const name = (code: number) => cells.values[code] as string;
    present.sort((a, b) => (counts[b] as number) - (counts[a] as number) || compareCodePoints(name(a), name(b)));
    const frequent = present.filter((code) => (counts[code] as number) >= params.minRows);
    const values = frequent.slice(0, params.maxCategories).map(name).sort(compareCodePoints);
    const op = { kind: "oneHot", values } as const;
    const at = { column };
    if (frequent.length > params.maxCategories) {
      const context = { column, kept: params.maxCategories, total: present.length };
      return { ops: [op], issues: [{ code: "categoriesCapped", severity: "warning", at, context }] };
    }
    if (present.length > 1) return { ops: [op], issues: [] };
    return { ops: [op], issues: [{ code: "columnConstantInTraining", severity: "notice", at, context: { column } }] };
  },
});
