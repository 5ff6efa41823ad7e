/**
 * @file oneHot: a place for each category of the training part, 1 at the cell's own, and a last place for categories it
 * did not hold.
 */
import { int } from "../../params/fields.ts";
import { compareCodePoints } from "../cellSource.ts";
import { columnStep } from "./define.ts";

export const oneHot = columnStep({
  /** The most frequent categories stay; the others share the place of unseen ones. */
  fields: { maxCategories: int({ default: 200, min: 1, max: 10_000, advanced: true }) },
  takes: (state) => state === "category",
  fit: ({ column, cells, params }) => {
    if (cells.state !== "category") return { ops: [], issues: [] };
    const counts = new Uint32Array(cells.values.length);
    for (const code of cells.codes) if (code >= 0) counts[code] = (counts[code] as number) + 1;
    const present = [...counts.keys()].filter((code) => (counts[code] as number) > 0);
    const name = (code: number) => cells.values[code] as string;
    present.sort((a, b) => (counts[b] as number) - (counts[a] as number) || compareCodePoints(name(a), name(b)));
    const at = { column };
    if (present.length === 0) {
      return { ops: null, issues: [{ code: "columnEmptyInTraining", severity: "warning", at, context: { column } }] };
    }
    const values = present.slice(0, params.maxCategories).map(name).sort(compareCodePoints);
    const op = { kind: "oneHot", values } as const;
    if (present.length > params.maxCategories) {
      const context = { column, kept: params.maxCategories, total: present.length };
      return { ops: [op], issues: [{ code: "categoriesCapped", severity: "warning", at, context }] };
    }
    if (present.length > 1) return { ops: [op], issues: [] };
    return { ops: [op], issues: [{ code: "columnConstantInTraining", severity: "notice", at, context: { column } }] };
  },
});
