/**
 * @file Splits of random tables: few and many classes, rare ones, part sizes that divide the classes evenly or not,
 * groups of equal and of different sizes, every fold of a set of folds.
 */

import { balanceTraining } from "../../../src/core/data/balance.ts";
import { type Parts, split } from "../../../src/core/data/split.ts";
import type { SplitConfig } from "../../../src/core/data/types.ts";
import { atOnce } from "../../../src/core/pieces.ts";
import { random } from "../../../src/core/random.ts";
import type { OracleCheck } from "../check.ts";

interface Case {
  readonly name: string;
  readonly strategy: SplitConfig["strategy"];
  readonly classOf: readonly number[];
  readonly sizes: { readonly validation: number; readonly test: number };
  readonly order: readonly number[];
  readonly parts: { readonly train: number[]; readonly validation: number[]; readonly test: number[] };
}

/** All trainings of a set: a fold each, or a group each. */
interface FoldCase {
  readonly name: string;
  readonly strategy: "kFold" | "leaveOneGroupOut" | "group";
  readonly classOf: readonly number[] | null;
  readonly groups: readonly number[] | null;
  readonly validation: number;
  readonly test: number;
  readonly folds: readonly Case["parts"][];
}

interface BalanceCase {
  readonly classOf: readonly number[];
  readonly weights: readonly number[];
  readonly over: readonly number[];
  readonly under: readonly number[];
}

interface Produced {
  readonly cases: readonly Case[];
  readonly folds: readonly FoldCase[];
  readonly balances: readonly BalanceCase[];
}

const plain = ({ train, validation, test }: Parts) => ({
  train: [...train],
  validation: [...validation],
  test: [...test],
});

function splitCase(index: number): Case {
  const draw = random(7, index);
  const classes = 1 + draw.int([3, 8, 40][draw.int(3)] ?? 3);
  const rows = classes * 4 + draw.int([10, 100, 1000][draw.int(3)] ?? 10);
  // Squaring makes some classes rare.
  const classOf = Array.from({ length: rows }, () => Math.floor(draw.next() ** 2 * classes));
  const sizes = { validation: draw.int(Math.floor(rows / 3)), test: 1 + draw.int(Math.floor(rows / 3)) };
  const strategy = (["stratified", "stratified", "random", "chronological"] as const)[index % 4] ?? "stratified";
  const order = Float64Array.from({ length: rows }, () => draw.int(rows));
  const config = { strategy, by: "time", validation: sizes.validation / rows, test: sizes.test / rows, seed: index };
  const labels = { rows: Uint32Array.from(classOf, (_, i) => i), classOf: Int32Array.from(classOf), order };
  const parts = plain(atOnce(split(config, labels)));
  return { name: `${strategy} ${index}: ${rows} rows`, strategy, classOf, sizes, order: [...order], parts };
}

function foldCase(index: number): FoldCase {
  const draw = random(11, index);
  const rows = 30 + draw.int([30, 200, 1500][draw.int(3)] ?? 30);
  const classes = 2 + draw.int(6);
  const classOf = index % 3 === 2 ? null : Array.from({ length: rows }, () => Math.floor(draw.next() ** 2 * classes));
  const strategy = (["kFold", "kFold", "leaveOneGroupOut", "group"] as const)[index % 4] ?? "kFold";
  const count = 4 + draw.int(20);
  // Distinct sizes where scikit-learn's order among equal ones is its own.
  const groups =
    index % 4 === 0 ? null : Array.from({ length: rows }, () => Math.floor(Math.sqrt(draw.next()) * count));
  const folds = 2 + draw.int(Math.min(6, new Set(groups ?? [0, 1, 2, 3, 4]).size - 2));
  const [validation, test] = [draw.int(4) / 10, 0.1 + draw.int(3) / 10];
  const names = groups === null ? [] : Array.from({ length: count }, (_, i) => `g${i}`);
  const labels = {
    rows: Uint32Array.from({ length: rows }, (_, i) => i),
    classOf: classOf === null ? null : Int32Array.from(classOf),
    order: null,
    groups: groups === null ? null : Int32Array.from(groups),
    groupNames: names,
  };
  const shared = { strategy, validation, test, seed: index, ...(groups === null ? {} : { by: "g" }) };
  const present = [...new Set(groups ?? [])].sort((a, b) => a - b);
  const configs: readonly SplitConfig[] =
    strategy === "kFold"
      ? Array.from({ length: folds }, (_, fold) => ({ ...shared, folds, fold }))
      : strategy === "leaveOneGroupOut"
        ? present.map((group) => ({ ...shared, group: `g${group}` }))
        : [shared];
  const parts = configs.map((config) => plain(atOnce(split(config, labels))));
  const by = groups === null ? "rows" : "groups";
  return { name: `${strategy} by ${by} ${index}`, strategy, classOf, groups, validation, test, folds: parts };
}

function balanceCase(index: number): BalanceCase {
  const draw = random(13, index);
  const classes = 2 + draw.int(8);
  const classOf = Int32Array.from({ length: 20 + draw.int(300) }, () => Math.floor(draw.next() ** 3 * classes));
  const by = (balance: "weights" | "oversample" | "undersample") =>
    atOnce(balanceTraining(balance, classOf, classes, index));
  return {
    classOf: [...classOf],
    weights: [...(by("weights").classWeights ?? [])],
    over: [...(by("oversample").train ?? [])],
    under: [...(by("undersample").train ?? [])],
  };
}

const damage =
  (change: (one: Case) => Case["parts"]) =>
  (produced: Produced): Produced => ({
    ...produced,
    cases: produced.cases.map((one) => ({ ...one, parts: change(one) })),
  });

const damageFolds =
  (change: (one: FoldCase) => FoldCase["folds"]) =>
  (produced: Produced): Produced => ({
    ...produced,
    folds: produced.folds.map((one) => ({ ...one, folds: change(one) })),
  });

const damageBalance =
  (change: (one: BalanceCase) => Partial<BalanceCase>) =>
  (produced: Produced): Produced => ({
    ...produced,
    balances: produced.balances.map((one) => ({ ...one, ...change(one) })),
  });

export const check: OracleCheck<Produced> = {
  produce: () =>
    Promise.resolve({
      produced: {
        cases: Array.from({ length: 240 }, (_, i) => splitCase(i)),
        folds: Array.from({ length: 160 }, (_, i) => foldCase(i)),
        balances: Array.from({ length: 40 }, (_, i) => balanceCase(i)),
      },
    }),
  faults: {
    "a row in two parts": damage(({ parts }) => ({ ...parts, train: [...parts.train, ...parts.test.slice(0, 1)] })),
    "a test row lost": damage(({ parts }) => ({ ...parts, test: parts.test.slice(1) })),
    "a stratified split that only shuffles": (produced) => ({
      ...produced,
      cases: produced.cases.map((one, index) => {
        const config = {
          validation: one.sizes.validation / one.classOf.length,
          test: one.sizes.test / one.classOf.length,
        };
        const rows = Uint32Array.from(one.classOf, (_, i) => i);
        const shuffled = atOnce(
          split({ ...config, strategy: "random", seed: index }, { rows, classOf: null, order: null }),
        );
        return one.strategy === "stratified" ? { ...one, parts: plain(shuffled) } : one;
      }),
    }),
    "a row tested in two folds": damageFolds(({ folds }) =>
      folds.map((parts, i) => (i === 1 ? { ...parts, test: [...parts.test, folds[0]?.test[0] ?? 0] } : parts)),
    ),
    "folds that only shuffle": damageFolds(({ folds, strategy, groups }) => {
      const [first, second] = folds;
      if (strategy !== "kFold" || groups !== null || first === undefined || second === undefined) return folds;
      const all = [...first.test, ...second.test].sort((a, b) => a - b);
      const half = first.test.length;
      const exchange = (parts: Case["parts"], test: number[]) => ({
        train: [...parts.train, ...parts.validation, ...parts.test].filter((row) => !test.includes(row)),
        validation: [],
        test,
      });
      return [exchange(first, all.slice(0, half)), exchange(second, all.slice(half)), ...folds.slice(2)];
    }),
    "a row of the held-out group in training": damageFolds(({ folds, groups }) =>
      groups === null
        ? folds
        : folds.map((parts) => ({
            ...parts,
            train: [...parts.train, ...parts.test.slice(0, 1)],
            test: parts.test.slice(1),
          })),
    ),
    "weights of the classes in another order": damageBalance(({ weights }) => ({ weights: weights.toReversed() })),
    "a repeated row too many": damageBalance(({ over }) => ({ over: [...over, over[0] ?? 0] })),
    "a row of the rarest class left out": damageBalance(({ under }) => ({ under: under.slice(1) })),
    "two rows of another class exchanged": damage(({ parts, classOf, strategy }) => {
      const first = classOf[parts.test[0] ?? 0];
      const swapped = parts.test.filter((row) => classOf[row] === first).slice(0, 2);
      const others = parts.train.filter((row) => classOf[row] !== first).slice(0, swapped.length);
      if (strategy !== "stratified" || others.length < 2) return parts;
      return {
        ...parts,
        train: [...parts.train.filter((row) => !others.includes(row)), ...swapped],
        test: [...parts.test.filter((row) => !swapped.includes(row)), ...others],
      };
    }),
    "the latest row in training": damage(({ parts, strategy }) => {
      const last = parts.test.at(-1);
      if (strategy !== "chronological" || last === undefined) return parts;
      return {
        ...parts,
        train: [last, ...parts.train.slice(1)],
        test: [...parts.test.slice(0, -1), parts.train[0] ?? 0],
      };
    }),
  },
};
