/**
 * @file What stands beside an exported model: in plain words what its inputs and outputs are, and a short program that
 * takes a raw row. Column names and classes are the user's texts; in programs they stand as string constants only.
 */

import {
  type FittedFeature,
  type FittedOp,
  featureWidth,
  inputShapeOf,
  knownValues,
  missingValue,
  outputsOf,
  type Recipe,
} from "../../core/data/recipe.ts";
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
  const width = featureWidth(feature);
  const places = width === 1 ? String(place) : `${place} to ${place + width - 1}`;
  const unit = feature.type === "date" ? ", in milliseconds since 1970, UTC" : "";
  const missing = missingValue(feature);
  const filled = missing === null ? "" : `; where it is missing: ${plain(String(missing))}`;
  return `${places}: "${plain(feature.column)}"${unit}: ${feature.ops.map(opText).join(", then ")}${filled}`;
}

/** What an operation does to a cell, in a few words. */
function opText(op: FittedOp): string {
  switch (op.kind) {
    case "impute":
    case "imputeCategory":
      return op.indicator ? "x, and at the end 1 where it is missing, else 0" : "x";
    case "scale":
      return `(x - ${op.offset}) / ${op.scale}`;
    case "clip":
      return `x kept within ${op.low} and ${op.high}`;
    case "power":
      return op.method === "boxCox" || op.method === "yeoJohnson" ? `${op.method} with lambda ${op.lambda}` : op.method;
    case "bin":
      return `how many of ${op.edges.join(", ")} x is not below`;
    case "binOneHot":
      return `1 at the place of its bin between ${op.edges.join(", ")}, else 0`;
    case "dateParts":
      return op.parts.map(({ part, cyclic }) => (cyclic ? `sine and cosine of the ${part}` : part)).join(", ");
    case "ordinal":
      return `its place in ${op.values.map(plain).join(" | ")}, from 0; -1 where it is none of them`;
    case "oneHot":
      return `1 at its value, else 0: ${op.values.map(plain).join(" | ")} | any other value`;
    case "hash":
      return `1 or -1 at one of ${op.buckets} places, by its hash`;
    case "tokens":
      return `the numbers of its first ${op.length} tokens (${op.tokenizer}); 0 is padding, 1 an unknown token`;
    case "pixels":
      return `the pixels of ${op.height} rows and ${op.width} columns, ${op.channels === 1 ? "grey" : "red, green, blue"}, value / 255, less ${op.offset.join(", ")}, divided by ${op.scale.join(", ")}`;
    default:
      return assertNever(op);
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
  if (target.kind !== "classes") {
    const outputs = outputsOf(target);
    return outputs.map(({ column, offset, scale }, place) => {
      const number = outputs.length === 1 ? "one number y" : `${place}: y`;
      return `${number}; "${plain(column)}" is y * ${scale} + ${offset}`;
    });
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
  const shape = inputShapeOf(recipe).join(", ");
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ["", title, "-".repeat(title.length), ...lines];
  return [
    summaryOf(run),
    "Made with Layerwise.",
    ...section("Files", list(files.map(({ name, holds }) => `${name}: ${holds}`))),
    ...section("Input", [`32-bit floats, [rows, ${shape}]:`, ...list(inputLines(recipe))]),
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
    .map((feature) => [feature.column, missingValue(feature) ?? knownValues(feature)[0] ?? ""]);

/** Python: `prepare(row)` as recipe.json says, for NumPy, PyTorch and ONNX Runtime alike. */
export const pythonPrepare: readonly string[] = [
  "def prepare(row):",
  '    """A raw row, {column: value or None}, as the numbers the model takes."""',
  "    numbers = []",
  '    for f in recipe["features"]:',
  '        value, flags = row.get(f["column"]), []',
  '        for op in f["ops"]:',
  '            kind = op["kind"]',
  '            if kind in ("impute", "imputeCategory"):',
  '                flags += [float(value is None)] if op["indicator"] else []',
  '                value = op["value"] if value is None else value',
  '            elif kind == "scale":',
  '                value = (value - op["offset"]) / op["scale"]',
  '            elif kind == "oneHot":',
  '                value = [float(value == one) for one in op["values"]] + [float(value not in op["values"])]',
  "            else:",
  "                raise NotImplementedError(kind)",
  "        numbers += (value if isinstance(value, list) else [value]) + flags",
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
  "  let value = row[f.column] ?? null;",
  "  const flags = [];",
  "  for (const op of f.ops) {",
  "    if (op.kind === 'impute' || op.kind === 'imputeCategory') {",
  "      if (op.indicator) flags.push(Number(value === null));",
  "      value ??= op.value;",
  "    } else if (op.kind === 'scale') value = (value - op.offset) / op.scale;",
  "    else if (op.kind === 'oneHot')",
  "      value = [...op.values.map((one) => Number(one === value)), Number(!op.values.includes(value))];",
  "    else throw new Error(op.kind);",
  "  }",
  "  return [value, flags].flat();",
  "});",
  `const row = {${exampleRow(recipe)
    .map(([column, value]) => `${javaScriptText(column)}: ${typeof value === "number" ? value : javaScriptText(value)}`)
    .join(", ")}};`,
  'const model = await tf.loadLayersModel("model.json");',
  "model.predict(tf.tensor2d([prepare(row)])).print();",
  "</script>",
];
