/**
 * @file Divides the labelled rows into training, validation and test part. Deterministic in (config, labels): the same
 * seed gives the same parts on every machine. Fitting never sees validation or test rows; that is `fit.ts`'s side. Here
 * the configuration is checked and the strategy chosen; how each divides is in `split/`.
 *
 * Sizes are the largest remainders of the fractions (so they are exact to less than a row and sum to the rows). The
 * stratified split gives every class its share of each part to within one row; a class of a single row cannot be
 * divided: it goes to training and the sizes are those of the other rows.
 */
import { assertNever } from "../fault.ts";
import type { Issue } from "../issue.ts";
import { inBlocks, type Pieces, within } from "../pieces.ts";
import { sortKeys } from "./cellSource.ts";
import { pick } from "./gather.ts";
import { counted } from "./sorting.ts";
import { foldsByGroup, foldsByRow, type HeldOut, holdOut } from "./split/byFolds.ts";
import { groupSizes, splitGroups } from "./split/byGroups.ts";
import { splitByPart } from "./split/byPart.ts";
import { randomSplit, singleRowIssues, stratifiedSplit } from "./split/byRows.ts";
import { chronologicalSplit } from "./split/byTime.ts";
import { defaultFolds, groupLimit } from "./split/eachFold.ts";
import { codeCount, countCodes, type Fractions, type Positions } from "./split/positions.ts";
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

const whole = { at: {} } as const;

/** What dividing needs beside the configuration; issues are added as they are found. */
interface Asked {
  readonly config: SplitConfig;
  readonly labels: SplitLabels;
  readonly total: number;
  readonly fractions: Fractions;
  readonly issues: Issue[];
}

/** Divides `labels.rows`; every row is in exactly one part, and the training part is empty only if there is no row. */
export function* split(config: SplitConfig, labels: SplitLabels): Pieces<Split> {
  const issues: Issue[] = [];
  const total = labels.rows.length;
  const fractions = partFractions(config, issues);
  if (total < 3 && (fractions[1] > 0 || fractions[2] > 0)) {
    issues.push({ code: "splitTooFewRows", severity: "error", ...whole, context: { rows: total } });
  }
  const divided = yield* within(divide({ config, labels, total, fractions, issues }), 0, 0.8);
  const positions = keepTraining(divided);
  const [train, validation, test] = positions;
  const parts = {
    train: yield* within(pick(labels.rows, train), 0.8, 0.87),
    validation: yield* within(pick(labels.rows, validation), 0.87, 0.88),
    test: yield* within(pick(labels.rows, test), 0.88, 0.9),
  };
  issues.push(...sizeIssues(parts, fractions), ...(yield* within(classIssues(positions, labels), 0.9, 1)));
  return { ...parts, issues };
}

function* divide(asked: Asked): Pieces<Positions> {
  const { config, labels, total, fractions, issues } = asked;
  switch (config.strategy) {
    case "stratified":
      if (labels.classOf !== null) {
        issues.push(...(yield* within(singleRowIssues(labels.classOf, labels.classes, fractions), 0, 0.1)));
      }
      return yield* within(byRows(asked), 0.1, 1);
    case "random":
      return yield* randomSplit(counted(total), fractions, config.seed);
    case "chronological":
      return yield* chronologicalSplit(config.by, labels.order, total, fractions, issues);
    case "group":
      return (yield* byGroups(asked)) ?? (yield* byRows(asked));
    case "column":
      return (yield* byPart(asked)) ?? (yield* byRows(asked));
    case "kFold":
      return (yield* byFolds(asked)) ?? (yield* byRows(asked));
    case "leaveOneGroupOut":
      return (yield* withoutGroup(asked)) ?? (yield* byRows(asked));
    default:
      return assertNever(config.strategy);
  }
}

/** Stands too for a division that cannot be made, so that the rest can still be shown. */
const byRows = ({ config, labels, total, fractions }: Asked): Pieces<Positions> =>
  labels.classOf === null
    ? randomSplit(counted(total), fractions, config.seed)
    : stratifiedSplit(labels.classOf, counted(total), fractions, config.seed);

/** Fractions that cannot be used are an error; everything is training then, so that the rest can still be shown. */
function partFractions({ strategy, validation, test: asked }: SplitConfig, issues: Issue[]): Fractions {
  const test = strategy === "kFold" || strategy === "leaveOneGroupOut" || strategy === "column" ? 0 : asked;
  const usable = validation >= 0 && test >= 0 && validation + test < 1;
  if (usable) return [1 - validation - test, validation, test];
  issues.push({ code: "splitFractions", severity: "error", ...whole, context: { validation, test } });
  return [1, 0, 0];
}

interface PresentGroup {
  readonly name: string;
  readonly code: number;
}

/** The groups that have rows, numbers by value and other names by code point. */
function* presentGroups({ groups, groupNames = [] }: SplitLabels): Pieces<PresentGroup[]> {
  const sizes = groups == null ? [] : yield* groupSizes(groups);
  const codes = new Map(
    sizes.flatMap((size, code) => (size > 0 ? [[groupNames[code] ?? String(code), code] as const] : [])),
  );
  return sortKeys(codes.keys()).map((name) => ({ name, code: codes.get(name) ?? -1 }));
}

/** The groups that can be left out, in their order; none where they are too many, or where no group is to be left out. */
export function* heldOutGroups({ strategy }: SplitConfig, labels: SplitLabels): Pieces<readonly string[]> {
  if (strategy !== "leaveOneGroupOut") return [];
  const present = yield* presentGroups(labels);
  return present.length > groupLimit ? [] : present.map(({ name }) => name);
}

/** How many of the chosen samples are of each class. */
export function* classCounts(
  chosen: Uint32Array,
  rows: Uint32Array,
  classOf: Int32Array,
  classes: number,
): Pieces<number[]> {
  const ofSample = yield* within(classesBySample(rows, classOf), 0, 0.6);
  return yield* within(countCodes(ofSample, chosen, classes), 0.6, 1);
}

/** The class of each sample by its number, −1 where it has none. `rows` are sample numbers, ascending. */
export function* classesBySample(rows: Uint32Array, classOf: Int32Array): Pieces<Int32Array> {
  const ofSample = new Int32Array((rows.at(-1) ?? -1) + 1).fill(-1);
  yield* inBlocks(rows.length, (from, to) => {
    for (let i = from; i < to; i++) ofSample[rows[i] as number] = classOf[i] ?? -1;
  });
  return ofSample;
}

/** The column's groups, once there is something to divide by them; null, with the reason among the issues, where not. */
function* groupsIn({ config, labels, issues }: Asked, least: number): Pieces<Int32Array | null> {
  const { groups } = labels;
  const column = config.by ?? "";
  const at = config.by === undefined ? {} : { column };
  if (groups == null) {
    issues.push({ code: "splitGroupColumnMissing", severity: "error", at, context: { column } });
    return null;
  }
  const sizes = yield* groupSizes(groups);
  const count = sizes.filter((rows) => rows > 0).length;
  if (count < 2) {
    issues.push({ code: "splitOneGroup", severity: "error", at, context: { column } });
    return null;
  }
  if (count < least) {
    issues.push({ code: "splitFewGroups", severity: "error", at, context: { column, count, folds: least } });
    return null;
  }
  const missing = groups.length - sizes.reduce((sum, rows) => sum + rows, 0);
  if (missing > 0) {
    issues.push({ code: "splitGroupMissing", severity: "warning", at, context: { column, count: missing } });
  }
  return groups;
}

function* byGroups(asked: Asked): Pieces<Positions | null> {
  const { config, labels, total, fractions } = asked;
  const groups = yield* within(groupsIn(asked, 2), 0, 0.1);
  if (groups === null) return null;
  return yield* within(splitGroups(groups, labels.classOf, counted(total), fractions, config.seed), 0.1, 1);
}

function* byPart({ config, labels, fractions, issues }: Asked): Pieces<Positions | null> {
  const column = config.by ?? "";
  const { groups, groupNames, classOf } = labels;
  if (groups == null || groupNames === undefined) {
    const at = config.by === undefined ? {} : { column };
    issues.push({ code: "splitPartColumnMissing", severity: "error", at, context: { column } });
    return null;
  }
  const asked = { column, cells: groups, cellNames: groupNames, classOf, validation: fractions[1], seed: config.seed };
  return yield* splitByPart(asked, issues);
}

function* byFolds(asked: Asked): Pieces<Positions | null> {
  const { config, labels, total, fractions, issues } = asked;
  const { folds = defaultFolds, fold = 0, by, seed } = config;
  const { classOf } = labels;
  if (fold >= folds) {
    issues.push({ code: "splitFoldGone", severity: "error", ...whole, context: { fold: fold + 1, folds } });
    return null;
  }
  if (total < folds) {
    issues.push({ code: "splitFewRowsForFolds", severity: "error", ...whole, context: { rows: total, folds } });
    return null;
  }
  const groups = by === undefined ? null : yield* within(groupsIn(asked, folds), 0, 0.1);
  if (by !== undefined && groups === null) return null;
  if (groups === null && classOf !== null) {
    issues.push(...(yield* within(rareClassIssues(classOf, labels.classes, folds), 0, 0.1)));
  }
  const folding = groups === null ? foldsByRow(classOf, total, folds, seed) : foldsByGroup(groups, folds, seed);
  const foldOf = yield* within(folding, 0.1, 0.5);
  const test = (position: number) => foldOf[position] === fold;
  const held = holdOut({ test, total, classOf, groups, validation: fractions[1], seed });
  return told(asked, yield* within(held, 0.5, 1));
}

/** Classes of fewer rows than there are folds: some folds hold none of them. */
function* rareClassIssues(classOf: Int32Array, names: readonly string[] | undefined, folds: number): Pieces<Issue[]> {
  const counts = yield* countCodes(classOf, null, codeCount(classOf));
  const rare = [...counts.keys()].filter((code) => (counts[code] ?? 0) > 0 && (counts[code] ?? 0) < folds);
  const first = rare[0];
  if (first === undefined) return [];
  const context = { count: rare.length, example: names?.[first] ?? String(first), folds };
  return [{ code: "splitClassBelowFolds", severity: "warning", ...whole, context }];
}

function* withoutGroup(asked: Asked): Pieces<Positions | null> {
  const { config, labels, total, fractions, issues } = asked;
  const groups = yield* within(groupsIn(asked, 2), 0, 0.1);
  if (groups === null) return null;
  const column = config.by ?? "";
  const present = yield* within(presentGroups(labels), 0.1, 0.2);
  if (present.length > groupLimit) {
    const context = { column, count: present.length, limit: groupLimit };
    issues.push({ code: "splitTooManyGroups", severity: "error", at: { column }, context });
    return null;
  }
  const held = config.group === undefined ? present[0] : present.find(({ name }) => name === config.group);
  if (held === undefined) {
    const context = { column, group: config.group ?? "" };
    issues.push({ code: "splitGroupGone", severity: "error", at: { column }, context });
    return null;
  }
  const test = (position: number) => groups[position] === held.code;
  const { classOf } = labels;
  const holding = holdOut({ test, total, classOf, groups, validation: fractions[1], seed: config.seed });
  return told(asked, yield* within(holding, 0.2, 1));
}

function told({ config, issues }: Asked, { positions, shared }: HeldOut): Positions {
  const column = config.by ?? "";
  if (shared) issues.push({ code: "splitValidationShares", severity: "notice", at: { column }, context: { column } });
  return positions;
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
function* classIssues(positions: Positions, { classOf, classes, rows }: SplitLabels): Pieces<Issue[]> {
  if (classOf === null || rows.length === 0) return [];
  const count = codeCount(classOf);
  const present = yield* within(countCodes(classOf, null, count), 0, 0.5);
  const issues: Issue[] = [];
  for (const [index, part] of (["train", "validation", "test"] as const).entries()) {
    const list = positions[index as 0 | 1 | 2];
    if (list.length === 0) continue;
    const counts = yield* within(countCodes(classOf, list, count), 0.5, 1);
    const isAbsent = (c: number) => counts[c] === 0 && (present[c] ?? 0) > 0;
    const absent = [...counts.keys()].filter(isAbsent);
    const first = absent[0];
    if (first === undefined) continue;
    const example = classes?.[first] ?? String(first);
    issues.push({ ...absentClass[part], at: {}, context: { count: absent.length, example } });
  }
  return issues;
}
