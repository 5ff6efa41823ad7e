/** @file ordinal: a category becomes its place among those of the training part, as OrdinalEncoder; −1 for any other. */
import { choice } from "../../params/fields.ts";
import { compareCodePoints } from "../cellSource.ts";
import { categoryCounts, columnStep, emptyColumn, unchanged } from "./define.ts";

export const ordinal = columnStep({
  group: "categories",
  fields: { order: choice(["name", "frequency"], { default: "name" }) },
  takes: (state) => state === "category",
  *fit({ column, cells, params }) {
    if (cells.state !== "category") return unchanged();
    const counts = yield* categoryCounts(cells);
    const present = [...counts.keys()].filter((code) => (counts[code] as number) > 0);
    if (present.length === 0) return emptyColumn(column);
    const byFrequency = (a: number, b: number) =>
      params.order === "frequency" ? (counts[b] as number) - (counts[a] as number) : 0;
    const name = (code: number) => cells.values[code] as string;
    present.sort((a, b) => byFrequency(a, b) || compareCodePoints(name(a), name(b)));
    return { ops: [{ kind: "ordinal", values: present.map(name) }], issues: [] };
  },
});
