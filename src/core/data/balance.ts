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

/** `classOf`: class of each training sample; null for a regression, which has no classes to balance. */
export function balanceTraining(balance: Balance, classOf: Int32Array | null, classes: number, seed: number): Balanced {
  if (classOf === null || balance === "none") return { train: null, classWeights: null };
  const members = Array.from({ length: classes }, (): number[] => []);
  for (const [at, index] of classOf.entries()) members[index]?.push(at);
  switch (balance) {
    case "weights": {
      // scikit-learn's class_weight="balanced".
      const present = members.filter(({ length }) => length > 0).length;
      const weight = ({ length }: readonly number[]) => (length === 0 ? 1 : classOf.length / (present * length));
      return { train: null, classWeights: Float32Array.from(members, weight) };
    }
    case "oversample": {
      const most = Math.max(...members.map(({ length }) => length));
      const source = random(seed, stream);
      const train = members.flatMap((own) => [...own, ...drawn(own, own.length === 0 ? 0 : most - own.length, source)]);
      return { train: Int32Array.from(train), classWeights: null };
    }
    case "undersample": {
      const least = Math.min(...members.filter(({ length }) => length > 0).map(({ length }) => length));
      const source = random(seed, stream);
      const train = members
        .flatMap((own) => shuffle(Int32Array.from(own), source).subarray(0, least))
        .flatMap((own) => [...own]);
      return { train: Int32Array.from(train), classWeights: null };
    }
    default:
      return assertNever(balance);
  }
}

/** Whole rounds through the class first, so that no row is drawn twice more often than another. */
function drawn(own: readonly number[], count: number, source: ReturnType<typeof random>): number[] {
  const all: number[] = [];
  while (all.length < count) all.push(...shuffle(Int32Array.from(own), source).subarray(0, count - all.length));
  return all;
}
