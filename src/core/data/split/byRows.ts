/** @file Divides rows one by one: at random, or every class in its shares. */
import type { Issue } from "../../issue.ts";
import { random, shuffle } from "../../random.ts";
import { apportion, apportionTable } from "../apportion.ts";
import { concatenate, cut, type Fractions, type Positions, positionsByCode } from "./positions.ts";

/** Streams of the split's seed; each use of randomness has its own. */
export const stream = { random: 101, classes: 102, folds: 103, groups: 104, rest: 105 } as const;

export const randomSplit = (positions: Uint32Array, fractions: Fractions, seed: number): Positions =>
  cut(shuffle(positions.slice(), random(seed, stream.random)), apportion(positions.length, fractions), true);

/** Every class in its shares to within a row; a class of a single row, which cannot be divided, is trained on. */
export function stratifiedSplit(
  classOf: Int32Array,
  positions: Uint32Array,
  fractions: Fractions,
  seed: number,
  from: number = stream.classes,
): Positions {
  const members = positionsByCode(classOf, positions);
  const single = members.filter((list) => list.length === 1);
  const divided = members.filter((list) => list.length > 1);
  const table = apportionTable(
    divided.map((list) => list.length),
    fractions,
  );
  const source = random(seed, from);
  const cuts = divided.map((list, i) => cut(shuffle(list, source), table[i] ?? [], false));
  const joined = (part: 0 | 1 | 2) =>
    concatenate([...cuts.map((parts) => parts[part]), ...(part === 0 ? single : [])]).sort();
  return [joined(0), joined(1), joined(2)];
}

/** What the stratified split did with classes of one row; none where it had nothing to divide. */
export function singleRowIssues(
  classOf: Int32Array,
  names: readonly string[] | undefined,
  positions: Uint32Array,
  fractions: Fractions,
): Issue[] {
  const single = positionsByCode(classOf, positions).filter((list) => list.length === 1);
  const first = single[0]?.[0];
  if (first === undefined || fractions[0] === 1) return [];
  const example = names?.[classOf[first] ?? -1] ?? String(classOf[first]);
  return [{ code: "singleRowClasses", severity: "warning", at: {}, context: { count: single.length, example } }];
}

/** Rows that are not tested, divided to training and validation: by class where there are classes. */
export function divideRest(
  classOf: Int32Array | null,
  rest: Uint32Array,
  validation: number,
  seed: number,
): readonly [train: Uint32Array, validation: Uint32Array] {
  const fractions: Fractions = [1 - validation, validation, 0];
  const [train, held] =
    classOf === null
      ? randomSplit(rest, fractions, seed)
      : stratifiedSplit(classOf, rest, fractions, seed, stream.rest);
  return [train, held];
}
