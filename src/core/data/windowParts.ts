/**
 * @file Divides windows into parts that share no row, targets included. In time: rows are divided, and a window belongs to
 * the part that holds all of its rows; those that reach over a border are left out. Otherwise windows are divided as rows
 * are (`split.ts`), and those that share rows with a window of the test or validation part are left out of the others.
 */
import { assertNever } from "../fault.ts";
import type { Fix, Issue } from "../issue.ts";
import { inBlocks, type Pieces, within } from "../pieces.ts";
import { apportion } from "./apportion.ts";
import { gatherNumbers, rowsWhere } from "./gather.ts";
import type { FittedWindow } from "./recipe.ts";
import { counted } from "./sorting.ts";
import { codeCount, countCodes, type Marks, markedParts } from "./split/positions.ts";
import { classesBySample, type Parts, type Split, type SplitLabels, split } from "./split.ts";
import type { SequenceInput, SplitConfig } from "./types.ts";
import { sortByTime } from "./windowOrder.ts";
import type { Samples } from "./windows.ts";

/** From the place of a window's first row to that of its target. */
export const windowReach = ({ mode, length, horizon }: Pick<FittedWindow, "mode" | "length" | "horizon">): number =>
  length - 1 + (mode === "forecast" ? horizon : 0);

/** 1 at each place whose row is in one of the chosen windows (null: in any), or is its target. */
export function* coveredPlaces(
  { order, starts }: Samples,
  chosen: Uint32Array | null,
  window: FittedWindow,
): Pieces<Uint8Array> {
  const reach = windowReach(window);
  const change = new Int32Array(order.length + 1);
  const covered = new Uint8Array(order.length);
  const mark = inBlocks(chosen === null ? starts.length : chosen.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const start = starts[chosen === null ? i : (chosen[i] as number)] as number;
      change[start] = (change[start] as number) + 1;
      change[start + window.length] = (change[start + window.length] as number) - 1;
      covered[start + reach] = 1;
    }
  });
  yield* within(mark, 0, 0.6);
  let open = 0;
  const sweep = inBlocks(covered.length, (from, to) => {
    for (let place = from; place < to; place++) {
      open += change[place] as number;
      if (open > 0) covered[place] = 1;
    }
  });
  yield* within(sweep, 0.6, 1);
  return covered;
}

export function* divideWindows(
  config: SplitConfig,
  labels: SplitLabels,
  samples: Samples,
  window: FittedWindow,
): Pieces<Split> {
  switch (config.strategy) {
    case "chronological":
      return yield* inTime(config, labels, samples, window);
    case "stratified":
    case "random":
    case "group":
    case "column":
    case "kFold":
    case "leaveOneGroupOut": {
      const divided = yield* within(split(config, labels), 0, 0.5);
      return yield* within(purged(divided, labels, samples, window), 0.5, 1);
    }
    default:
      return assertNever(config.strategy);
  }
}

/** Rows of each part, and the part of each place: 0, 1, 2; −1 where no window covers the row. */
interface PartOfRows {
  readonly partOf: Int8Array;
  readonly sizes: readonly [number, number, number];
}

function* inTime(config: SplitConfig, labels: SplitLabels, samples: Samples, window: FittedWindow): Pieces<Split> {
  const issues: Issue[] = [];
  const { validation, test } = config;
  const usable = validation >= 0 && test >= 0 && validation + test < 1;
  if (!usable) issues.push({ code: "splitFractions", severity: "error", at: {}, context: { validation, test } });
  const fractions = usable ? ([1 - validation - test, validation, test] as const) : ([1, 0, 0] as const);
  if (config.by !== undefined && window.time !== null && config.by !== window.time) {
    const fix: Fix = { label: "input:fixes.splitByOwnTime", edit: "setSplit", args: { by: window.time } };
    const context = { column: config.by, time: window.time };
    issues.push({ code: "windowsOtherTime", severity: "notice", at: { column: config.by }, context, fixes: [fix] });
  }
  const covered = yield* within(coveredPlaces(samples, labels.rows, window), 0, 0.2);
  const rows = yield* within(divideRows(covered, samples, fractions), 0.2, 0.7);
  const reach = windowReach(window);
  const marks: Marks = new Uint8Array((labels.rows.at(-1) ?? -1) + 1);
  let across = 0;
  const place = inBlocks(labels.rows.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const sample = labels.rows[i] as number;
      const start = samples.starts[sample] as number;
      const part = rows.partOf[start] as number;
      // Time only grows within a stretch: what begins and ends in a part lies in it.
      if (part === rows.partOf[start + reach]) marks[sample] = part + 1;
      else across++;
    }
  });
  yield* within(place, 0.7, 0.8);
  const [train, held, tested] = yield* within(markedParts(marks), 0.8, 0.9);
  const parts = { train, validation: held, test: tested };
  if (across > 0) {
    const context = { count: across, total: labels.rows.length };
    issues.push({ code: "windowsAcrossBorder", severity: "notice", at: {}, context });
  }
  issues.push(...emptyParts(parts, rows.sizes, fractions, window));
  issues.push(...(yield* within(absentClasses(parts, labels), 0.9, 1)));
  return { ...parts, issues };
}

type Fractions = readonly [train: number, validation: number, test: number];

/** By a common time axis where there is one (equal times stay together, in the later part), else each group by its own rows. */
function* divideRows(covered: Uint8Array, samples: Samples, fractions: Fractions): Pieces<PartOfRows> {
  const partOf = new Int8Array(covered.length).fill(-1);
  const sizes: [number, number, number] = [0, 0, 0];
  const put = (place: number, part: 0 | 1 | 2) => {
    partOf[place] = part;
    sizes[part]++;
  };
  const used = yield* within(
    rowsWhere(counted(covered.length), (place) => covered[place] === 1),
    0,
    0.2,
  );
  const count = used.length;
  const { groups, times } = samples.series ?? { groups: new Int32Array(covered.length), times: null };
  if (times !== null) {
    const own = yield* within(
      gatherNumbers(used, (place) => times[place] as number),
      0.2,
      0.3,
    );
    const sorted = yield* within(sortByTime(own), 0.3, 0.8);
    const [train, validation] = apportion(count, fractions) as [number, number, number];
    const timeAt = (i: number) => (i < count ? (own[sorted[i] as number] as number) : Number.POSITIVE_INFINITY);
    const [first, second] = [timeAt(train), timeAt(train + validation)];
    const putAll = inBlocks(count, (from, to) => {
      for (let i = from; i < to; i++) {
        const time = own[i] as number;
        put(used[i] as number, time < first ? 0 : time < second ? 1 : 2);
      }
    });
    yield* within(putAll, 0.8, 1);
    return { partOf, sizes };
  }
  for (let from = 0; from < count; ) {
    let to = from + 1;
    while (to < count && groups[used[to] as number] === groups[used[from] as number]) to++;
    const [train, validation] = apportion(to - from, fractions) as [number, number, number];
    for (let i = from; i < to; i++)
      put(used[i] as number, i < from + train ? 0 : i < from + train + validation ? 1 : 2);
    from = to;
    yield 0.2 + (0.8 * from) / count;
  }
  return { partOf, sizes };
}

/** Test windows stay, validation windows give way to them, training windows to both. */
function* purged(divided: Split, labels: SplitLabels, samples: Samples, window: FittedWindow): Pieces<Split> {
  const reach = windowReach(window);
  const taken = new Uint8Array(samples.order.length);
  let dropped = 0;
  function* sharing(chosen: Uint32Array): Pieces<Uint32Array> {
    // Sums of `taken` up to each place tell in one step whether a window meets a taken row.
    const sums = new Uint32Array(taken.length + 1);
    const sum = inBlocks(taken.length, (from, to) => {
      for (let place = from; place < to; place++) sums[place + 1] = (sums[place] as number) + (taken[place] as number);
    });
    yield* within(sum, 0, 0.3);
    const isFree = (sample: number): boolean => {
      const start = samples.starts[sample] as number;
      return sums[start] === sums[start + window.length] && taken[start + reach] === 0;
    };
    const free = yield* within(rowsWhere(chosen, isFree), 0.3, 0.5);
    dropped += chosen.length - free.length;
    const covered = yield* within(coveredPlaces(samples, free, window), 0.5, 0.9);
    for (let place = 0; place < taken.length; place++) if (covered[place] === 1) taken[place] = 1;
    return free;
  }
  const test = yield* within(sharing(divided.test), 0, 0.3);
  const validation = yield* within(sharing(divided.validation), 0.3, 0.6);
  const train = yield* within(sharing(divided.train), 0.6, 1);
  const issues = [...divided.issues];
  const parts = { train, validation, test };
  if (dropped === 0) return { ...parts, issues };
  const context = { count: dropped, total: labels.rows.length };
  const fixes = [byTime(window)];
  issues.push({ code: "windowsShareRows", severity: "warning", at: {}, context, fixes });
  if (train.length === 0) {
    const empty = { rows: 0, needed: reach + 1 };
    issues.push({ code: "windowsEmptyTraining", severity: "error", at: {}, context: empty, fixes });
  }
  return { ...parts, issues };
}

const byTime = ({ time }: FittedWindow): Fix => ({
  label: "input:fixes.splitByTime",
  edit: "setSplit",
  args: { strategy: "chronological", by: time ?? undefined },
});

const empty = {
  train: { code: "windowsEmptyTraining", severity: "error" },
  validation: { code: "windowsEmptyValidation", severity: "warning" },
  test: { code: "windowsEmptyTest", severity: "warning" },
} as const;

/** Parts that were asked for and hold no window, with what would give them some. */
function emptyParts(
  parts: Parts,
  sizes: readonly [number, number, number],
  fractions: Fractions,
  window: FittedWindow,
): Issue[] {
  const issues: Issue[] = [];
  for (const [i, part] of (["train", "validation", "test"] as const).entries()) {
    if (parts[part].length > 0 || (fractions[i] as number) === 0) continue;
    const rows = sizes[i] as number;
    const reach = windowReach(window);
    const fixes: Fix[] = [];
    if (window.group !== null)
      fixes.push({
        label: "input:fixes.splitByGroup",
        edit: "setSplit",
        args: { strategy: "group", by: window.group },
      });
    const length = Math.floor((rows - (reach + 1 - window.length)) / 2);
    if (length >= 1) {
      const input = { ...inputOf(window), length };
      const names = { length: String(length) };
      fixes.push({ label: "input:fixes.shorterWindows", edit: "setInput", args: { input }, names });
    }
    issues.push({ ...empty[part], at: {}, context: { rows, needed: reach + 1 }, fixes });
  }
  return issues;
}

const inputOf = ({ mode, time, group, length, stride, horizon, step, duplicates }: FittedWindow): SequenceInput => ({
  kind: "sequence",
  mode,
  time,
  group,
  length,
  stride,
  horizon,
  gaps: step === null && time !== null ? "ignore" : "break",
  duplicates,
});

const absent = {
  train: { code: "classNotInTraining", severity: "warning" },
  validation: { code: "classNotInValidation", severity: "notice" },
  test: { code: "classNotInTest", severity: "notice" },
} as const;

/** Classes that a part has no window of, as the split of rows tells it. */
function* absentClasses(parts: Parts, { rows, classOf, classes }: SplitLabels): Pieces<Issue[]> {
  if (classOf === null) return [];
  const count = codeCount(classOf);
  const ofSample = yield* within(classesBySample(rows, classOf), 0, 0.3);
  const all = yield* within(countCodes(classOf, null, count), 0.3, 0.5);
  const present = [...all.keys()].filter((index) => (all[index] as number) > 0);
  const issues: Issue[] = [];
  for (const part of ["train", "validation", "test"] as const) {
    if (parts[part].length === 0) continue;
    const held = yield* within(countCodes(ofSample, parts[part], count), 0.5, 1);
    const missing = present.filter((index) => held[index] === 0);
    const [first] = missing;
    if (first === undefined) continue;
    const example = classes?.[first] ?? String(first);
    issues.push({ ...absent[part], at: {}, context: { count: missing.length, example } });
  }
  return issues;
}
