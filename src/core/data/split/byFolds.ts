/**
 * @file Folds: every row is tested once over as many trainings. Sizes and class counts of each fold are those of
 * scikit-learn's KFold, StratifiedKFold and GroupKFold (Pedregosa et al. 2011); which rows they are is drawn by the seed.
 */
import { inBlocks, type Pieces, within } from "../../pieces.ts";
import { random, shuffle, shuffled } from "../../random.ts";
import { rowsWhere } from "../gather.ts";
import { counted } from "../sorting.ts";
import { groupSizes, splitGroups } from "./byGroups.ts";
import { divideRest, stream } from "./byRows.ts";
import { type Positions, positionsByCode } from "./positions.ts";

/** The fold of each row: classes in the order of their first rows, dealt out one after the other. */
export function* foldsByRow(
  classOf: Int32Array | null,
  total: number,
  folds: number,
  seed: number,
): Pieces<Int32Array> {
  const source = random(seed, stream.folds);
  const all = counted(total);
  const lists = classOf === null ? [all] : byFirstRow(yield* within(positionsByCode(classOf, all), 0, 0.4));
  const fold = new Int32Array(total);
  let dealt = 0;
  for (const list of lists) {
    const before = dealt;
    dealt += list.length;
    const [from, to] = [0.4 + (0.6 * before) / total, 0.4 + (0.6 * dealt) / total];
    yield* within(shuffled(list, source), from, (from + to) / 2);
    const deal = inBlocks(list.length, (first, end) => {
      for (let i = first; i < end; i++) fold[list[i] as number] = (before + i) % folds;
    });
    yield* within(deal, (from + to) / 2, to);
  }
  return fold;
}

const byFirstRow = (lists: readonly Uint32Array[]): Uint32Array[] =>
  [...lists].sort((a, b) => (a[0] as number) - (b[0] as number));

/** The fold of each row, whole groups together: the largest first, each to the fold with the fewest rows. −1: no group. */
export function* foldsByGroup(codes: Int32Array, folds: number, seed: number): Pieces<Int32Array> {
  const sizes = yield* within(groupSizes(codes), 0, 0.4);
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
  const folded = new Int32Array(codes.length);
  yield* within(
    inBlocks(codes.length, (from, to) => {
      for (let i = from; i < to; i++) {
        const code = codes[i] as number;
        folded[i] = code < 0 ? -1 : (foldOf[code] as number);
      }
    }),
    0.5,
    1,
  );
  return folded;
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
export function* holdOut({ test, total, classOf, groups, validation, seed }: Held): Pieces<HeldOut> {
  const all = counted(total);
  const tested = yield* within(rowsWhere(all, test), 0, 0.1);
  const rest = yield* within(
    rowsWhere(all, (position) => !test(position)),
    0.1,
    0.2,
  );
  if (groups !== null && validation > 0) {
    const whole = splitGroups(groups, classOf, rest, [1 - validation, validation, 0], seed);
    const [train, held] = yield* within(whole, 0.2, 0.6);
    const wanted = rest.length * validation;
    if (Math.abs(held.length - wanted) <= wanted * near) return { positions: [train, held, tested], shared: false };
  }
  const shared = groups !== null && validation > 0;
  const [train, held] = yield* within(divideRest(classOf, rest, validation, seed), 0.6, 1);
  return { positions: [train, held, tested], shared };
}
