/**
 * @file Rows to begin with, as lines of the programs that call `prepare`, and what a sample is called. Column names and
 * categories are the user's texts; here they stand as string constants only.
 */
import { type FittedFeature, inputShapeOf, knownValues, missingValue, type Recipe } from "../../data/recipe.ts";
import { pythonText } from "../keras/python.ts";

type Samples = Pick<Recipe, "features" | "window">;

/** What the model takes as one: an image, a text, a window of rows, a row. */
export type SampleKind = "image" | "text" | "window" | "row";

export function sampleKind({ features, window }: Samples): SampleKind {
  if (window !== null) return "window";
  const [only] = features.length === 1 ? features : [];
  return only?.type === "image" || only?.type === "text" ? only.type : "row";
}

const axes: Readonly<Record<SampleKind, string>> = {
  image: "images, height, width, channels",
  text: "texts, tokens",
  window: "windows, rows of a window, numbers of a row",
  row: "rows, numbers of a row",
};

/** The array the model takes: "[images, 28, 28, 1]". */
export const inputArray = (recipe: Samples): string => `[${sampleKind(recipe)}s, ${inputShapeOf(recipe).join(", ")}]`;

/** The same with what each axis is: "[images, height, width, channels] = [images, 28, 28, 1]". */
export const inputAxes = (recipe: Samples): string => `[${axes[sampleKind(recipe)]}] = ${inputArray(recipe)}`;

/** Also safe inside a page: nothing in it ends the script, or a line of it. */
const javaScriptText = (text: string): string =>
  JSON.stringify(text).replace(/[<\u2028\u2029]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);

const exampleCells: Readonly<Record<FittedFeature["type"], string>> = {
  number: "",
  integer: "",
  category: "",
  boolean: "",
  date: "2024-03-31",
  text: "A text.",
  image: "picture.png",
};

/** A raw row: the values that stand for missing ones, dates as milliseconds; columns beyond `most` are left missing. */
const exampleRow = ({ features }: Samples, most: number): [string, string | number][] =>
  features
    .slice(0, most)
    .map((feature) => [feature.column, missingValue(feature) ?? knownValues(feature)[0] ?? exampleCells[feature.type]]);

/** The columns that raw rows have, as the program's texts; more than some are not listed. */
function columnsText({ features, window }: Samples, quoted: (name: string) => string): string {
  const names = new Set([...features.map(({ column }) => column), window?.time ?? null, window?.group ?? null]);
  const listed = [...names].filter((name) => name !== null).map(quoted);
  return `${listed.slice(0, 20).join(", ")}${listed.length > 20 ? ", …" : ""}`;
}

/** Lines that end with `rows` being raw rows; they need `pythonImports`. */
export function pythonRows(recipe: Samples, most: number): readonly string[] {
  if (recipe.window !== null)
    return [
      `# At least ${recipe.window.length} rows, with ${columnsText(recipe, pythonText)}.`,
      'rows = list(csv.DictReader(open("rows.csv", encoding="utf-8")))',
    ];
  const cells = exampleRow(recipe, most).map(
    ([column, value]) => `${pythonText(column)}: ${typeof value === "number" ? value : pythonText(value)}`,
  );
  return [`rows = [{${cells.join(", ")}}]`];
}

export const pythonImports = ({ window }: Samples): readonly string[] => (window === null ? [] : ["import csv"]);

/** The same in JavaScript, in a page. */
export function javaScriptRows(recipe: Samples, most: number): readonly string[] {
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
  const cells = exampleRow(recipe, most).map(
    ([column, value]) => `[${javaScriptText(column)}]: ${typeof value === "number" ? value : javaScriptText(value)}`,
  );
  return [`const rows = [{ ${cells.join(", ")} }];`];
}

/** What Python needs besides the model's own library. */
export const pythonPackages = (recipe: Samples): readonly string[] =>
  sampleKind(recipe) === "image" ? ["numpy", "pillow"] : ["numpy"];
