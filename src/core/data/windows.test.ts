import { describe, expect, it } from "vitest";
import { atOnce } from "../pieces.ts";
import { type Random, random } from "../random.ts";
import { columnSource, type TypedColumn } from "./cellSource.ts";
import { columnFromTexts } from "./columns.ts";
import { encode, encodeSamples } from "./encode.ts";
import type { Parts, SplitLabels } from "./split.ts";
import { type ColumnType, commonFormat, type SequenceInput, type SplitConfig } from "./types.ts";
import { sortByTime } from "./windowOrder.ts";
import { type CutWindows, cutWindows, predictionWindows, splitWindows } from "./windows.ts";

const column = (name: string, type: ColumnType, cells: readonly (string | null)[]): TypedColumn => ({
  name,
  type,
  source: columnSource(columnFromTexts(cells, commonFormat), type, commonFormat),
});

const days = (numbers: readonly (number | null)[]): (string | null)[] =>
  numbers.map((day) => (day === null ? null : new Date(86_400_000 * (18_000 + day)).toISOString().slice(0, 10)));

const usual: SequenceInput = {
  kind: "sequence",
  mode: "forecast",
  time: null,
  group: null,
  length: 3,
  stride: 1,
  horizon: 1,
  gaps: "break",
  duplicates: "keep",
};

const counted = (count: number) => Uint32Array.from({ length: count }, (_, i) => i);

interface Series {
  readonly input?: Partial<SequenceInput>;
  readonly day?: readonly (number | null)[];
  readonly group?: readonly (string | null)[];
  readonly rows: number;
}

function cutSeries({ input, day, group, rows }: Series): CutWindows {
  const columns = {
    time: day === undefined ? null : column("day", "date", days(day)),
    group: group === undefined ? null : column("shop", "category", group),
  };
  const named = { time: day === undefined ? null : "day", group: group === undefined ? null : "shop" };
  return atOnce(cutWindows({ ...usual, ...named, ...input }, columns, counted(rows)));
}

/** Each window as the rows it holds, then the target's. */
const windowsOf = ({ samples, window }: CutWindows): number[][] =>
  Array.from(samples.starts, (start, i) => [
    ...samples.order.subarray(start, start + window.length),
    samples.targetRows[i] as number,
  ]);

const codes = ({ issues }: { readonly issues: readonly { readonly code: string }[] }) => issues.map(({ code }) => code);

describe("cutting rows to windows", () => {
  it("takes the file's order where no time is named, and forecasts the row after the window", () => {
    expect(windowsOf(cutSeries({ rows: 5 }))).toEqual([
      [0, 1, 2, 3],
      [1, 2, 3, 4],
    ]);
  });
  it("steps by the stride, looks further by the horizon, and tells of the rows left over", () => {
    const cut = cutSeries({ rows: 11, input: { stride: 4, horizon: 2 } });
    expect(windowsOf(cut)).toEqual([
      [0, 1, 2, 4],
      [4, 5, 6, 8],
    ]);
    expect(cut.issues).toMatchObject([{ code: "rowsOutsideWindows", context: { count: 4 } }]);
  });
  it("classifies by the window's last row", () => {
    expect(windowsOf(cutSeries({ rows: 4, input: { mode: "classify", horizon: 9 } }))).toEqual([
      [0, 1, 2, 2],
      [1, 2, 3, 3],
    ]);
  });
  it("41: sorts an unsorted time and says so", () => {
    const cut = cutSeries({ rows: 5, day: [4, 0, 3, 1, 2] });
    expect([...cut.samples.order]).toEqual([1, 3, 4, 2, 0]);
    expect(cut.issues).toMatchObject([{ code: "seriesSorted", at: { column: "day" }, context: { count: 2 } }]);
    expect(cut.window).toMatchObject({ time: "day", timeType: "date", step: 86_400_000 });
  });
  it("41: no window goes across a gap, unless the user says so", () => {
    const day = [0, 1, 2, 3, 9, 10, 11, 12];
    const broken = cutSeries({ rows: 8, day });
    expect(windowsOf(broken)).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ]);
    expect(broken.issues).toMatchObject([
      { code: "seriesGaps", context: { count: 1, row: 5, times: 6 }, fixes: [{ edit: "setInput" }] },
    ]);
    expect(broken.issues[0]?.fixes?.[0]?.args).toMatchObject({ input: { gaps: "ignore", time: "day", length: 3 } });
    const ignored = cutSeries({ rows: 8, day, input: { gaps: "ignore" } });
    expect(windowsOf(ignored)).toHaveLength(5);
    expect(ignored.window.step).toBeNull();
    expect(codes(ignored)).toEqual(["seriesGapsIgnored"]);
  });
  it("months of 28 to 31 days are no gaps", () => {
    const day = [0, 31, 59, 90, 120, 151, 181];
    expect(cutSeries({ rows: 7, day }).issues).toEqual([]);
  });
  it("41: rows of one time are all kept, or the first of them", () => {
    const day = [0, 1, 1, 2, 3];
    const kept = cutSeries({ rows: 5, day });
    expect(windowsOf(kept)).toHaveLength(2);
    expect(kept.issues).toMatchObject([{ code: "seriesDuplicates", at: { row: 3 }, context: { count: 1, row: 3 } }]);
    const first = cutSeries({ rows: 5, day, input: { duplicates: "first" } });
    expect(windowsOf(first)).toEqual([[0, 1, 3, 4]]);
    expect(codes(first)).toEqual(["seriesDuplicatesDropped", "rowsOutsideWindows"]);
  });
  it("never mixes groups, and equal times in two groups are no repeats", () => {
    const cut = cutSeries({
      rows: 9,
      day: [0, 0, 1, 1, 2, 2, 3, 3, 4],
      group: ["b", "a", "b", "a", "b", "a", "b", "a", "c"],
    });
    expect(windowsOf(cut)).toEqual([
      [0, 2, 4, 6],
      [1, 3, 5, 7],
    ]);
    expect(cut.issues).toMatchObject([{ code: "rowsOutsideWindows", context: { count: 1 } }]);
  });
  it("leaves rows without a time or a group out, and counts them", () => {
    const cut = cutSeries({
      rows: 7,
      day: [0, null, 1, 2, 3, 4, 5],
      group: ["a", "a", "a", "a", null, "a", "a"],
      input: { gaps: "ignore", length: 4 },
    });
    expect(windowsOf(cut)).toEqual([[0, 2, 3, 5, 6]]);
    expect(cut.issues).toMatchObject([
      { code: "seriesGroupMissing", context: { column: "shop", count: 1 } },
      { code: "seriesTimeMissing", context: { column: "day", count: 1 } },
      { code: "seriesGapsIgnored" },
      { code: "rowsOutsideWindows", context: { count: 2 } },
    ]);
  });
  it("says which length would fit where no window does", () => {
    const cut = cutSeries({
      rows: 17,
      day: [...counted(17)],
      input: { length: 40, horizon: 2 },
    });
    expect(cut.samples.starts).toHaveLength(0);
    expect(cut.issues).toMatchObject([
      { code: "windowsNone", severity: "error", context: { rows: 17, needed: 42, length: 15 } },
    ]);
    const [fix] = cut.issues[0]?.fixes ?? [];
    const input = fix?.edit === "setInput" ? fix.args.input : usual;
    expect(cutSeries({ rows: 17, input: input as SequenceInput }).samples.starts.length).toBeGreaterThan(1);
  });
  it("refuses a column of words as the time, and one that is gone", () => {
    const words = { time: column("day", "category", ["x", "y", "z", "x"]), group: null };
    const named = { ...usual, time: "day" };
    expect(atOnce(cutWindows(named, words, counted(4))).issues).toMatchObject([
      { code: "seriesTimeUnreadable", severity: "error", fixes: [{ args: { input: { time: null } } }] },
    ]);
    expect(atOnce(cutWindows(named, { time: null, group: null }, counted(4))).issues).toMatchObject([
      { code: "seriesColumnMissing", severity: "error" },
    ]);
  });
  it("uses the rows it is given and no other", () => {
    const cut = atOnce(cutWindows(usual, { time: null, group: null }, Uint32Array.of(1, 2, 4, 7, 9)));
    expect(windowsOf(cut)).toEqual([
      [1, 2, 4, 7],
      [2, 4, 7, 9],
    ]);
  });
});

it("sorts any numbers stably", () => {
  const draw = random(3);
  const some = [0, -0, 1, -1, 1e-300, -1e-300, 1e300, -1e300, 5e-324, 2 ** 53, -(2 ** 31), 1.5, -1.5];
  const times = Float64Array.from({ length: 4000 }, (_, i) =>
    i % 3 === 0 ? (some[draw.int(some.length)] ?? 0) : (draw.next() - 0.5) * 10 ** draw.int(20),
  );
  const expected = Array.from(times, (_, i) => i).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
  expect([...atOnce(sortByTime(times))]).toEqual(expected);
});

it("encodes a window as its rows, one after the other", () => {
  const values = ["5", "7", "11", "13", "17"];
  const sources = (name: string) => (name === "v" ? column("v", "number", values).source : undefined);
  const features = [
    { column: "v", type: "number", ops: [] },
    { column: "v", type: "number", ops: [{ kind: "scale", offset: 5, scale: 2 }] },
  ] as const;
  const { samples, window } = cutSeries({ rows: 5, day: [4, 3, 2, 1, 0] });
  expect([...encodeSamples({ features, window }, sources, samples, Uint32Array.of(1))]).toEqual([13, 4, 11, 3, 7, 1]);
  expect([...encode({ features }, sources, Uint32Array.of(0))]).toEqual([5, 0]);
});

const labelsOf = (cut: CutWindows, more: Partial<SplitLabels> = {}): SplitLabels => ({
  rows: counted(cut.samples.starts.length),
  classOf: null,
  order: null,
  ...more,
});

const inTime: SplitConfig = { strategy: "chronological", validation: 0.2, test: 0.2, seed: 1 };

/** Every row that the windows of each part hold, targets included. */
function rowsOfParts(cut: CutWindows, parts: Parts) {
  const all = windowsOf(cut);
  const rows = (samples: Uint32Array) => new Set(Array.from(samples, (sample) => all[sample] ?? []).flat());
  return [rows(parts.train), rows(parts.validation), rows(parts.test)] as const;
}

function sharedRows(cut: CutWindows, parts: Parts): number {
  const [train, validation, test] = rowsOfParts(cut, parts);
  const meet = (a: Set<number>, b: Set<number>) => [...a].filter((row) => b.has(row)).length;
  return meet(train, validation) + meet(train, test) + meet(validation, test);
}

function randomSeries(draw: Random): CutWindows {
  const rows = 60 + draw.int(200);
  const shops = 1 + draw.int(4);
  const group = Array.from({ length: rows }, () => `s${draw.int(shops)}`);
  const day = Array.from({ length: rows }, () => draw.int(rows));
  const input = {
    mode: draw.int(2) === 0 ? "forecast" : "classify",
    length: 1 + draw.int(6),
    stride: 1 + draw.int(4),
    horizon: 1 + draw.int(4),
    gaps: draw.int(2) === 0 ? "break" : "ignore",
    duplicates: draw.int(2) === 0 ? "keep" : "first",
  } as const;
  return cutSeries({
    rows,
    day: draw.int(4) === 0 ? undefined : day,
    group: draw.int(3) === 0 ? undefined : group,
    input,
  } as Series);
}

describe("dividing windows", () => {
  it("by time: whole windows, later than all of training, those across a border dropped and counted", () => {
    const cut = cutSeries({ rows: 20, day: [...counted(20)] });
    const parts = atOnce(splitWindows({ ...inTime, by: "day" }, labelsOf(cut), cut.samples, cut.window));
    // Rows 0–11 train, 12–15 validate, 16–19 test; a window and its target take four rows.
    expect([...parts.train]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect([...parts.validation]).toEqual([12]);
    expect([...parts.test]).toEqual([16]);
    expect(parts.issues).toEqual([
      { code: "windowsAcrossBorder", severity: "notice", at: {}, context: { count: 6, total: 17 } },
    ]);
  });
  it("by time: all groups have the same borders in time", () => {
    const day = Array.from({ length: 40 }, (_, i) => i >> 1);
    const cut = cutSeries({ rows: 40, day, group: day.map((_, i) => (i % 2 === 0 ? "a" : "b")) });
    const parts = atOnce(splitWindows({ ...inTime, by: "day" }, labelsOf(cut), cut.samples, cut.window));
    const [train, , test] = rowsOfParts(cut, parts);
    const [latest, earliest] = [
      Math.max(...[...train].map((row) => day[row] ?? 0)),
      Math.min(...[...test].map((row) => day[row] ?? 0)),
    ];
    expect([latest, earliest]).toEqual([11, 16]);
    expect(sharedRows(cut, parts)).toBe(0);
  });
  it("by time without a time: each group by its own rows", () => {
    const cut = cutSeries({ rows: 40, group: [...counted(40)].map((i) => (i < 20 ? "a" : "b")) });
    const parts = atOnce(splitWindows(inTime, labelsOf(cut), cut.samples, cut.window));
    expect(parts.test).toHaveLength(2);
    expect(sharedRows(cut, parts)).toBe(0);
  });
  it("shares no row between parts, however the windows are cut and divided", () => {
    let compared = 0;
    for (let seed = 0; seed < 120; seed++) {
      const draw = random(17, seed);
      const cut = randomSeries(draw);
      const strategy = (["chronological", "random", "stratified"] as const)[seed % 3] ?? "random";
      const parts = atOnce(splitWindows({ ...inTime, strategy, seed }, labelsOf(cut), cut.samples, cut.window));
      expect(sharedRows(cut, parts)).toBe(0);
      const kept = new Set([...parts.train, ...parts.validation, ...parts.test]);
      expect(kept.size).toBe(parts.train.length + parts.validation.length + parts.test.length);
      const told = parts.issues.flatMap((issue) =>
        issue.code === "windowsShareRows" || issue.code === "windowsAcrossBorder" ? [issue.context.count] : [],
      );
      expect(kept.size + (told[0] ?? 0)).toBe(cut.samples.starts.length);
      compared += kept.size;
    }
    expect(compared).toBeGreaterThan(1000);
  });
  it("at random: what overlaps is left out, with the split by time as the answer", () => {
    const cut = cutSeries({ rows: 60, day: [...counted(60)] });
    const parts = atOnce(splitWindows({ ...inTime, strategy: "random" }, labelsOf(cut), cut.samples, cut.window));
    const issue = parts.issues.find(({ code }) => code === "windowsShareRows");
    expect(issue?.fixes).toMatchObject([{ edit: "setSplit", args: { strategy: "chronological", by: "day" } }]);
    expect(sharedRows(cut, parts)).toBe(0);
  });
  it("at random: windows apart from each other all stay", () => {
    const cut = cutSeries({ rows: 60, input: { stride: 4 } });
    const parts = atOnce(splitWindows({ ...inTime, strategy: "random" }, labelsOf(cut), cut.samples, cut.window));
    expect(codes(parts)).not.toContain("windowsShareRows");
    expect(parts.train.length + parts.validation.length + parts.test.length).toBe(15);
  });
  it("a part too short for a window says how short windows would have to be", () => {
    const cut = cutSeries({ rows: 40, input: { length: 12 } });
    const parts = atOnce(splitWindows(inTime, labelsOf(cut), cut.samples, cut.window));
    const issue = parts.issues.find(({ code }) => code === "windowsEmptyTest");
    expect(issue).toMatchObject({ context: { rows: 8, needed: 13 } });
    expect(issue?.fixes?.[0]).toMatchObject({ edit: "setInput", args: { input: { length: 3 } } });
  });
  it("fractions that leave nothing to train on are refused", () => {
    const cut = cutSeries({ rows: 40 });
    const parts = atOnce(splitWindows({ ...inTime, test: 0.9 }, labelsOf(cut), cut.samples, cut.window));
    expect(codes(parts)).toEqual(["splitFractions"]);
  });
  it("names the classes that training never sees", () => {
    const cut = cutSeries({ rows: 20, input: { mode: "classify" } });
    const classOf = Int32Array.from(cut.samples.starts, (start) => (start > 14 ? 1 : 0));
    const parts = atOnce(
      splitWindows(inTime, labelsOf(cut, { classOf, classes: ["calm", "storm"] }), cut.samples, cut.window),
    );
    expect(parts.issues).toContainEqual({
      code: "classNotInTraining",
      severity: "warning",
      at: {},
      context: { count: 1, example: "storm" },
    });
  });
});

describe("windows that are to be predicted", () => {
  const { window } = cutSeries({ rows: 8, day: [0, 1, 2, 3, 4, 5, 6, 7], input: { stride: 3, horizon: 2 } });
  const ask = (cells: readonly (number | null)[]) =>
    predictionWindows(
      window,
      { time: column("day", "date", days(cells)).source, group: undefined },
      counted(cells.length),
    );
  it("there is one for each row with a whole window behind it, the last row of the file too", () => {
    const asked = ask([3, 2, 1, 0, 9]);
    expect([...asked.targetRows]).toEqual([1, 0]);
    expect([...asked.order.subarray(0, 3)]).toEqual([3, 2, 1]);
    expect(asked.issues).toEqual([]);
  });
  it("too few rows are told, and a missing column", () => {
    expect(ask([1, 2]).issues).toMatchObject([{ code: "predictTooFewRows", context: { rows: 2, needed: 3 } }]);
    expect(predictionWindows(window, { time: undefined, group: undefined }, counted(3)).issues).toMatchObject([
      { code: "seriesColumnMissing", severity: "warning", context: { column: "day" } },
    ]);
  });
});
