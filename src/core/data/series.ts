/**
 * @file Columns that are the places of one thing: pixel_0_0 … pixel_7_7, step_01 … step_24. A border pixel that is always
 * 0 is then no useless column: leaving it out would move all the others, and 61 numbers are no image.
 */
import type { ColumnProfile } from "./profile.ts";
import type { ColumnType } from "./types.ts";

/** Fewer columns that differ by a number are as likely a coincidence: house_1, house_2. */
const leastColumns = 8;

/** What the names of a series have in common; null for a name without a number at its end. */
const stemOf = (name: string): string | null => (/\d\s*$/.test(name) ? name.trim().replace(/\d+/g, "#") : null);

const numeric: ReadonlySet<ColumnType> = new Set<ColumnType>(["number", "integer"]);

/** The names that belong to a numbered series, most of whose columns are numbers. */
export function namesInSeries(names: readonly string[], types: readonly ColumnType[]): ReadonlySet<string> {
  const series = new Map<string, { count: number; numbers: number }>();
  for (const [i, name] of names.entries()) {
    const stem = stemOf(name);
    if (stem === null) continue;
    const known = series.get(stem) ?? { count: 0, numbers: 0 };
    known.count += 1;
    if (numeric.has(types[i] as ColumnType)) known.numbers += 1;
    series.set(stem, known);
  }
  const belongs = (name: string): boolean => {
    const stem = stemOf(name);
    const known = stem === null ? undefined : series.get(stem);
    return known !== undefined && known.count >= leastColumns && known.numbers * 2 >= known.count;
  };
  return new Set(names.filter(belongs));
}

/** The inferred types, with constant columns of numbers taken for numbers where most columns of their series are. */
export function typesInSeries(
  names: readonly string[],
  inferred: readonly ColumnType[],
  profiles: readonly ColumnProfile[],
): readonly ColumnType[] {
  if (!inferred.includes("constant")) return inferred;
  const inSeries = namesInSeries(names, inferred);
  return inferred.map((type, i) => {
    const { numbers, integers, seen } = profiles[i] as ColumnProfile;
    if (type !== "constant" || !inSeries.has(names[i] as string)) return type;
    if (numbers.rows === 0 || numbers.rows < seen) return type;
    return integers.rows === numbers.rows ? "integer" : "number";
  });
}
