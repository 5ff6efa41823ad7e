/** @file Divides rows one by one: at random, or every class in its shares. */
import type { Issue } from "../../issue.ts";
import { type Pieces, within } from "../../pieces.ts";
import { random, shuffled } from "../../random.ts";
import { apportion, apportionTable } from "../apportion.ts";
import {
  codeCount,
  countCodes,
  type Fractions,
  type Marks,
  markedParts,
  markParts,
  type Positions,
  positionsByCode,
} from "./positions.ts";

/** Streams of the split's seed; each use of randomness has its own. */
export const stream = { random: 101, classes: 102, folds: 103, groups: 104, rest: 105 } as const;

export function* randomSplit(positions: Uint32Array, fractions: Fractions, seed: number): Pieces<Positions> {
  const order = yield* within(shuffled(positions.slice(), random(seed, stream.random)), 0, 0.6);
  const marks: Marks = new Uint8Array(beyond(positions));
  yield* within(markParts(marks, order, apportion(positions.length, fractions)), 0.6, 0.8);
  return yield* within(markedParts(marks), 0.8, 1);
}

/** `positions` ascend. */
const beyond = (positions: Uint32Array): number => (positions.at(-1) ?? -1) + 1;

/** Every class in its shares to within a row; a class of a single row, which cannot be divided, is trained on. */
export function* stratifiedSplit(
  classOf: Int32Array,
  positions: Uint32Array,
  fractions: Fractions,
  seed: number,
  own: number = stream.classes,
): Pieces<Positions> {
  const members = yield* within(positionsByCode(classOf, positions), 0, 0.3);
  const table = apportionTable(
    members.map((list) => list.length).filter((length) => length > 1),
    fractions,
  );
  const source = random(seed, own);
  const marks: Marks = new Uint8Array(beyond(positions));
  let [divided, marked] = [0, 0];
  for (const list of members) {
    const from = 0.3 + (0.5 * marked) / positions.length;
    marked += list.length;
    const to = 0.3 + (0.5 * marked) / positions.length;
    const single = list.length === 1;
    if (!single) yield* within(shuffled(list, source), from, (from + to) / 2);
    yield* within(markParts(marks, list, single ? [1] : (table[divided++] ?? [])), (from + to) / 2, to);
  }
  return yield* within(markedParts(marks), 0.8, 1);
}

/** What the stratified split did with classes of one row; none where it had nothing to divide. */
export function* singleRowIssues(
  classOf: Int32Array,
  names: readonly string[] | undefined,
  fractions: Fractions,
): Pieces<Issue[]> {
  const counts = yield* countCodes(classOf, null, codeCount(classOf));
  const single = [...counts.keys()].filter((code) => counts[code] === 1);
  const first = single[0];
  if (first === undefined || fractions[0] === 1) return [];
  const context = { count: single.length, example: names?.[first] ?? String(first) };
  return [{ code: "singleRowClasses", severity: "warning", at: {}, context }];
}

/** Rows that are not tested, divided to training and validation: by class where there are classes. */
export function* divideRest(
  classOf: Int32Array | null,
  rest: Uint32Array,
  validation: number,
  seed: number,
): Pieces<readonly [train: Uint32Array, validation: Uint32Array]> {
  const fractions: Fractions = [1 - validation, validation, 0];
  const [train, held] =
    classOf === null
      ? yield* randomSplit(rest, fractions, seed)
      : yield* stratifiedSplit(classOf, rest, fractions, seed, stream.rest);
  return [train, held];
}
