/** @file Splits of random tables: few and many classes, rare ones, part sizes that divide the classes evenly or not. */

import { type Parts, split } from "../../../src/core/data/split.ts";
import type { SplitConfig } from "../../../src/core/data/types.ts";
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

type Produced = readonly Case[];

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
  const parts = plain(split(config, labels));
  return { name: `${strategy} ${index}: ${rows} rows`, strategy, classOf, sizes, order: [...order], parts };
}

const damage =
  (change: (one: Case) => Case["parts"]) =>
  (cases: Produced): Produced =>
    cases.map((one) => ({ ...one, parts: change(one) }));

export const check: OracleCheck<Produced> = {
  produce: () => Promise.resolve({ produced: Array.from({ length: 240 }, (_, i) => splitCase(i)) }),
  faults: {
    "a row in two parts": damage(({ parts }) => ({ ...parts, train: [...parts.train, ...parts.test.slice(0, 1)] })),
    "a test row lost": damage(({ parts }) => ({ ...parts, test: parts.test.slice(1) })),
    "a stratified split that only shuffles": (cases) =>
      cases.map((one, index) => {
        const config = {
          validation: one.sizes.validation / one.classOf.length,
          test: one.sizes.test / one.classOf.length,
        };
        const rows = Uint32Array.from(one.classOf, (_, i) => i);
        const shuffled = split({ ...config, strategy: "random", seed: index }, { rows, classOf: null, order: null });
        return one.strategy === "stratified" ? { ...one, parts: plain(shuffled) } : one;
      }),
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
