/**
 * @file Folds: every row is tested once over as many trainings. Sizes and class counts of each fold are those of
 * scikit-learn's KFold, StratifiedKFold and GroupKFold (Pedregosa et al. 2011); which rows they are is drawn by the seed.
 */
import { random, shuffle } from "../../random.ts";
import { groupSizes, splitGroups } from "./byGroups.ts";
import { divideRest, stream } from "./byRows.ts";
import { concatenate, counted, type Positions, positionsByCode } from "./positions.ts";

/** The fold of each row: classes in the order of their first rows, dealt out one after the other. */
export function foldsByRow(classOf: Int32Array | null, total: number, folds: number, seed: number): Int32Array {
  const source = random(seed, stream.folds);
  const lists = classOf === null ? [counted(total)] : byFirstRow(positionsByCode(classOf, counted(total)));
  const dealt = concatenate(lists.map((list) => shuffle(list, source)));
  const fold = new Int32Array(total);
  for (const [place, position] of dealt.entries()) fold[position] = place % folds;
  return fold;
}

const byFirstRow = (lists: readonly Uint32Array[]): Uint32Array[] =>
  [...lists].sort((a, b) => (a[0] as number) - (b[0] as number));

/** The fold of each row, whole groups together: the largest first, each to the fold with the fewest rows. −1: no group. */
export function foldsByGroup(codes: Int32Array, folds: number, seed: number): Int32Array {
  const sizes = groupSizes(codes);
  const order = shuffle(Int32Array.from(sizes.keys()), random(seed, stream.folds));
  order.sort((a, b) => (sizes[b] as number) - (sizes[a] as number));
  const filled = new Array<number>(folds).fill(0);
  const foldOf = new Int32Array(sizes.length);
  for (const group of order) {
    if (sizes[group] === 0) continue;
    const lightest = filled.indexOf(Math.min(...filled));
    foldOf[group] = lightest;
    filled[lightest] = (filled[lightest] as number) + (sizes[group] as number);
  }
  return codes.map((code) => (code < 0 ? -1 : (foldOf[code] as number)));
}

interface Held {
  readonly test: (position: number) => boolean;
  readonly total: number;
  readonly classOf: Int32Array | null;
  /** Where groups stay together; null where there are none. */
  readonly groups: Int32Array | null;
  /** Of the rows that are not tested. */
  readonly validation: number;
  readonly seed: number;
}

export interface HeldOut {
  readonly positions: Positions;
  /** Validation rows are of groups that training has too: whole groups would not have come near the fraction. */
  readonly shared: boolean;
}

/** From this part of the wanted rows on, and up to as much more, whole groups are near enough for validation. */
const near = 0.5;

/** Tests the rows of `test` and divides the others. Validation takes whole groups where they come near its fraction. */
export function holdOut({ test, total, classOf, groups, validation, seed }: Held): HeldOut {
  const tested = counted(total).filter(test);
  const rest = counted(total).filter((position) => !test(position));
  if (groups !== null && validation > 0) {
    const [train, held] = splitGroups(groups, classOf, rest, [1 - validation, validation, 0], seed);
    const wanted = rest.length * validation;
    if (Math.abs(held.length - wanted) <= wanted * near) return { positions: [train, held, tested], shared: false };
  }
  const shared = groups !== null && validation > 0;
  return { positions: [...divideRest(classOf, rest, validation, seed), tested], shared };
}
