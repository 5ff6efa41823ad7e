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

const dayMs = 86_400_000;

interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly dayOfYear: number;
}

/** The day of the proleptic Gregorian calendar, counted from 1970-01-01 (Hinnant, "chrono-compatible low-level date algorithms"). */
function calendarDay(days: number): CalendarDay {
  // Years begin in March here, so that the leap day is the last of one; an era is 400 years.
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const fromMarch = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const place = Math.floor((5 * fromMarch + 2) / 153);
  const day = fromMarch - Math.floor((153 * place + 2) / 5) + 1;
  const month = place < 10 ? place + 3 : place - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 1 : 0;
  // January and February are the last 306 days on of a year that begins in March.
  const dayOfYear = month <= 2 ? fromMarch - 305 : fromMarch + 60 + leap;
  return { year, month, day, dayOfYear };
}

/** month 1–12, day 1–31, weekday 0 (Monday)–6 and dayofyear 1–366 as pandas; `ms` since 1970, UTC. */
export function readDatePart(part: DatePart, ms: number): number {
  const days = Math.floor(ms / dayMs);
  const inDay = ms - days * dayMs;
  switch (part) {
    case "year":
    case "month":
    case "day":
    case "dayOfYear":
      return calendarDay(days)[part];
    case "weekday":
      // The first day of 1970 was a Thursday.
      return (((days + 3) % 7) + 7) % 7;
    case "hour":
      return Math.floor(inDay / 3_600_000);
    case "minute":
      return Math.floor((inDay % 3_600_000) / 60_000);
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
