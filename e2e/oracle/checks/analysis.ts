/**
 * @file Analyses of random tables, as the worker makes them: missing cells, ties, columns that do not vary, large offsets,
 * categories that few rows hold; targets of classes and of numbers.
 */

import { correlationMatrix } from "../../../src/core/data/analysis/correlations.ts";
import type { Analysis, ColumnFigures } from "../../../src/core/data/analysis.ts";
import { columnFromTexts } from "../../../src/core/data/columns.ts";
import { type ColumnType, commonFormat, type Dataset, defaultDataSettings } from "../../../src/core/data/types.ts";
import { atOnce } from "../../../src/core/pieces.ts";
import { type Random, random } from "../../../src/core/random.ts";
import { analyse } from "../../../src/engine/analyse/analyse.ts";
import { divideRows } from "../../../src/engine/prepare/prepare.ts";
import type { OracleCheck } from "../check.ts";
import { present } from "../check.ts";

interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly cells: readonly (string | null)[];
}

type Figures = Pick<Analysis, "columns" | "classes"> & {
  readonly correlations: { readonly columns: readonly string[]; readonly r: readonly (number | null)[] };
};

interface Case extends Figures {
  readonly name: string;
  readonly table: readonly Column[];
  readonly target: string;
  readonly task: "multiclass" | "regression";
  readonly trainRows: readonly number[];
}

type Produced = readonly Case[];

const words = ["zebra", "Ape", "ape", "émeu", "panda", "🐧", "￥", "__proto__"];

function numberColumn(name: string, rows: number, draw: Random): Column {
  const missing = [0, 0.1, 0.4][draw.int(3)] ?? 0;
  const scale = 10 ** (draw.int(7) - 3);
  const kind = draw.int(5);
  const offset = kind === 4 ? 1e6 * scale : scale * draw.next();
  const values = [
    () => offset + scale * (draw.next() - 0.5),
    () => draw.int(6),
    // A long tail, for outliers.
    () => scale * Math.exp(draw.next() * 6),
    // Mostly one value: its quartiles are the same.
    () => (draw.next() < 0.9 ? 3 : draw.int(50)),
    () => offset + scale * draw.next(),
  ] as const;
  const value = values[kind] ?? values[0];
  return {
    name,
    type: "number",
    cells: Array.from({ length: rows }, () => (draw.next() < missing ? null : String(value()))),
  };
}

function categoryColumn(name: string, rows: number, draw: Random, missing: number): Column {
  const kinds = 2 + draw.int(words.length - 1);
  const cells = Array.from({ length: rows }, () =>
    draw.next() < missing ? null : (words[Math.floor(draw.next() ** 2 * kinds)] ?? null),
  );
  return { name, type: "category", cells };
}

/** Every other table has columns that hang together with the target. */
function mixed({ cells, ...column }: Column, target: Column, draw: Random): Column {
  const codes = new Map(words.map((word, i) => [word, i]));
  const blended = cells.map((cell, row) => {
    const answer = target.cells[row];
    if (cell === null || answer == null || draw.next() < 0.3) return cell;
    const value = target.type === "category" ? (codes.get(answer) ?? 0) : Number(answer);
    return column.type === "category"
      ? (words[Math.abs(Math.floor(value)) % words.length] ?? null)
      : String(value + draw.next());
  });
  return { ...column, cells: blended };
}

async function analysisCase(index: number): Promise<Case> {
  const draw = random(17, index);
  const rows = 40 + draw.int([20, 200, 1500][draw.int(3)] ?? 20);
  const task = index % 2 === 0 ? "multiclass" : "regression";
  const target =
    task === "multiclass"
      ? categoryColumn("target", rows, draw, index % 4 === 0 ? 0.1 : 0)
      : numberColumn("target", rows, random(18, index * 5));
  const alone = [
    ...Array.from({ length: 2 + draw.int(4) }, (_, i) => numberColumn(`number ${i}`, rows, draw)),
    ...Array.from({ length: 1 + draw.int(3) }, (_, i) =>
      categoryColumn(`category ${i}`, rows, draw, 0.1 * draw.int(3)),
    ),
  ];
  const table = [...(index % 3 === 0 ? alone : alone.map((column) => mixed(column, target, draw))), target];
  const dataset: Dataset = {
    id: `table ${index}`,
    fileName: "table.csv",
    bytes: 0,
    rows,
    format: commonFormat,
    names: table.map(({ name }) => name),
    columns: table.map(({ cells }) => columnFromTexts(cells, commonFormat)),
    issues: [],
  };
  const types = table.map(({ type }) => type);
  const split = { strategy: "random", validation: 0.2, test: 0.2, seed: index } as const;
  const query = { dataset, types, data: { ...defaultDataSettings, target: "target", split }, task } as const;
  const analysis = await finished(analyse(query, new AbortController().signal));
  const { columns, r } = analysis.correlations;
  return {
    name: `table ${index}: ${rows} rows, ${task}`,
    table,
    target: "target",
    task,
    trainRows: [...present(atOnce(divideRows(query)), "the parts").parts.train],
    columns: analysis.columns,
    classes: analysis.classes,
    correlations: { columns, r: r.map(defined) },
  };
}

const defined = (value: number): number | null => (Number.isNaN(value) ? null : value);

async function finished(walk: AsyncGenerator<unknown, Analysis, void>): Promise<Analysis> {
  for (;;) {
    const { done, value } = await walk.next();
    if (done) return value as Analysis;
  }
}

const changeColumns =
  (change: (figures: ColumnFigures, one: Case) => ColumnFigures) =>
  (cases: Produced): Produced =>
    cases.map((one) => ({ ...one, columns: one.columns.map((figures) => change(figures, one)) }));

const changeStrength = (measure: string, change: (value: number) => number) =>
  changeColumns((figures) =>
    figures.strength?.measure === measure
      ? { ...figures, strength: { ...figures.strength, value: change(figures.strength.value) } }
      : figures,
  );

const numbersOf = ({ table }: Case, name: string): number[] =>
  (table.find((column) => column.name === name)?.cells ?? []).map((cell) =>
    cell === null ? Number.NaN : Number(cell),
  );

export const check: OracleCheck<Produced> = {
  produce: async () => {
    const cases: Case[] = [];
    for (let i = 0; i < 120; i++) cases.push(await analysisCase(i));
    return { produced: cases };
  },
  faults: {
    "quantiles without interpolation": changeColumns((figures, one) => {
      if (figures.quantiles === null) return figures;
      const sorted = numbersOf(one, figures.column)
        .filter((value) => !Number.isNaN(value))
        .sort((a, b) => a - b);
      const shares = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1];
      return { ...figures, quantiles: shares.map((share) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0) };
    }),
    "an outlier not counted": changeColumns((figures) =>
      figures.outliers !== null && figures.outliers.count > 0
        ? { ...figures, outliers: { ...figures.outliers, count: figures.outliers.count - 1 } }
        : figures,
    ),
    "a whisker at the fence": changeColumns((figures) =>
      figures.outliers === null
        ? figures
        : { ...figures, outliers: { ...figures.outliers, whiskers: [figures.outliers.low, figures.outliers.high] } },
    ),
    "η² for η": changeStrength("eta", (value) => value ** 2),
    "V without its root": changeStrength("cramersV", (value) => value ** 2),
    "r with its sign": changeStrength("pearson", (value) => -value),
    "strengths of every row": (cases) =>
      cases.map((one) => ({ ...one, trainRows: (one.table[0]?.cells ?? []).map((_, row) => row) })),
    "correlations of rows that lack nothing": (cases) =>
      cases.map((one) => {
        const all = one.correlations.columns.map((name) => numbersOf(one, name));
        const rows = (all[0] ?? []).flatMap((_, row) => (all.some((values) => Number.isNaN(values[row])) ? [] : [row]));
        const kept = all.map((values) => Float64Array.from(rows, (row) => values[row] ?? Number.NaN));
        const matrix = correlationMatrix(kept);
        let step = matrix.next();
        while (step.done !== true) step = matrix.next();
        return { ...one, correlations: { ...one.correlations, r: step.value.map(defined) } };
      }),
    "a row of a class lost": (cases) =>
      cases.map((one) => ({
        ...one,
        classes: one.classes?.map(({ name, count }, i) => ({ name, count: i === 0 ? count - 1 : count })) ?? null,
      })),
  },
};
