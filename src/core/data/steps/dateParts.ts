/**
 * @file dateParts: a date becomes its year, month, weekday … Parts that begin anew are put on a circle, where December
 * stands beside January; the others are scaled by the training part.
 */
import { flag } from "../../params/fields.ts";
import { inBlocks, type Pieces, within } from "../../pieces.ts";
import { fitScaling } from "../columnStatistics.ts";
import { periods, readDatePart } from "../dateParts.ts";
import { dateParts as allParts, type DatePart, type FittedDatePart } from "../recipe.ts";
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
  *fit({ column, cells, params }) {
    if (cells.state !== "number") return unchanged();
    const present = yield* within(presentNumbers(cells.values), 0, 0.2);
    if (present.length === 0) return emptyColumn(column);
    const wanted = allParts.filter((part) => params[part]);
    const parts: FittedDatePart[] = [];
    for (const [i, part] of wanted.entries()) {
      if (params.cyclic && periods[part] !== null) {
        parts.push({ part, cyclic: true });
        continue;
      }
      const [from, to] = [0.2 + (0.8 * i) / wanted.length, 0.2 + (0.8 * (i + 1)) / wanted.length];
      const numbers = yield* within(partNumbers(part, present), from, (from + to) / 2);
      const { offset, scale } = yield* within(fitScaling(numbers, "standard"), (from + to) / 2, to);
      parts.push({ part, cyclic: false, offset, scale });
    }
    return { ops: [{ kind: "dateParts", parts }], issues: [] };
  },
});

function* partNumbers(part: DatePart, dates: Float64Array): Pieces<Float64Array> {
  const numbers = new Float64Array(dates.length);
  yield* inBlocks(dates.length, (from, to) => {
    for (let i = from; i < to; i++) numbers[i] = readDatePart(part, dates[i] as number);
  });
  return numbers;
}
