/** @file Numbers, sizes, times and dates as the current language writes them. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

export interface Format {
  /** Grouped digits; at most `digits` decimals (3), fewer where they are zeros. */
  number(value: number, digits?: number): string;
  /** Always `digits` decimals (3), for columns of figures; a score that is not defined is "n/a". */
  score(value: number | null, digits?: number): string;
  /** Of a fraction: 0.971 → "97.1 %". */
  percent(fraction: number, digits?: number): string;
  /** Significant digits, for values whose size is unknown. */
  significant(value: number, digits?: number): string;
  /** 1.8 M, 24 k. */
  compact(value: number): string;
  bytes(bytes: number): string;
  /** "0.42 s", "12 s", "3 min 5 s", "1 h 2 min". */
  duration(seconds: number): string;
  /** Day and time. */
  dateTime(ms: number): string;
  /** Hours and minutes. */
  time(ms: number): string;
  /** Day only, UTC: dates in data carry no zone. */
  date(ms: number): string;
  /** "a, b, c"; Chinese has a mark of its own between the members of a list. */
  list(members: readonly string[]): string;
}

const byteUnits = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

function formatFor(language: string): Format {
  const cache = new Map<string, Intl.NumberFormat>();
  const numbers = (options: Intl.NumberFormatOptions) => {
    const key = JSON.stringify(options);
    const known = cache.get(key);
    if (known !== undefined) return known;
    const made = new Intl.NumberFormat(language, options);
    cache.set(key, made);
    return made;
  };
  const unit = (value: number, name: string, digits: number) =>
    numbers({
      style: "unit",
      unit: name,
      unitDisplay: name === "minute" ? "short" : "narrow",
      maximumFractionDigits: digits,
    }).format(value);
  const spaced = (value: number, name: string, digits = 0) =>
    unit(value, name, digits).replace(/^([\d.,]+)(?=[a-z])/i, "$1\u00a0");
  const fixed = (value: number, digits: number) =>
    // A tiny negative number is no "-0.000".
    numbers({ minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: "negative" }).format(value);
  const dateTime = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  const time = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const date = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
  const significant = (value: number, digits = 4) => {
    const size = Math.abs(value);
    if (size !== 0 && Number.isFinite(size) && (size >= 1e9 || size < 1e-4)) return value.toExponential(digits - 1);
    return numbers({ maximumSignificantDigits: digits }).format(value);
  };
  return {
    number: (value, digits = 3) => numbers({ maximumFractionDigits: digits }).format(value),
    score: (value, digits = 3) => (value === null || !Number.isFinite(value) ? "n/a" : fixed(value, digits)),
    percent: (fraction, digits = 1) => `${fixed(fraction * 100, digits)}\u00a0%`,
    significant,
    compact: (value) => numbers({ notation: "compact", maximumFractionDigits: 2 }).format(value),
    bytes: (bytes) => {
      const power = bytes < 1 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log(bytes) / Math.log(1000)));
      const scaled = bytes / 1000 ** power;
      const name = byteUnits[power] ?? "byte";
      const digits = power === 0 || scaled >= 100 ? 0 : 1;
      const unitDisplay = power === 0 ? "long" : "short";
      return numbers({ style: "unit", unit: name, unitDisplay, maximumFractionDigits: digits }).format(scaled);
    },
    duration: (seconds) => {
      if (seconds < 0.0995) return spaced(seconds * 1000, "millisecond", seconds < 0.01 ? 1 : 0);
      if (seconds < 10) return spaced(seconds, "second", seconds < 1 ? 2 : 1);
      const whole = Math.round(seconds);
      if (whole < 60) return spaced(whole, "second");
      if (whole < 3600) return `${spaced(Math.floor(whole / 60), "minute")} ${spaced(whole % 60, "second")}`;
      return `${spaced(Math.floor(whole / 3600), "hour")} ${spaced(Math.round((whole % 3600) / 60), "minute")}`;
    },
    dateTime: (ms) => dateTime.format(ms),
    time: (ms) => time.format(ms),
    date: (ms) => (Math.abs(ms) <= 8.64e15 ? date.format(ms) : String(ms)),
    list: (members) => members.join(language.startsWith("zh") ? "、" : ", "),
  };
}

const formats = new Map<string, Format>();

/** The formats of one language; made once. */
export function formatOf(language: string): Format {
  const known = formats.get(language);
  if (known !== undefined) return known;
  const made = formatFor(language);
  formats.set(language, made);
  return made;
}

/** The formats of the language shown. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  return useMemo(() => formatOf(i18n.language), [i18n.language]);
}
