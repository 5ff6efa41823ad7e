/** @file The parts of a date that repeat or grow, as numbers: all in UTC, as cells are read. */
import { assertNever } from "../fault.ts";
import type { DatePart, FittedDatePart } from "./recipe.ts";

/** How long a part takes until it begins anew, and its first value; null: it never does. */
export const periods: Readonly<Record<DatePart, number | null>> = {
  year: null,
  month: 12,
  day: 31,
  weekday: 7,
  dayOfYear: 366,
  hour: 24,
  minute: 60,
};

/** month 1–12, day 1–31, weekday 0 (Monday)–6 and dayofyear 1–366 as pandas; `ms` since 1970, UTC. */
export function readDatePart(part: DatePart, ms: number): number {
  const date = new Date(ms);
  switch (part) {
    case "year":
      return date.getUTCFullYear();
    case "month":
      return date.getUTCMonth() + 1;
    case "day":
      return date.getUTCDate();
    case "weekday":
      return (date.getUTCDay() + 6) % 7;
    case "dayOfYear":
      return Math.floor((ms - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
    case "hour":
      return date.getUTCHours();
    case "minute":
      return date.getUTCMinutes();
    default:
      return assertNever(part);
  }
}

/** One number, or sine and cosine. */
export function datePart(fitted: FittedDatePart, ms: number): readonly number[] {
  const value = readDatePart(fitted.part, ms);
  if (!fitted.cyclic) return [(value - fitted.offset) / fitted.scale];
  const angle = (2 * Math.PI * value) / (periods[fitted.part] ?? 1);
  return [Math.sin(angle), Math.cos(angle)];
}
