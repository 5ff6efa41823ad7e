/** @file Balance of classes: what is done to the training part where some classes are rare. Other parts stay as they are. */
import { assertNever } from "../fault.ts";
import { inBlocks, type Pieces, within } from "../pieces.ts";
import { random, shuffled } from "../random.ts";
import { countCodes } from "./split/positions.ts";
import type { Balance } from "./types.ts";

export interface Balanced {
  /** Places in the training part, in no particular order, some of them repeatedly or not at all; null: each once. */
  readonly train: Int32Array | null;
  /** What a row's loss counts, by class; null: 1. */
  readonly classWeights: Float32Array | null;
}

const stream = 201;

/** What a row of each class counts in the loss: scikit-learn's class_weight="balanced"; classes without rows are left at 1. */
export function classWeightsOf(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 1 : total / (present * count)));
}

/** Rows of each class that an epoch trains on, of training parts with these. */
export function balancedCounts(balance: Balance, counts: readonly number[]): number[] {
  const present = counts.filter((count) => count > 0);
  const all = (count: number) => counts.map((own) => (own === 0 ? 0 : count));
  switch (balance) {
    case "none":
    case "weights":
      return [...counts];
    case "oversample":
      return all(Math.max(0, ...present));
    case "undersample":
      return all(present.length === 0 ? 0 : Math.min(...present));
    default:
      return assertNever(balance);
  }
}

/** `classOf`: class of each training sample; null for a regression, which has no classes to balance. */
export function* balanceTraining(
  balance: Balance,
  classOf: Int32Array | null,
  classes: number,
  seed: number,
): Pieces<Balanced> {
  if (classOf === null || balance === "none") return { train: null, classWeights: null };
  const counts = yield* within(countCodes(classOf, null, classes), 0, 0.2);
  if (balance === "weights") return { train: null, classWeights: Float32Array.from(classWeightsOf(counts)) };
  const wanted = balancedCounts(balance, counts);
  const total = wanted.reduce((sum, count) => sum + count, 0);
  const source = random(seed, stream);
  const train = new Int32Array(total);
  const members = yield* within(membersOf(classOf, counts), 0.2, 0.4);
  let at = 0;
  for (const [index, own] of members.entries()) {
    const count = wanted[index] ?? 0;
    const [from, to] = [0.4 + (0.6 * at) / total, 0.4 + (0.6 * (at + count)) / total];
    switch (balance) {
      case "oversample":
        train.set(own, at);
        yield* within(draw(own, train.subarray(at + own.length, at + count), source), from, to);
        break;
      case "undersample":
        train.set((yield* within(shuffled(own, source), from, to)).subarray(0, count), at);
        break;
      default:
        return assertNever(balance);
    }
    at += count;
  }
  return { train, classWeights: null };
}

/** Whole rounds through the class first, so that no row is drawn twice more often than another. */
function* draw(own: Int32Array, into: Int32Array, source: ReturnType<typeof random>): Pieces<void> {
  for (let at = 0; at < into.length; at += own.length) {
    const round = yield* within(
      shuffled(own.slice(), source),
      at / into.length,
      Math.min(1, (at + own.length) / into.length),
    );
    into.set(round.subarray(0, into.length - at), at);
  }
}

/** Places of each class, ascending. */
function* membersOf(classOf: Int32Array, counts: readonly number[]): Pieces<Int32Array[]> {
  const lists = counts.map((count) => new Int32Array(count));
  const filled = counts.map(() => 0);
  yield* inBlocks(classOf.length, (from, to) => {
    for (let at = from; at < to; at++) {
      const index = classOf[at] as number;
      const list = lists[index];
      if (list === undefined) continue;
      const place = filled[index] as number;
      list[place] = at;
      filled[index] = place + 1;
    }
  });
  return lists;
}
