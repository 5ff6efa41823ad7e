/**
 * @file Dates as spreadsheets keep them: a number of days with a fraction for the time, and a format that says it is a
 * date (ECMA-376 part 1, 18.8.30 and 18.17.4).
 */

/** Built-in formats that show a date or a time of day; 27 to 36 and 50 to 58 are those of East Asian languages. */
const builtIn = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || id === 45 || id === 47 || (id >= 50 && id <= 58);

/**
 * Whether a number format shows a date: it names a year, month, day, hour or second outside quotes, colours and escapes.
 * "[h]:mm" is a duration: a quantity, which stays a number.
 */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return builtIn(id);
  const [first = ""] = code.split(";");
  const bare = first.replace(/"[^"]*"|\\.|_.|\*./g, "");
  if (/\[(h+|m+|s+)\]/i.test(bare)) return false;
  return /[ymdhs]/i.test(bare.replace(/\[[^[\]]*\]/g, "").replace(/general|e[+-]/gi, ""));
}

const dayMs = 86_400_000;
/** 9999-12-31 and all before it. */
const dayLimit = 2_958_466;
const pad = (value: number, length: number): string => String(value).padStart(length, "0");

/** "2020-01-31", with " 12:30:00" where there is a time; only a time where there is no day. Undefined where it is none. */
export function spreadsheetDate(serial: number, from1904: boolean): string | undefined {
  if (!(serial >= 0 && serial < dayLimit)) return undefined;
  const ms = Math.round(serial * dayMs);
  const time = clock(ms % dayMs);
  const days = Math.floor(ms / dayMs);
  if (days === 0 && !from1904) return time === "" ? undefined : time;
  // 1900 has a 29 February in spreadsheets, number 60, as in the program they all copy.
  if (!from1904 && days === 60) return time === "" ? "1900-02-29" : `1900-02-29 ${time}`;
  const since1970 = from1904 ? days - 24_107 : days - (days < 60 ? 25_568 : 25_569);
  const date = new Date(since1970 * dayMs);
  const day = `${pad(date.getUTCFullYear(), 4)}-${pad(date.getUTCMonth() + 1, 2)}-${pad(date.getUTCDate(), 2)}`;
  return time === "" ? day : `${day} ${time}`;
}

/** "" at midnight; milliseconds only where there are any. */
function clock(ms: number): string {
  if (ms === 0) return "";
  const seconds = Math.floor(ms / 1000);
  const whole = `${pad(Math.floor(seconds / 3600), 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`;
  return ms % 1000 === 0 ? whole : `${whole}.${pad(ms % 1000, 3)}`;
}
