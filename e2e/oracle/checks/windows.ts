/**
 * @file Windows of random series: one or several groups, dates or numbers as time or the file's order, unsorted rows,
 * gaps, repeats, missing cells; what they hold, what they are to learn, how they are divided, and what the model gets.
 */

import { columnSource, type TypedColumn } from "../../../src/core/data/cellSource.ts";
import { columnFromTexts } from "../../../src/core/data/columns.ts";
import { encodeSamples } from "../../../src/core/data/encode.ts";
import { type ColumnType, commonFormat, type SequenceInput } from "../../../src/core/data/types.ts";
import { cutWindows, predictionWindows, splitWindows } from "../../../src/core/data/windows.ts";
import { atOnce } from "../../../src/core/pieces.ts";
import { type Random, random } from "../../../src/core/random.ts";
import type { OracleCheck } from "../check.ts";

interface Case {
  readonly name: string;
  readonly input: SequenceInput;
  /** ms, or the number itself; null where missing. */
  readonly time: readonly (number | null)[] | null;
  readonly group: readonly (string | null)[] | null;
  readonly values: readonly number[];
  readonly fractions: { readonly validation: number; readonly test: number };
  /** Rows of each window, the row of its target. */
  readonly windows: readonly (readonly number[])[];
  readonly targets: readonly number[];
  /** The windows' encoded cells, as the model takes them. */
  readonly x: readonly (readonly number[])[];
  readonly parts: readonly (readonly number[])[];
  /** For predictions: a window's last row. */
  readonly asked: readonly number[];
}

type Produced = readonly Case[];

const day = 86_400_000;

function someTimes(rows: number, draw: Random, groups: readonly (string | null)[] | null): (number | null)[] {
  const now = new Map<string | null, number>();
  const step = [day, 3_600_000, 1, 0.25][draw.int(4)] ?? day;
  const times = Array.from({ length: rows }, (_, i): number | null => {
    const own = groups?.[i] ?? null;
    const leap = draw.int(12) === 0 ? 2 + draw.int(30) : draw.int(15) === 0 ? 0 : 1;
    const time = (now.get(own) ?? 1_600_000_000_000) + leap * step;
    now.set(own, time);
    return draw.int(25) === 0 ? null : time;
  });
  // Some rows stand elsewhere in the file than in time.
  for (let i = draw.int(2) * draw.int(rows); i > 0; i--) {
    const [a, b] = [draw.int(rows), draw.int(rows)];
    if (groups !== null && groups[a] !== groups[b]) continue;
    [times[a], times[b]] = [times[b] ?? null, times[a] ?? null];
  }
  return times;
}

const source = (cells: readonly (string | null)[], type: ColumnType) =>
  columnSource(columnFromTexts(cells, commonFormat), type, commonFormat);

function windowsCase(index: number): Case {
  const draw = random(23, index);
  const rows = 30 + draw.int([20, 100, 300][draw.int(3)] ?? 20);
  const shops = 1 + draw.int(5);
  const group =
    draw.int(3) === 0
      ? null
      : Array.from({ length: rows }, () => (draw.int(40) === 0 ? null : `shop ${draw.int(shops)}`));
  const time = draw.int(4) === 0 ? null : someTimes(rows, draw, group);
  const input: SequenceInput = {
    kind: "sequence",
    mode: draw.int(2) === 0 ? "forecast" : "classify",
    time: time === null ? null : "time",
    group: group === null ? null : "shop",
    length: 1 + draw.int(8),
    stride: 1 + draw.int(5),
    horizon: 1 + draw.int(4),
    gaps: draw.int(2) === 0 ? "break" : "ignore",
    duplicates: draw.int(2) === 0 ? "keep" : "first",
  };
  const values = Array.from({ length: rows }, () => Math.fround((draw.next() - 0.5) * 10 ** draw.int(5)));
  const columns: Record<"time" | "group" | "value", TypedColumn | null> = {
    time: time && {
      name: "time",
      type: "number",
      source: source(
        time.map((t) => (t === null ? null : String(t))),
        "number",
      ),
    },
    group: group && { name: "shop", type: "category", source: source(group, "category") },
    value: { name: "value", type: "number", source: source(values.map(String), "number") },
  };
  const everyRow = Uint32Array.from({ length: rows }, (_, row) => row);
  const { samples, window } = atOnce(cutWindows(input, columns, everyRow));
  const every = samples.starts.map((_, sample) => sample);
  const features = [{ column: "value", type: "number", ops: [] }] as const;
  const x = encodeSamples({ features, window }, () => columns.value?.source, samples, every);
  // Shares without ties: which part gets the odd row is not what is judged.
  const share = () => (draw.int(4) === 0 ? 0 : draw.next() * 0.35);
  const fractions = { validation: share(), test: share() };
  const labels = { rows: every, classOf: null, order: null };
  const parts = atOnce(splitWindows({ strategy: "chronological", seed: index, ...fractions }, labels, samples, window));
  const asked = predictionWindows(window, { time: columns.time?.source, group: columns.group?.source }, everyRow);
  return {
    name: `series ${index}: ${rows} rows, ${input.mode}, length ${input.length}, stride ${input.stride}`,
    input,
    time,
    group,
    values,
    fractions,
    windows: Array.from(samples.starts, (start) => [...samples.order.subarray(start, start + input.length)]),
    targets: [...samples.targetRows],
    x: Array.from(every, (i) => [...x.subarray(i * input.length, (i + 1) * input.length)]),
    parts: [[...parts.train], [...parts.validation], [...parts.test]],
    asked: [...asked.targetRows],
  };
}

const damage =
  (change: (one: Case) => Partial<Case>) =>
  (cases: Produced): Produced =>
    cases.map((one) => ({ ...one, ...change(one) }));

export const check: OracleCheck<Produced> = {
  produce: () => Promise.resolve({ produced: Array.from({ length: 300 }, (_, i) => windowsCase(i)) }),
  faults: {
    "the target is the window's last row": damage(({ windows }) => ({
      targets: windows.map((rows) => rows.at(-1) ?? 0),
    })),
    "a window across a border": damage(({ windows, input }) => ({
      windows: windows.map((rows, i) =>
        i === 1 && input.length > 1 ? [...rows.slice(1), windows[0]?.[0] ?? 0] : rows,
      ),
    })),
    "a window too few at the end": damage(({ windows, targets, x }) => ({
      windows: windows.slice(0, -1),
      targets: targets.slice(0, -1),
      x: x.slice(0, -1),
    })),
    "windows back to front": damage(({ x }) => ({ x: x.map((cells) => cells.toReversed()) })),
    "a window over the border of training and test": damage(({ parts, windows }) => {
      const kept = new Set(parts.flat());
      const lost = windows.findIndex((_, sample) => !kept.has(sample));
      return lost < 0 ? {} : { parts: [[...(parts[0] ?? []), lost], parts[1] ?? [], parts[2] ?? []] };
    }),
    "no forecast beyond the last row": damage(({ asked, targets }) => ({
      asked: asked.filter((row) => targets.includes(row)),
    })),
  },
};
