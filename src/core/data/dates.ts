/**
 * @file Dates in cells, as milliseconds since 1970 in UTC. A time without a zone counts as UTC, so that the same file
 * gives the same numbers everywhere. Which of 01/02 is the day is not in the cell: the format says it.
 */

/** `order`: what the cell itself proves about day and month; "either" for 01/02/2020, "unneeded" for 2020-02-01. */
export interface DateReading {
  readonly value: number;
  readonly form: "yearFirst" | "yearLast" | "monthName";
  readonly order: "day" | "month" | "either" | "unneeded";
}

const time =
  "(?:[T ,]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?\\s*([ap]\\.?m\\.?)?\\s*(z|utc|gmt|[+-]\\d{2}:?(?:\\d{2})?)?)?";
const yearFirst = new RegExp(`^(\\d{4})([-/.])(\\d{1,2})(?:\\2(\\d{1,2})${time})?$`, "i");
const yearLast = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{2})${time}$`, "i");
const dayName = "(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? +)?";
const monthWord = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?";
const dayMonth = new RegExp(
  `^${dayName}(\\d{1,2})(?:st|nd|rd|th)?[ -]+${monthWord},?[ -]+(\\d{4}|\\d{2})${time}$`,
  "i",
);
const monthDay = new RegExp(`^${dayName}${monthWord} +(\\d{1,2})(?:st|nd|rd|th)?,? +(\\d{4})${time}$`, "i");
const chinese = new RegExp(`^(\\d{4})\\s*年\\s*(\\d{1,2})\\s*月\\s*(\\d{1,2})\\s*[日号]${time}$`, "i");
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Days since 1970-01-01 in the proleptic Gregorian calendar (Hinnant, "days from civil"), or NaN for no such day. */
function days(year: number, month: number, day: number): number {
  if (month < 1 || month > 12 || day < 1) return Number.NaN;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const length = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  if (day > length) return Number.NaN;
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719468;
}

/** Milliseconds into the day, zone taken off; `parts` are the six groups of `time`. */
function timeOfDay(parts: readonly (string | undefined)[]): number {
  const [hours, minutes, seconds = "0", fraction = "", half, zone] = parts;
  if (hours === undefined || minutes === undefined) return 0;
  let hour = Number(hours);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return Number.NaN;
    hour = (hour % 12) + (half.toLowerCase().startsWith("p") ? 12 : 0);
  }
  // 60 is a leap second, which counts as the next minute's first.
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 60) return Number.NaN;
  const local =
    ((hour * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Math.floor(Number(`0.${fraction}0`) * 1000);
  if (zone === undefined || /^[a-z]/i.test(zone)) return local;
  const digits = zone.slice(1).replace(":", "").padEnd(4, "0");
  const offset = (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60000;
  return zone.startsWith("-") ? local + offset : local - offset;
}

/** Two digits of a year: 70 to 99 are of the last century, as in POSIX and Excel's neighbours. */
const fullYear = (text: string): number =>
  text.length === 4 ? Number(text) : Number(text) + (Number(text) < 70 ? 2000 : 1900);

function reading(
  form: DateReading["form"],
  order: DateReading["order"],
  [year, month, day]: readonly [number, number, number],
  timeParts: readonly (string | undefined)[],
): DateReading | undefined {
  const value = days(year, month, day) * 86400000 + timeOfDay(timeParts);
  return Number.isFinite(value) ? { value, form, order } : undefined;
}

function scanYearLast(found: RegExpExecArray, dayFirst: boolean): DateReading | undefined {
  const [, first = "", , second = "", year = "", ...rest] = found;
  const a = Number(first);
  const b = Number(second);
  const order = a > 12 ? "day" : b > 12 ? "month" : a === b ? "unneeded" : "either";
  const isDayFirst = order === "either" ? dayFirst : order !== "month";
  return reading("yearLast", order, [fullYear(year), isDayFirst ? b : a, isDayFirst ? a : b], rest);
}

/**
 * Reads a cell as a date. Where the cell alone shows the order (31/01/2020) it wins over `dayFirst`, so one odd row does
 * not become missing; columns that mix both orders are reported by the summary.
 */
export function scanDate(text: string, dayFirst: boolean): DateReading | undefined {
  const cell = text.trim();
  if (cell.length < 6 || cell.length > 48) return undefined;
  let found = yearFirst.exec(cell);
  if (found !== null) {
    const [, year = "", separator, month = "", day = "1", ...rest] = found;
    // 2020-07 is a month; 2020.07 is a number.
    if (found[4] === undefined && separator === ".") return undefined;
    return reading("yearFirst", "unneeded", [Number(year), Number(month), Number(day)], rest);
  }
  found = yearLast.exec(cell);
  if (found !== null) return scanYearLast(found, dayFirst);
  found = dayMonth.exec(cell);
  if (found !== null) {
    const [, day = "", month = "", year = "", ...rest] = found;
    return reading(
      "monthName",
      "unneeded",
      [fullYear(year), months.indexOf(month.toLowerCase()) + 1, Number(day)],
      rest,
    );
  }
  found = monthDay.exec(cell);
  if (found !== null) {
    const [, month = "", day = "", year = "", ...rest] = found;
    return reading("monthName", "unneeded", [Number(year), months.indexOf(month.toLowerCase()) + 1, Number(day)], rest);
  }
  found = chinese.exec(cell);
  if (found !== null) {
    const [, year = "", month = "", day = "", ...rest] = found;
    return reading("yearFirst", "unneeded", [Number(year), Number(month), Number(day)], rest);
  }
  return undefined;
}

/** Milliseconds since 1970, UTC, or NaN where the cell is no date. */
export function parseDate(text: string, dayFirst: boolean): number {
  const found = scanDate(text, dayFirst);
  return found === undefined ? Number.NaN : found.value;
}
