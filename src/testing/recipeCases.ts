/**
 * @file For tests only: fitted recipes drawn by chance, raw rows as badly written as tables have them, and what the studio
 * makes of them. The programs that leave with a model are held to it.
 */

import { columnSource, withPixels } from "../core/data/cellSource.ts";
import { columnFromTexts } from "../core/data/columns.ts";
import { encodeSamples, type Sources } from "../core/data/encode.ts";
import { fitImage } from "../core/data/images/resize.ts";
import {
  dateParts,
  type FittedDatePart,
  type FittedFeature,
  type FittedOp,
  type FittedWindow,
  inputShapeOf,
  type PixelsOp,
  powerMethods,
  type Recipe,
} from "../core/data/recipe.ts";
import { fitTokens } from "../core/data/text/fitTokens.ts";
import { defaultMissing, resizePolicies, tokenizers } from "../core/data/types.ts";
import { predictionWindows, rowSamples } from "../core/data/windows.ts";
import { atOnce } from "../core/pieces.ts";
import { type Random, random } from "../core/random.ts";

/** Red, green, blue and transparency, rows first. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export interface RecipeCase {
  readonly name: string;
  readonly recipe: Recipe;
  /** Texts as a table has them, or pictures; null is missing. */
  readonly rows: readonly Readonly<Record<string, string | Picture | null>>[];
  /** What the studio makes of the rows: the samples' numbers one after the other. */
  readonly x: Float32Array;
  readonly shape: readonly number[];
  /** The rows of each sample. */
  readonly samples: readonly (readonly number[])[];
}

const pick = <T>(draw: Random, from: readonly T[]): T => from[draw.int(from.length)] as T;
const chance = (draw: Random, share: number): boolean => draw.next() < share;

/** Of the rows that a table has and a person would not write. */
const oddNumbers = [
  "",
  "NA",
  " n/a ",
  "abc",
  "007",
  "1e400",
  "inf",
  "-",
  "9007199254740993",
  "1e39",
  "-2e38",
  "٣",
  "1 2",
];

function numberText(draw: Random, decimal: "." | ","): string | null {
  const roll = draw.next();
  if (roll < 0.05) return null;
  if (roll < 0.15) return pick(draw, oddNumbers);
  const value = (draw.next() - 0.4) * 10 ** draw.int(5);
  const [thousands, point] = decimal === "." ? [",", "."] : [".", ","];
  const plain = value.toFixed(draw.int(4)).replace(".", point);
  switch (draw.int(7)) {
    case 0:
      return ` ${plain} `;
    case 1:
      return `${plain}%`;
    case 2:
      return `$${plain.replace("-", "")}`;
    case 3:
      return `${pick(draw, ["-", "−", "+"])}${1 + draw.int(900)}${pick(draw, [thousands, "’", "\u202f", " "])}234${point}5 €`;
    case 4:
      return Array.from(String(draw.int(5000)), (d) => String.fromCharCode(0xff10 + Number(d))).join("");
    case 5:
      return `${draw.int(99)}e${draw.int(4)}`;
    default:
      return plain;
  }
}

const categories = [
  "red",
  "Blue",
  "日本語",
  "toString",
  "__proto__",
  "naïve",
  "1.0",
  "a\u2028b",
  "😀",
  "-999",
] as const;
const categoryText = (draw: Random): string | null =>
  chance(draw, 0.15) ? pick(draw, [null, "", "None", "?"]) : `${pick(draw, ["", " "])}${pick(draw, categories)}`;
const booleanText = (draw: Random): string | null =>
  pick(draw, ["yes", "No", "TRUE", "f", "1", "0", "on", " off ", "maybe", "", null]);

const two = (n: number): string => String(n).padStart(2, "0");

function dateText(draw: Random): string | null {
  const [year, month, day] = [1930 + draw.int(120), 1 + draw.int(12), 1 + draw.int(31)];
  const [hour, minute] = [draw.int(25), draw.int(60)];
  const word = pick(draw, ["Jan", "february", "Mar.", "apr", "May", "June", "Jul", "AUG", "Sept", "oct", "Nov", "Dec"]);
  const clock = pick(draw, [
    "",
    "",
    ` ${hour}:${two(minute)}`,
    `T${two(hour)}:${two(minute)}:30.25Z`,
    ` ${1 + draw.int(12)}:${two(minute)} ${pick(draw, ["am", "p.m."])}`,
    ` ${two(hour)}:${two(minute)}:59 ${pick(draw, ["+05:30", "-0800", "+02", "UTC"])}`,
  ]);
  switch (draw.int(9)) {
    case 0:
      return pick(draw, [null, "", "tomorrow", "2020.07", "123456789"]);
    case 1:
      return `${year}-${two(month)}`;
    case 2:
      return `${day}/${month}/${year}${clock}`;
    case 3:
      return `${month}.${day}.${two(year % 100)}${clock}`;
    case 4:
      return `${pick(draw, ["", "Mon, ", "Tuesday "])}${day} ${word} ${year}${clock}`;
    case 5:
      return `${word} ${day}${pick(draw, ["", "th", "nd"])}, ${year}${clock}`;
    case 6:
      return `${year}年${month}月${day}日${clock}`;
    default:
      return `${year}-${two(month)}-${two(day)}${clock}`;
  }
}

const between = (draw: Random, low: number, high: number): number => low + draw.next() * (high - low);
/** Whole numbers, which some cells hit exactly. */
const edgesOf = (draw: Random): number[] =>
  [...new Set(Array.from({ length: 1 + draw.int(5) }, () => draw.int(24) - 9))].sort((a, b) => a - b);

function numberOps(draw: Random): FittedOp[] {
  const ops: FittedOp[] = [];
  if (chance(draw, 0.7)) ops.push({ kind: "impute", value: between(draw, -5, 50), indicator: chance(draw, 0.5) });
  if (chance(draw, 0.4)) ops.push({ kind: "clip", low: between(draw, -50, 0), high: between(draw, 1, 2000) });
  if (chance(draw, 0.5)) {
    const lambda = pick(draw, [0, 2, 0.5, -0.7, 1.3]);
    ops.push({ kind: "power", method: pick(draw, powerMethods), lambda });
  }
  if (chance(draw, 0.2)) ops.push({ kind: "impute", value: 1, indicator: true });
  switch (draw.int(4)) {
    case 0:
      return [...ops, { kind: "bin", edges: edgesOf(draw) }, { kind: "scale", offset: 2, scale: 0.5 }];
    case 1:
      return [...ops, { kind: "binOneHot", edges: edgesOf(draw) }];
    case 2:
      return [...ops, { kind: "scale", offset: between(draw, -9, 9), scale: between(draw, 0.1, 90) }];
    default:
      return ops;
  }
}

function categoryOps(draw: Random): FittedOp[] {
  const ops: FittedOp[] = [];
  const values = categories.filter(() => chance(draw, 0.6)).map((value) => value.trim());
  const some = values.length === 0 ? ["red"] : values;
  if (chance(draw, 0.5))
    ops.push({ kind: "imputeCategory", value: pick(draw, [...some, "elsewhere"]), indicator: chance(draw, 0.5) });
  switch (draw.int(4)) {
    case 0:
      return [...ops, { kind: "ordinal", values: some }, { kind: "scale", offset: 1.5, scale: 3 }];
    case 1:
      return [...ops, { kind: "hash", buckets: 1 + draw.int(9) }];
    default:
      return [...ops, { kind: "oneHot", values: some }];
  }
}

function dateOps(draw: Random): FittedOp[] {
  const ops: FittedOp[] = chance(draw, 0.5) ? [{ kind: "impute", value: 1.5e12 + 0.5, indicator: true }] : [];
  if (chance(draw, 0.3)) return [...ops, { kind: "scale", offset: 1e12, scale: 4e11 }];
  const parts = dateParts.flatMap((part): FittedDatePart[] => {
    if (chance(draw, 0.4)) return [];
    return part !== "year" && chance(draw, 0.5)
      ? [{ part, cyclic: true }]
      : [{ part, cyclic: false, offset: 7, scale: 12 }];
  });
  return [...ops, { kind: "dateParts", parts: parts.length === 0 ? [{ part: "month", cyclic: true }] : parts }];
}

const drawnFeatures = {
  number: { ops: numberOps, text: numberText },
  integer: { ops: numberOps, text: numberText },
  category: { ops: categoryOps, text: categoryText },
  boolean: { ops: (): FittedOp[] => [{ kind: "oneHot", values: ["false", "true"] }], text: booleanText },
  date: { ops: dateOps, text: dateText },
} as const;
const featureTypes = Object.keys(drawnFeatures) as readonly (keyof typeof drawnFeatures)[];

const recipeOf = (draw: Random, features: readonly FittedFeature[], window: FittedWindow | null): Recipe => ({
  task: "regression",
  decimal: pick(draw, [".", ","]),
  dayFirst: chance(draw, 0.5),
  missing: [...defaultMissing, "-999"],
  features,
  target: { kind: "number", column: "target", offset: 3, scale: 2 },
  window,
});

function drawnWindow(draw: Random): FittedWindow {
  const time = pick(draw, [null, "number", "date", "when"]);
  return {
    mode: "forecast",
    time,
    timeType: time === null ? null : time === "date" ? "date" : "number",
    group: pick(draw, [null, "category", "who"]),
    ...(chance(draw, 0.5) ? { groupRename: { b: "a", c: null } } : {}),
    length: 1 + draw.int(4),
    stride: 1 + draw.int(3),
    horizon: 1,
    step: time === null || chance(draw, 0.4) ? null : time === "date" ? 3e10 : time === "when" ? 1 : 40,
    duplicates: pick(draw, ["keep", "first"]),
  };
}

/** Columns of numbers, categories and dates side by side; every other one as windows. */
function tableCase(index: number): RecipeCase {
  const draw = random(71, index);
  const window = index % 2 === 1 ? drawnWindow(draw) : null;
  const features = featureTypes.map((type): FittedFeature => {
    const feature = { column: type, type, ops: drawnFeatures[type].ops(draw) };
    return type === "category" && chance(draw, 0.6)
      ? { ...feature, rename: { red: "Blue", Blue: null, 日本語: "toString" } }
      : feature;
  });
  const recipe = recipeOf(draw, features, window);
  const rows = Array.from({ length: 30 + draw.int(40) }, (_, row) => {
    const cells = featureTypes.map((type) => [type, drawnFeatures[type].text(draw, recipe.decimal)] as const);
    const when = String(Math.floor(row / 2) + (chance(draw, 0.1) ? 40 : 0));
    return { ...Object.fromEntries(cells), when, who: pick(draw, ["a", "b", "c", " a", "NA"]) };
  });
  // A column may be absent as a whole: its cells are missing then.
  const given = chance(draw, 0.2)
    ? rows.map((row) => Object.fromEntries(Object.entries(row).filter(([column]) => column !== "boolean")))
    : rows;
  return encoded(`table ${index}`, recipe, given);
}

const wordsOf = {
  english: [
    "The",
    "café",
    "cafe\u0301",
    "don't",
    "it’s",
    "lowest",
    "lower",
    "newer",
    "newest",
    "west",
    "C++",
    "3.14",
    "😀",
    "İzmir",
    "x_y",
  ],
  chinese: ["我们", "喜欢", "电影", "很好", "。", "，", "カレー", "한국어", "𠀀", "々", "\u3000"],
} as const;

function textCase(index: number): RecipeCase {
  const draw = random(72, index);
  // Of few letters: pairs overlap, so that the order of merging tells.
  const made = Array.from({ length: 12 }, () =>
    Array.from({ length: 2 + draw.int(7) }, () => pick(draw, [..."abc"])).join(""),
  );
  const words = pick(draw, [wordsOf.english, wordsOf.chinese, made, [...wordsOf.english, ...wordsOf.chinese]]);
  const texts = Array.from({ length: 40 }, () =>
    chance(draw, 0.1)
      ? pick(draw, [null, "", "NA", " \n "])
      : Array.from({ length: draw.int(9) }, () => pick(draw, words) + pick(draw, [" ", "", "  ", "\n", "\u00a0"])).join(
          "",
        ),
  );
  const input = {
    kind: "text",
    column: "note",
    tokenizer: tokenizers[index % 3] ?? "words",
    lowercase: chance(draw, 0.5),
    vocabulary: 5 + draw.int(index % 3 === 2 ? 300 : 60),
    length: 1 + draw.int(12),
    padding: pick(draw, ["pre", "post"] as const),
  } as const;
  const op = atOnce(
    fitTokens(
      input,
      (row) => texts[row] ?? null,
      Uint32Array.from({ length: 25 }, (_, row) => row),
    ),
  );
  const recipe = recipeOf(draw, [{ column: "note", type: "text", ops: [op] }], null);
  return encoded(
    `${input.tokenizer} ${index}`,
    recipe,
    texts.map((note) => ({ note })),
  );
}

export function drawnPicture(draw: Random): Picture {
  const [width, height] = [1 + draw.int(40), 1 + draw.int(40)];
  // Wholly clear or wholly there: in between programs round differently.
  const data = Uint8Array.from({ length: width * height * 4 }, (_, i) =>
    i % 4 === 3 ? (chance(draw, 0.05) ? 0 : 255) : draw.int(256),
  );
  return { width, height, data };
}

function imageCase(index: number): RecipeCase {
  const draw = random(73, index);
  const channels = pick(draw, [1, 3] as const);
  const op: PixelsOp = {
    kind: "pixels",
    height: 1 + draw.int(16),
    width: 1 + draw.int(16),
    channels,
    policy: resizePolicies[index % 3] ?? "stretch",
    offset: Array.from({ length: channels }, () => draw.next()),
    scale: Array.from({ length: channels }, () => 0.1 + draw.next()),
  };
  const recipe = recipeOf(draw, [{ column: "picture", type: "image", ops: [op] }], null);
  const rows = Array.from({ length: 4 }, (_, row) => ({ picture: row === 2 ? null : drawnPicture(draw) }));
  return encoded(`image ${op.policy} ${index}`, recipe, rows);
}

/** As the studio's decoder hands them over: over white. */
export const overWhite = ({ data }: Picture): Uint8Array =>
  data.map((value, i) => (data[i - (i % 4) + 3] === 0 ? 255 : value));

/** What the studio makes of rows. */
export function encoded(name: string, recipe: Recipe, rows: RecipeCase["rows"]): RecipeCase {
  const has = (column: string): boolean => rows.some((row) => Object.hasOwn(row, column));
  const { window, features } = recipe;
  const sources: Sources = (column) => {
    const feature = features.find((one) => one.column === column);
    const type = feature?.type ?? (column === window?.group ? "category" : (window?.timeType ?? "number"));
    const rename = feature === undefined && column === window?.group ? window.groupRename : feature?.rename;
    if (!has(column)) return undefined;
    const cells = rows.map((row) => row[column] ?? null);
    const texts = cells.map((cell) => (typeof cell === "string" ? cell : null));
    const source = columnSource(columnFromTexts(texts, recipe), type, recipe, rename);
    const [op] = feature?.ops ?? [];
    if (op?.kind !== "pixels") return source;
    return withPixels(source, (row) => {
      const cell = cells[row];
      return cell == null || typeof cell === "string" ? new Uint8Array(0) : fitImage(overWhite(cell), cell, 4, op);
    });
  };
  const all = Uint32Array.from(rows, (_, row) => row);
  const column = (of: string | null) => (of === null ? undefined : sources(of));
  const samples =
    window === null
      ? rowSamples(all)
      : predictionWindows(window, { time: column(window.time), group: column(window.group) }, all);
  const chosen = Uint32Array.from(samples.starts, (_, sample) => sample);
  const length = window?.length ?? 1;
  return {
    name,
    recipe,
    rows,
    x: encodeSamples(recipe, sources, samples, chosen),
    shape: [chosen.length, ...inputShapeOf(recipe)],
    samples: Array.from(samples.starts, (start) => [...samples.order.subarray(start, start + length)]),
  };
}

/** All kinds of them. */
export const recipeCases = (): readonly RecipeCase[] => [
  ...Array.from({ length: 60 }, (_, i) => tableCase(i)),
  ...Array.from({ length: 30 }, (_, i) => textCase(i)),
  ...Array.from({ length: 30 }, (_, i) => imageCase(i)),
];

/** Cases whose numbers are of a size that models take, to be predicted with: one of each kind of sample. */
export function modestCases() {
  const cases = recipeCases();
  const first = (suits: (one: RecipeCase) => boolean): RecipeCase => {
    const found = cases.find((one) => one.samples.length > 3 && one.x.every((x) => Math.abs(x) < 200) && suits(one));
    if (found === undefined) throw new Error("there is such a case");
    return found;
  };
  const type = ({ recipe }: RecipeCase) => recipe.features[0]?.type;
  return {
    several: first(({ recipe }) => recipe.features.length > 1 && recipe.window === null),
    windows: first(({ recipe }) => recipe.window !== null && recipe.window.length > 1),
    texts: first((one) => type(one) === "text"),
    images: first((one) => type(one) === "image"),
  };
}
