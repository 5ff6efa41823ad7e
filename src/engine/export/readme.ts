/**
 * @file What stands beside an exported model: in plain words what its inputs and outputs are, and how the programs beside
 * it (`core/export/prepare`) are called. Column names and classes are the user's texts; in programs they stand as string
 * constants only.
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
  const { features, window } = recipe;
  const sizes = inputShapeOf(recipe).join(", ");
  if (window !== null) {
    const ordered = window.time === null ? "in their order" : `ordered by "${plain(window.time)}"`;
    const apart = window.group === null ? "" : `, all of the same "${plain(window.group)}"`;
    return `32-bit floats, [windows, rows of a window, numbers of a row] = [windows, ${sizes}]; a window is ${window.length} rows that follow one another, ${ordered}${apart}`;
  }
  const [only] = features.length === 1 ? features : [];
  switch (only?.type) {
    case "image":
      return `32-bit floats, [images, height, width, channels] = [images, ${sizes}]`;
    case "text":
      return `32-bit floats, [texts, tokens] = [texts, ${sizes}]`;
    default:
      return `32-bit floats, [rows, numbers of a row] = [rows, ${sizes}]`;
  }
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

/** A raw row to begin with: the values that stand for missing ones. Dates as milliseconds. */
const exampleRow = ({ features }: Recipe): [string, string | number][] =>
  features
    .slice(0, maxDescribed)
    .map((feature) => [feature.column, missingValue(feature) ?? knownValues(feature)[0] ?? exampleCells[feature.type]]);

const exampleCells: Readonly<Record<FittedFeature["type"], string>> = {
  number: "",
  integer: "",
  category: "",
  boolean: "",
  date: "2024-03-31",
  text: "A text.",
  image: "picture.png",
};

/** The columns that raw rows have, as the program's texts; more than some are not listed. */
function columnsText({ features, window }: Recipe, quoted: (name: string) => string): string {
  const names = new Set([...features.map(({ column }) => column), window?.time ?? null, window?.group ?? null]);
  const listed = [...names].filter((name) => name !== null).map(quoted);
  return `${listed.slice(0, 20).join(", ")}${listed.length > 20 ? ", …" : ""}`;
}

const pythonRows = (recipe: Recipe): readonly string[] => {
  if (recipe.window !== null)
    return [
      `# At least ${recipe.window.length} rows, with ${columnsText(recipe, pythonText)}.`,
      'rows = list(csv.DictReader(open("rows.csv", encoding="utf-8")))',
    ];
  const cells = exampleRow(recipe).map(
    ([column, value]) => `${pythonText(column)}: ${typeof value === "number" ? value : pythonText(value)}`,
  );
  return [`rows = [{${cells.join(", ")}}]`];
};

const pythonImports = ({ window }: Recipe): readonly string[] => (window === null ? [] : ["import csv"]);

/** Python beside the package's files: raw rows in, answers out. */
export const torchHowTo = ({ recipe }: Run): readonly string[] => [
  `With Python, PyTorch and NumPy${needsPillow(recipe) ? ", and Pillow for the images" : ""}, in this folder:`,
  "",
  ...pythonImports(recipe),
  "import torch",
  "from model import load",
  "from prepare import answers, prepare, read_recipe",
  "",
  "recipe = read_recipe()",
  ...pythonRows(recipe),
  "x = torch.from_numpy(prepare(rows, recipe))",
  "with torch.no_grad():",
  "    print(answers(load()(x), recipe))",
];

const needsPillow = ({ features }: Recipe): boolean => features.some(({ type }) => type === "image");

/** Also safe inside a page: nothing in it ends the script, or a line of it. */
const javaScriptText = (text: string): string =>
  JSON.stringify(text).replace(/[<\u2028\u2029]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);

function javaScriptRows(recipe: Recipe): readonly string[] {
  const { features, window } = recipe;
  if (window !== null)
    return [
      `// At least ${window.length} rows, as objects with ${columnsText(recipe, javaScriptText)}.`,
      'const rows = await (await fetch("rows.json")).json();',
    ];
  const [only] = features.length === 1 ? features : [];
  if (only?.type === "image")
    return [
      'const picture = document.querySelector("img");',
      "const { naturalWidth: width, naturalHeight: height } = picture;",
      'const pen = new OffscreenCanvas(width, height).getContext("2d");',
      "pen.drawImage(picture, 0, 0);",
      `const rows = [{ [${javaScriptText(only.column)}]: pen.getImageData(0, 0, width, height) }];`,
    ];
  const cells = exampleRow(recipe).map(
    ([column, value]) => `[${javaScriptText(column)}]: ${typeof value === "number" ? value : javaScriptText(value)}`,
  );
  return [`const rows = [{ ${cells.join(", ")} }];`];
}

export const tfjsHowTo = ({ recipe }: Run): readonly string[] => [
  "In a page, with this folder beside it (in Node: read the files and use tf.io.fromMemory):",
  "",
  '<script type="module">',
  'import * as tf from "@tensorflow/tfjs";',
  'import { answers, prepare } from "./prepare.js";',
  'const recipe = await (await fetch("recipe.json")).json();',
  ...javaScriptRows(recipe),
  "const x = prepare(rows, recipe);",
  'const model = await tf.loadLayersModel("model.json");',
  "const y = model.predict(tf.tensor(x.values, x.shape));",
  "console.log(answers(await y.array(), recipe));",
  "</script>",
];
