/**
 * @file dateParts: a date becomes its year, month, weekday … Parts that begin anew are put on a circle, where December
 * stands beside January; the others are scaled by the training part.
 */
import { flag } from "../../params/fields.ts";
import { fitScaling } from "../columnStatistics.ts";
import { periods, readDatePart } from "../dateParts.ts";
import { dateParts as allParts, type FittedDatePart } from "../recipe.ts";
import { columnStep, emptyColumn, presentNumbers, unchanged } from "./define.ts";

export const dateParts = columnStep({
  group: "dates",
  fields: {
    year: flag({ default: true }),
    month: flag({ default: true }),
    day: flag({ default: false }),
    weekday: flag({ default: true }),
    dayOfYear: flag({ default: false }),
    hour: flag({ default: false }),
    minute: flag({ default: false }),
    cyclic: flag({ default: true }),
  },
  check: (params) =>
    allParts.some((part) => params[part]) ? null : { code: "datePartsNone", severity: "error", at: {}, context: {} },
  takes: (state, type) => state === "number" && type === "date",
  fit: ({ column, cells, params }) => {
    if (cells.state !== "number") return unchanged();
    const present = presentNumbers(cells.values);
    if (present.length === 0) return emptyColumn(column);
    const parts = allParts
      .filter((part) => params[part])
      .map((part): FittedDatePart => {
        if (params.cyclic && periods[part] !== null) return { part, cyclic: true };
        const { offset, scale } = fitScaling(
          present.map((ms) => readDatePart(part, ms)),
          "standard",
        );
        return { part, cyclic: false, offset, scale };
      });
    return { ops: [{ kind: "dateParts", parts }], issues: [] };
  },
});
