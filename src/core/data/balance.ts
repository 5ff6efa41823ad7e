/** @file Balance of classes: what is done to the training part where some classes are rare. Other parts stay as they are. */
import { assertNever } from "../fault.ts";
import { random, shuffle } from "../random.ts";
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
  const members = Array.from({ length: classes }, (): number[] => []);
  for (const [at, index] of classOf.entries()) members[index]?.push(at);
  const counts = members.map(({ length }) => length);
  const wanted = balancedCounts(balance, counts);
  const source = random(seed, stream);
  switch (balance) {
    case "weights":
      return { train: null, classWeights: Float32Array.from(classWeightsOf(counts)) };
    case "oversample": {
      const train = members.map((own, index) => [...own, ...drawn(own, (wanted[index] ?? 0) - own.length, source)]);
      return { train: Int32Array.from(train.flat()), classWeights: null };
    }
    case "undersample": {
      const train = members.map((own, index) => shuffle(own, source).slice(0, wanted[index]));
      return { train: Int32Array.from(train.flat()), classWeights: null };
    }
    default:
      return assertNever(balance);
  }
}

/** Whole rounds through the class first, so that no row is drawn twice more often than another. */
function drawn(own: readonly number[], count: number, source: ReturnType<typeof random>): number[] {
  const all: number[] = [];
  while (all.length < count) {
    for (const at of shuffle([...own], source).slice(0, count - all.length)) all.push(at);
  }
  return all;
}
