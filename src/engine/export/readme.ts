/**
 * @file What stands beside an exported model: in plain words what its inputs and outputs are, and a short program that
 * takes a raw row. Column names and classes are the user's texts; in programs they stand as string constants only.
 */

import type { FittedFeature, Recipe } from "../../core/data/recipe.ts";
import { featureWidth, recipeWidth } from "../../core/data/recipe.ts";
import { pythonText } from "../../core/export/keras/python.ts";
import { assertNever } from "../../core/fault.ts";
import type { KerasModel } from "../../core/graph/compile.ts";
import type { Run } from "../../core/training/types.ts";

/** Columns up to which each is described; a picture has thousands, all alike. */
const maxDescribed = 200;

const plain = (text: string): string => text.replace(/\p{C}+/gu, " ").trim();

/** One line about the model: what it was trained for, and how well it did. */
export function summaryOf({ name, dataset, recipe, report }: Run): string {
  const score =
    report === null
      ? ""
      : report.kind === "classification"
        ? ` Accuracy on ${report.rows} test rows: ${report.model.accuracy.toFixed(4)}.`
        : ` Mean absolute error on ${report.rows} test rows: ${Number(report.model.mae.toPrecision(4))}.`;
  return plain(`Predicts "${recipe.target.column}" of ${dataset.fileName} (run ${name}).${score}`);
}

function featureLine(feature: FittedFeature, place: number): string {
  const column = plain(feature.column);
  switch (feature.kind) {
    case "number": {
      const unit = feature.type === "date" ? ", in milliseconds since 1970, UTC" : "";
      return `${place}: "${column}"${unit}: (x - ${feature.offset}) / ${feature.scale}; where it is missing, x is ${feature.impute}`;
    }
    case "oneHot": {
      const last = place + feature.values.length;
      const missing = plain(feature.values[feature.impute] ?? "");
      const values = feature.values.map(plain).join(" | ");
      return `${place} to ${last}: "${column}": 1 at its value, else 0: ${values} | any other value; where it is missing: ${missing}`;
    }
    default:
      return assertNever(feature);
  }
}

/** The numbers the model takes, in order. */
export function inputLines({ features }: Recipe): string[] {
  const lines: string[] = [];
  let place = 0;
  for (const feature of features.slice(0, maxDescribed)) {
    lines.push(featureLine(feature, place));
    place += featureWidth(feature);
  }
  if (features.length > maxDescribed)
    lines.push(`… and ${features.length - maxDescribed} more; recipe.json has them all`);
  return lines;
}

/** What comes out. */
export function outputLines({ target }: Recipe, { layers, output }: KerasModel): string[] {
  if (target.kind === "number") {
    const turned = `y * ${target.scale} + ${target.offset}`;
    return [`one number y; "${plain(target.column)}" is ${turned}`];
  }
  const classes = target.classes.map(plain);
  const units = layers.find(({ name }) => name === output)?.outputShape.at(-1);
  if (units === 1) return [`one number: the probability of "${classes[1]}"; that of "${classes[0]}" is 1 minus it`];
  return classes.map((name, place) => `${place}: the probability of "${name}"`);
}

const list = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

export interface ReadmeFile {
  readonly name: string;
  readonly holds: string;
}

/** The text of README.txt. */
export function readmeOf(
  run: Run,
  model: KerasModel,
  files: readonly ReadmeFile[],
  howTo: readonly string[],
  remarks: readonly string[] = [],
): string {
  const { recipe } = run;
  const width = recipeWidth(recipe);
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ["", title, "-".repeat(title.length), ...lines];
  return [
    summaryOf(run),
    "Made with Layerwise.",
    ...section("Files", list(files.map(({ name, holds }) => `${name}: ${holds}`))),
    ...section("Input", [`Rows of ${width} numbers (32-bit floats), [rows, ${width}]:`, ...list(inputLines(recipe))]),
    ...section("Output", list(outputLines(recipe, model))),
    ...section("How to run it", howTo),
    ...section("Remarks", remarks),
    "",
  ].join("\n");
}

/** A raw row to begin with: the values that stand for missing ones. Dates as milliseconds. */
const exampleRow = ({ features }: Recipe): [string, string | number][] =>
  features
    .slice(0, maxDescribed)
    .map((feature) => [
      feature.column,
      feature.kind === "number" ? feature.impute : (feature.values[feature.impute] ?? ""),
    ]);

/** Python: `prepare(row)` as recipe.json says, for NumPy, PyTorch and ONNX Runtime alike. */
export const pythonPrepare: readonly string[] = [
  "def prepare(row):",
  '    """A raw row, {column: value or None}, as the numbers the model takes."""',
  "    numbers = []",
  '    for f in recipe["features"]:',
  '        value = row.get(f["column"])',
  '        if f["kind"] == "number":',
  '            numbers.append(((f["impute"] if value is None else value) - f["offset"]) / f["scale"])',
  "        else:",
  '            value = f["values"][f["impute"]] if value is None else value',
  '            numbers += [float(value == one) for one in f["values"]] + [float(value not in f["values"])]',
  "    return numbers",
];

/** Opens recipe.json in Python and prepares one row. */
export const pythonRow = ({ recipe }: Run): string =>
  `row = {${exampleRow(recipe)
    .map(([column, value]) => `${pythonText(column)}: ${typeof value === "number" ? value : pythonText(value)}`)
    .join(", ")}}`;

export const torchHowTo = (run: Run): readonly string[] => [
  "With Python and PyTorch, in this folder:",
  "",
  "import json",
  "import torch",
  "from model import load",
  "",
  'recipe = json.load(open("recipe.json", encoding="utf-8"))',
  "",
  ...pythonPrepare,
  "",
  pythonRow(run),
  "with torch.no_grad():",
  "    print(load()(torch.tensor([prepare(row)], dtype=torch.float32)))",
];

/** Also safe inside a page: nothing in it ends the script, or a line of it. */
const javaScriptText = (text: string): string =>
  JSON.stringify(text).replace(/[<\u2028\u2029]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);

export const tfjsHowTo = ({ recipe }: Run): readonly string[] => [
  "In a page, with this folder beside it (in Node: read the files and use tf.io.fromMemory):",
  "",
  '<script type="module">',
  'import * as tf from "@tensorflow/tfjs";',
  'const recipe = await (await fetch("recipe.json")).json();',
  "const prepare = (row) => recipe.features.flatMap((f) => {",
  "  const value = row[f.column] ?? (f.kind === 'number' ? f.impute : f.values[f.impute]);",
  "  if (f.kind === 'number') return (value - f.offset) / f.scale;",
  "  return [...f.values.map((one) => Number(one === value)), Number(!f.values.includes(value))];",
  "});",
  `const row = {${exampleRow(recipe)
    .map(([column, value]) => `${javaScriptText(column)}: ${typeof value === "number" ? value : javaScriptText(value)}`)
    .join(", ")}};`,
  'const model = await tf.loadLayersModel("model.json");',
  "model.predict(tf.tensor2d([prepare(row)])).print();",
  "</script>",
];
