/**
 * @file Recipes fitted on random tables with missing cells, ties, constants and categories that only the other rows
 * hold, and the encoded rows of the whole table.
 */
import { columnSource, type TypedColumn } from "../../../src/core/data/cellSource.ts";
import { columnFromTexts } from "../../../src/core/data/columns.ts";
import { encode } from "../../../src/core/data/encode.ts";
import { fitRecipe } from "../../../src/core/data/fit.ts";
import { type FittedFeature, type Recipe, recipeWidth } from "../../../src/core/data/recipe.ts";
import {
  type ColumnType,
  defaultDataSettings,
  defaultMissing,
  type RecipeConfig,
} from "../../../src/core/data/types.ts";
import { type Random, random, shuffle } from "../../../src/core/random.ts";
import type { OracleCheck } from "../check.ts";

interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly cells: readonly (string | null)[];
}

interface Case {
  readonly name: string;
  readonly config: RecipeConfig;
  readonly columns: readonly Column[];
  readonly trainRows: readonly number[];
  readonly recipe: Recipe;
  readonly width: number;
  /** [rows × width], float32. */
  readonly encoded: readonly number[];
}

type Produced = readonly Case[];

const format = { decimal: ".", dayFirst: false, missing: defaultMissing } as const;

const words = ["zebra", "Ape", "ape", "émeu", "panda", "🐧", "￥", "10", "9", "__proto__"];

function numberColumn(name: string, rows: number, draw: Random): Column {
  const missing = [0, 0.1, 0.5][draw.int(3)] ?? 0;
  const scale = 10 ** (draw.int(9) - 4);
  const offset = scale * (draw.next() - 0.5) * 10 ** draw.int(4);
  const kind = draw.int(4);
  const value = () => (kind === 0 ? offset : kind === 1 ? draw.int(5) : offset + scale * (draw.next() - 0.5));
  const cells = Array.from({ length: rows }, () => (draw.next() < missing ? null : String(value())));
  return { name, type: kind === 1 ? "integer" : "number", cells };
}

function categoryColumn(name: string, rows: number, draw: Random): Column {
  const missing = [0, 0.1, 0.5][draw.int(3)] ?? 0;
  const kinds = 1 + draw.int(words.length);
  const cells = Array.from({ length: rows }, () => (draw.next() < missing ? null : (words[draw.int(kinds)] ?? null)));
  return { name, type: "category", cells };
}

function recipeCase(index: number): Case {
  const draw = random(11, index);
  const rows = 6 + draw.int([10, 60, 300][draw.int(3)] ?? 10);
  const columns = [
    ...Array.from({ length: 1 + draw.int(4) }, (_, i) => numberColumn(`number ${i}`, rows, draw)),
    ...Array.from({ length: 1 + draw.int(3) }, (_, i) => categoryColumn(`category ${i}`, rows, draw)),
  ];
  const config = {
    scale: (["standard", "minmax", "none"] as const)[index % 3] ?? "standard",
    imputeNumber: (["mean", "median"] as const)[draw.int(2)] ?? "mean",
    imputeCategory: "mostFrequent",
  } as const;
  const everyRow = Uint32Array.from({ length: rows }, (_, i) => i);
  const trainRows = shuffle(everyRow.slice(), draw)
    .slice(0, 3 + draw.int(rows - 3))
    .sort();
  const typed = columns.map(
    ({ name, type, cells }): TypedColumn => ({
      name,
      type,
      source: columnSource(columnFromTexts(cells, format), type, format),
    }),
  );
  const target: TypedColumn = {
    name: "target",
    type: "category",
    source: columnSource(columnFromTexts(Array.from(everyRow, String), format), "category", format),
  };
  const settings = { ...defaultDataSettings, target: "target", recipe: config };
  const input = {
    columns: [...typed, target],
    format,
    settings,
    task: "binary",
    target,
    classes: ["a", "b"],
    trainRows,
  } as const;
  const { recipe } = fitRecipe(input);
  const encoded = encode(recipe, (name) => typed.find((column) => column.name === name)?.source, everyRow);
  const name = `table ${index}: ${rows} rows, ${config.scale}, ${config.imputeNumber}`;
  return {
    name,
    config,
    columns,
    trainRows: [...trainRows],
    recipe,
    width: recipeWidth(recipe),
    encoded: [...encoded],
  };
}

const changeFeatures =
  (change: (feature: FittedFeature, one: Case) => FittedFeature) =>
  (cases: Produced): Produced =>
    cases.map((one) => {
      const features = one.recipe.features.map((feature) => change(feature, one));
      return { ...one, recipe: { ...one.recipe, features } };
    });

export const check: OracleCheck<Produced> = {
  produce: () => Promise.resolve({ produced: Array.from({ length: 150 }, (_, i) => recipeCase(i)) }),
  faults: {
    "the sample's deviation for the population's": changeFeatures((feature, { config, trainRows }) => {
      if (feature.kind !== "number" || config.scale !== "standard") return feature;
      return { ...feature, scale: feature.scale * Math.sqrt(trainRows.length / (trainRows.length - 1)) };
    }),
    "fitted on every row": (cases) =>
      cases.map((one, index) => {
        const { recipe } = recipeCase(index);
        const everyRow = one.columns[0]?.cells.map((_, i) => i) ?? [];
        return { ...one, recipe, trainRows: everyRow };
      }),
    "ties of the most frequent go to the last": changeFeatures((feature, { columns, trainRows }) => {
      if (feature.kind !== "oneHot") return feature;
      const cells = columns.find(({ name }) => name === feature.column)?.cells ?? [];
      const counts = feature.values.map((value) => trainRows.filter((row) => cells[row] === value).length);
      return { ...feature, impute: counts.lastIndexOf(Math.max(...counts)) };
    }),
    "a category dropped": changeFeatures((feature) =>
      feature.kind === "oneHot" ? { ...feature, values: feature.values.slice(1), impute: 0 } : feature,
    ),
    "the unseen place forgotten": (cases) =>
      cases.map((one) => ({
        ...one,
        encoded: one.encoded.map((value, i) => (i % one.width === one.width - 1 ? 0 : value)),
      })),
  },
};
