/** @file How the values of a column are written in little room: figures, dates, lengths of time. */
import type { ColumnType } from "../../core/data/types.ts";
import type { Format } from "../../ui/format.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Four digits that tell, and never fewer than the whole part: 43.92, 0.0134, 6,300. */
export function figure(value: number, format: Format): string {
  const size = Math.abs(value);
  return size >= 1000 && size < 1e9 ? format.number(value, 1) : format.significant(value, 4);
}

/** ISO, in UTC: sorts by eye and means the same to everyone; the time only where it is not midnight. */
export function dateFigure(ms: number): string {
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return String(ms);
  const text = new Date(ms).toISOString();
  const [day = text, time = ""] = text.split("T");
  return time.startsWith("00:00:00.000") ? day : `${day} ${time.slice(0, 5)}`;
}

/** One figure of a column of this type. */
export const columnFigure = (value: number, type: ColumnType, format: Format): string =>
  type === "date" ? dateFigure(value) : figure(value, format);

/** A length of time in the unit it is read in. */
export function spanOf(ms: number): { readonly unit: "day" | "hour"; readonly count: number } {
  return ms >= dayMs ? { unit: "day", count: ms / dayMs } : { unit: "hour", count: ms / hourMs };
}
