/**
 * @file Divides the labelled rows into training, validation and test part. Deterministic in (config, labels): the same
 * seed gives the same parts on every machine. Fitting never sees validation or test rows; that is `fit.ts`'s side.
 *
 * Sizes are the largest remainders of the fractions (so they are exact to less than a row and sum to the rows). The
 * stratified split gives every class its share of each part to within one row; a class of a single row cannot be
 * divided: it goes to training and the sizes are those of the other rows.
 */
import { assertNever } from "../fault.ts";
import type { Issue } from "../issue.ts";
import { random, shuffle } from "../random.ts";
import { apportion, apportionTable } from "./apportion.ts";
import type { SplitConfig } from "./types.ts";

/** The labelled samples, and what the strategies need to know of them: one entry a labelled sample. */
export interface SplitLabels {
  /** The number of each sample. */
  readonly rows: Uint32Array;
  /** Index of the row's class; null for regression, where "stratified" means "random". */
  readonly classOf: Int32Array | null;
  /** For the messages: the names of the classes. */
  readonly classes?: readonly string[];
  /** The values of the column that orders the rows, NaN where missing; null where the column cannot be read so. */
  readonly order: Float64Array | null;
  /** The group of each sample, an index into `groupNames`, −1 where missing; null where no column of groups is asked for. */
  readonly groups?: Int32Array | null;
  readonly groupNames?: readonly string[];
}

export interface Parts {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
  readonly test: Uint32Array;
}

export interface Split extends Parts {
  readonly issues: readonly Issue[];
}

/** Fewer training rows than this can hardly support any model. */
const fewRows = 20;

/** Streams of the split's seed; each use of randomness has its own. */
const stream = { random: 101, classes: 102 } as const;

const whole = { at: {} } as const;

/** Row positions (indices into `labels.rows`) of each part. */
type Positions = readonly [train: Uint32Array, validation: Uint32Array, test: Uint32Array];

/** Divides `labels.rows`; every row is in exactly one part, and the training part is empty only if there is no row. */
export function split(config: SplitConfig, labels: SplitLabels): Split {
  const issues: Issue[] = [];
  const total = labels.rows.length;
  const fractions = partFractions(config, issues);
  if (total < 3 && (fractions[1] > 0 || fractions[2] > 0)) {
    issues.push({ code: "splitTooFewRows", severity: "error", ...whole, context: { rows: total } });
  }
  const positions = keepTraining(divide(config, labels, fractions, issues));
  const rowsOf = (list: Uint32Array) => list.map((position) => labels.rows[position] ?? 0);
  const parts = { train: rowsOf(positions[0]), validation: rowsOf(positions[1]), test: rowsOf(positions[2]) };
  issues.push(...sizeIssues(parts, fractions), ...classIssues(positions, labels));
  return { ...parts, issues };
}

function divide(config: SplitConfig, labels: SplitLabels, fractions: Fractions, issues: Issue[]): Positions {
  switch (config.strategy) {
    case "stratified":
      return labels.classOf === null
        ? randomSplit(labels.rows.length, fractions, config.seed)
        : stratifiedSplit(labels.classOf, labels.classes, fractions, config.seed, issues);
    case "random":
      return randomSplit(labels.rows.length, fractions, config.seed);
    case "chronological":
      return chronologicalSplit(config.by, labels, fractions, issues);
    case "group":
    case "column":
    case "kFold":
    case "leaveOneGroupOut":
      return randomSplit(labels.rows.length, fractions, config.seed);
    default:
      return assertNever(config.strategy);
  }
}

type Fractions = readonly [train: number, validation: number, test: number];

/** Fractions that cannot be used are an error; everything is training then, so that the rest can still be shown. */
function partFractions({ validation, test }: SplitConfig, issues: Issue[]): Fractions {
  const usable = validation >= 0 && test >= 0 && validation + test < 1;
  if (usable) return [1 - validation - test, validation, test];
  issues.push({ code: "splitFractions", severity: "error", ...whole, context: { validation, test } });
  return [1, 0, 0];
}

function randomSplit(total: number, fractions: Fractions, seed: number): Positions {
  return cut(shuffle(counted(total), random(seed, stream.random)), apportion(total, fractions), true);
}

function stratifiedSplit(
  classOf: Int32Array,
  names: readonly string[] | undefined,
  fractions: Fractions,
  seed: number,
  issues: Issue[],
): Positions {
  const members = groupByClass(classOf);
  const single = members.filter((list) => list.length === 1);
  const divided = members.filter((list) => list.length > 1);
  const first = single[0]?.[0];
  if (first !== undefined && fractions[0] < 1) {
    const example = names?.[classOf[first] ?? -1] ?? String(classOf[first]);
    issues.push({
      code: "singleRowClasses",
      severity: "warning",
      ...whole,
      context: { count: single.length, example },
    });
  }
  const table = apportionTable(
    divided.map((list) => list.length),
    fractions,
  );
  const source = random(seed, stream.classes);
  const cuts = divided.map((list, i) => cut(shuffle(list, source), table[i] ?? [], false));
  const joined = (part: 0 | 1 | 2) =>
    concatenate([...cuts.map((parts) => parts[part]), ...(part === 0 ? single : [])]).sort();
  return [joined(0), joined(1), joined(2)];
}

/** Earliest rows train, latest rows test. Equal times keep the file's order; rows without a time cannot be later than any. */
function chronologicalSplit(
  by: string | undefined,
  labels: SplitLabels,
  fractions: Fractions,
  issues: Issue[],
): Positions {
  const total = labels.rows.length;
  const column = by ?? "";
  const sizes = apportion(total, fractions);
  const { order } = labels;
  if (order === null) {
    issues.push({
      code: "splitColumnMissing",
      severity: "error",
      at: by === undefined ? {} : { column },
      context: { column },
    });
    return cut(counted(total), sizes, false);
  }
  const time = (position: number) => order[position] ?? Number.NaN;
  const missing = order.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
  if (missing > 0) {
    issues.push({ code: "splitTimeMissing", severity: "warning", at: { column }, context: { column, count: missing } });
  }
  const key = (position: number) => (Number.isNaN(time(position)) ? Number.NEGATIVE_INFINITY : time(position));
  const sorted = counted(total).sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    return x < y ? -1 : x > y ? 1 : a - b;
  });
  const positions = cut(sorted, sizes, false);
  const tied = tiesAcross(sorted, sizes, key);
  if (tied > 0) {
    issues.push({ code: "splitTimeTied", severity: "notice", at: { column }, context: { column, count: tied } });
  }
  return positions;
}

/** Rows that share their time with a row on the other side of a border between parts. */
function tiesAcross(sorted: Uint32Array, sizes: readonly number[], key: (position: number) => number): number {
  const tied = new Set<number>();
  let border = 0;
  for (const size of sizes.slice(0, -1)) {
    border += size;
    const [before, after] = [sorted[border - 1], sorted[border]];
    if (before === undefined || after === undefined || key(before) !== key(after)) continue;
    for (let i = border - 1; i >= 0 && key(sorted[i] ?? 0) === key(before); i--) tied.add(i);
    for (let i = border; i < sorted.length && key(sorted[i] ?? 0) === key(after); i++) tied.add(i);
  }
  return tied.size;
}

/** The seeded or chronological sizes leave training empty only for a handful of rows; the largest other part gives one. */
function keepTraining(positions: Positions): Positions {
  const [train, validation, test] = positions;
  if (train.length > 0 || validation.length + test.length === 0) return positions;
  return test.length >= validation.length
    ? [test.slice(0, 1), validation, test.slice(1)]
    : [validation.slice(0, 1), validation.slice(1), test];
}

function sizeIssues(parts: Parts, fractions: Fractions): Issue[] {
  const issues: Issue[] = [];
  const rows = parts.train.length + parts.validation.length + parts.test.length;
  if (parts.train.length > 0 && parts.train.length < fewRows) {
    issues.push({ code: "fewTrainingRows", severity: "warning", ...whole, context: { count: parts.train.length } });
  }
  if (fractions[1] > 0 && parts.validation.length === 0) {
    issues.push({ code: "emptyValidation", severity: "warning", ...whole, context: { rows } });
  }
  if (fractions[2] > 0 && parts.test.length === 0) {
    issues.push({ code: "emptyTest", severity: "warning", ...whole, context: { rows } });
  }
  return issues;
}

const absentClass = {
  train: { code: "classNotInTraining", severity: "warning" },
  validation: { code: "classNotInValidation", severity: "notice" },
  test: { code: "classNotInTest", severity: "notice" },
} as const;

/** Classes that training never sees cannot be learnt; classes the test part lacks leave some scores undefined. */
function classIssues(positions: Positions, { classOf, classes, rows }: SplitLabels): Issue[] {
  if (classOf === null || rows.length === 0) return [];
  const count = classOf.reduce((most, index) => Math.max(most, index + 1), 0);
  const present = countClasses(classOf, counted(rows.length), count);
  const issues: Issue[] = [];
  for (const [index, part] of (["train", "validation", "test"] as const).entries()) {
    const list = positions[index as 0 | 1 | 2];
    if (list.length === 0) continue;
    const counts = countClasses(classOf, list, count);
    const isAbsent = (c: number) => counts[c] === 0 && (present[c] ?? 0) > 0;
    const absent = [...counts.keys()].filter(isAbsent);
    const first = absent[0];
    if (first === undefined) continue;
    const example = classes?.[first] ?? String(first);
    issues.push({ ...absentClass[part], at: {}, context: { count: absent.length, example } });
  }
  return issues;
}

function countClasses(classOf: Int32Array, positions: Uint32Array, count: number): number[] {
  const counts = new Array<number>(count).fill(0);
  for (const position of positions) {
    const index = classOf[position] ?? 0;
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}

const counted = (total: number): Uint32Array => new Uint32Array(total).map((_, i) => i);

/** Consecutive pieces of the given sizes; sorted, they keep the file's order inside a part. */
function cut(order: Uint32Array, sizes: readonly number[], sorted: boolean): Positions {
  const [train = 0, validation = 0] = sizes;
  const pieces: Positions = [
    order.slice(0, train),
    order.slice(train, train + validation),
    order.slice(train + validation),
  ];
  if (sorted) for (const piece of pieces) piece.sort();
  return pieces;
}

function groupByClass(classOf: Int32Array): Uint32Array[] {
  const count = classOf.reduce((most, index) => Math.max(most, index + 1), 0);
  const sizes = countClasses(classOf, counted(classOf.length), count);
  const groups = sizes.map((size) => new Uint32Array(size));
  const filled = new Array<number>(count).fill(0);
  classOf.forEach((index, position) => {
    const at = filled[index] ?? 0;
    const group = groups[index];
    if (group) group[at] = position;
    filled[index] = at + 1;
  });
  return groups.filter((group) => group.length > 0);
}

function concatenate(lists: readonly Uint32Array[]): Uint32Array {
  const joined = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    joined.set(list, at);
    at += list.length;
  }
  return joined;
}
