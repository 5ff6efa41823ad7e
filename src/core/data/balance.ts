/** @file Balance of classes: what is done to the training part where some classes are rare. Other parts stay as they are. */
import { assertNever } from "../fault.ts";
import { random, shuffle } from "../random.ts";
import { countCodes, counted } from "./split/positions.ts";
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
export function balanceTraining(balance: Balance, classOf: Int32Array | null, classes: number, seed: number): Balanced {
  if (classOf === null || balance === "none") return { train: null, classWeights: null };
  const counts = countCodes(classOf, counted(classOf.length), classes);
  const wanted = balancedCounts(balance, counts);
  const source = random(seed, stream);
  switch (balance) {
    case "weights":
      return { train: null, classWeights: Float32Array.from(classWeightsOf(counts)) };
    case "oversample": {
      const train = members(classOf, counts).flatMap((own, index) => [
        own,
        ...drawn(own, (wanted[index] ?? 0) - own.length, source),
      ]);
      return { train: joined(train), classWeights: null };
    }
    case "undersample": {
      const train = members(classOf, counts).map((own, index) => shuffle(own, source).subarray(0, wanted[index]));
      return { train: joined(train), classWeights: null };
    }
    default:
      return assertNever(balance);
  }
}

/** Whole rounds through the class first, so that no row is drawn twice more often than another. */
function drawn(own: Int32Array, count: number, source: ReturnType<typeof random>): Int32Array[] {
  const rounds: Int32Array[] = [];
  for (let left = count; left > 0; left -= own.length) rounds.push(shuffle(own.slice(), source).subarray(0, left));
  return rounds;
}

/** Places of each class, ascending. */
function members(classOf: Int32Array, counts: readonly number[]): Int32Array[] {
  const lists = counts.map((count) => new Int32Array(count));
  const filled = counts.map(() => 0);
  for (let at = 0; at < classOf.length; at++) {
    const index = classOf[at] as number;
    const list = lists[index];
    if (list === undefined) continue;
    const place = filled[index] as number;
    list[place] = at;
    filled[index] = place + 1;
  }
  return lists;
}

function joined(lists: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}
