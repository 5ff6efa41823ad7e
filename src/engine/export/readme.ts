/**
 * @file What stands beside an exported model: in plain words what its inputs and outputs are, and how the programs beside
 * it (`core/export/prepare`) are called. Column names and classes are the user's texts; in programs they stand as string
 * constants only.
 */

import {
  type FittedFeature,
  type FittedOp,
  featureWidth,
  missingValue,
  outputsOf,
  type Recipe,
} from "../../core/data/recipe.ts";
import {
  inputAxes,
  javaScriptRows,
  pythonImports,
  pythonRows,
  sampleKind,
} from "../../core/export/prepare/examples.ts";
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
  const { target } = recipe;
  const columns = target.kind === "numbers" ? target.outputs.map(({ column }) => column) : [target.column];
  const predicted = columns.map((column) => `"${column}"`).join(", ");
  return plain(`Predicts ${predicted} of ${dataset.fileName} (run ${name}).${score}`);
}

function featureLine(feature: FittedFeature, place: number): string {
  const unit = feature.type === "date" ? ", in milliseconds since 1970, UTC" : "";
  const missing = missingValue(feature);
  const filled = missing === null ? "" : `; where it is missing: ${plain(String(missing))}`;
  const steps = feature.ops.length === 0 ? "x" : feature.ops.map(opText).join(", then ");
  const text = `"${plain(feature.column)}"${unit}${renamedText(feature)}: ${steps}${filled}`;
  // A picture's numbers are told by its shape.
  if (feature.type === "image") return text;
  const width = featureWidth(feature);
  return `${width === 1 ? place : `${place} to ${place + width - 1}`}: ${text}`;
}

function renamedText({ rename = {} }: FittedFeature): string {
  const names = Object.entries(rename).map(([from, to]) =>
    to === null ? `"${plain(from)}" counts as missing` : `"${plain(from)}" is "${plain(to)}"`,
  );
  return names.length === 0
    ? ""
    : ` (${names.slice(0, maxRenamed).join(", ")}${names.length > maxRenamed ? ", …" : ""})`;
}
const maxRenamed = 20;

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

/** The model's input as an array: what its axes are, and how long. */
function shapeLine(recipe: Recipe): string {
  const line = `32-bit floats, ${inputAxes(recipe)}`;
  const { window } = recipe;
  if (window === null) return line;
  const ordered = window.time === null ? "in their order" : `ordered by "${plain(window.time)}"`;
  const apart = window.group === null ? "" : `, all of the same "${plain(window.group)}"`;
  return `${line}; a window is ${window.length} rows that follow one another, ${ordered}${apart}`;
}

/** The array the model takes, and the numbers in it, in order. */
export function inputLines(recipe: Recipe): string[] {
  const { features } = recipe;
  const lines: string[] = [shapeLine(recipe)];
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
export function outputLines({ target, window }: Recipe, { layers, output }: KerasModel): string[] {
  const when = window?.mode === "forecast" ? `, ${window.horizon} rows after the window's last` : "";
  if (target.kind !== "classes") {
    const outputs = outputsOf(target);
    return outputs.map(({ column, offset, scale }, place) => {
      const number = outputs.length === 1 ? "one number y" : `${place}: y`;
      return `${number}; "${plain(column)}"${when} is y * ${scale} + ${offset}`;
    });
  }
  const classes = target.classes.map(plain);
  const units = layers.find(({ name }) => name === output)?.outputShape.at(-1);
  const [first = "", second = ""] = classes;
  if (units === 1) return [`one number: the probability of "${second}"; that of "${first}" is 1 minus it`];
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
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ["", title, "-".repeat(title.length), ...lines];
  return [
    summaryOf(run),
    "Made with Layerwise.",
    ...section("Files", list(files.map(({ name, holds }) => `${name}: ${holds}`))),
    ...section("Input", list(inputLines(recipe))),
    ...section("Output", list(outputLines(recipe, model))),
    ...section("How to run it", howTo),
    ...section("Remarks", remarks),
    "",
  ].join("\n");
}

/** Python beside the package's files: raw rows in, answers out. */
export const torchHowTo = ({ recipe }: Run): readonly string[] => [
  `With Python, PyTorch and NumPy${sampleKind(recipe) === "image" ? ", and Pillow for the images" : ""}, in this folder:`,
  "",
  ...pythonImports(recipe),
  "import torch",
  "from model import load",
  "from prepare import answers, prepare, read_recipe",
  "",
  "recipe = read_recipe()",
  ...pythonRows(recipe, maxDescribed),
  "x = torch.from_numpy(prepare(rows, recipe))",
  "with torch.no_grad():",
  "    print(answers(load()(x), recipe))",
];

export const tfjsHowTo = ({ recipe }: Run): readonly string[] => [
  "In a page, with this folder beside it (in Node: read the files and use tf.io.fromMemory):",
  "",
  '<script type="module">',
  'import * as tf from "@tensorflow/tfjs";',
  'import { answers, prepare } from "./prepare.js";',
  'const recipe = await (await fetch("recipe.json")).json();',
  ...javaScriptRows(recipe, maxDescribed),
  "const x = prepare(rows, recipe);",
  'const model = await tf.loadLayersModel("model.json");',
  "const y = model.predict(tf.tensor(x.values, x.shape));",
  "console.log(answers(await y.array(), recipe));",
  "</script>",
];
