/**
 * @file `npm run new:layer NAME [group]`: the places a layer of Keras's class NAME stands in, each with what is missing
 * written where it is missing. Nothing of it passes the tests as it is: emitters throw, texts are marked, and the
 * reference in the oracle suite is to be written. Group: core, unless said otherwise.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PlainError, ROOT, runCommand } from "./setup.mjs";

/** Marks a text that is still to be written; a test finds it. */
export const UNWRITTEN = "‹";

const GROUPS = ["core", "convolution", "pooling", "recurrent", "attention", "normalization", "merge", "augmentation"];

/** "MaxPooling1D" → "maxPooling1d", "SimpleRNN" → "simpleRnn": the class in camel case, runs of capitals as one word. */
export function kindOf(className) {
  const words = className.replace("ReLU", "Relu").match(/[A-Z]+(?![a-z])|[A-Z][a-z]+|\d+D?/g) ?? [];
  return words
    .map((word) => word.toLowerCase())
    .map((word, i) => (i === 0 || /^\d/.test(word) ? word : word[0].toUpperCase() + word.slice(1)))
    .join("");
}

const snake = (kind) => kind.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Keras's arguments of the class, as a comment; or that there is no such class. */
function signatureOf(root, className) {
  const table = JSON.parse(readFileSync(join(root, "e2e/oracle/keras_signatures.json"), "utf8"));
  const found = table.layers[className];
  if (found === undefined) {
    return `Keras ${table.keras} has no ${className}: its source goes into export/keras/customClasses.ts.`;
  }
  const list = found.arguments.map(([name, ...value]) =>
    value.length === 0 ? name : `${name} = ${JSON.stringify(value[0])}`,
  );
  return `Keras's arguments: ${list.length === 0 ? "none" : list.join(", ")}.`;
}

const layerSource = (root, className, kind, group) => {
  const merges = group === "merge";
  return `/** @file ${className}: ${UNWRITTEN}what it computes, as a formula. */
import { assert } from "../fault.ts";
import { defineLayer, ${merges ? "manyInputs" : "oneInput"} } from "./define.ts";
${merges ? 'import { equalShapes } from "./merging.ts";\n' : ""}import { noMultiplyAdds, noParameters${merges ? "" : ", sameShape"} } from "./sameShape.ts";

export const ${kind} = defineLayer({
  kind: "${kind}",
  title: "${className}",
  group: "${group}",
  inputs: ${merges ? "manyInputs" : "oneInput"},
  role: "hidden",
  addable: true,
  // ${signatureOf(root, className)}
  fields: {},
  badge: () => "",
  shape: ${merges ? "equalShapes" : "sameShape"},
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: () => ({ className: "${className}", args: {} }),
  torch: () => {
    assert(false, "${className} can be written as PyTorch");
  },
  onnx: () => {
    assert(false, "${className} can be written as ONNX");
  },
});
`;
};

/** `text` with `line` before the first line that `isAfter` holds for, looking from line `from` on. */
function insertedBefore(text, line, isAfter, from = 0) {
  const lines = text.split("\n");
  const at = lines.findIndex((one, i) => i >= from && isAfter(one));
  if (at < 0) throw new PlainError(`No place was found for: ${line.trim()}`);
  return [...lines.slice(0, at), line, ...lines.slice(at)].join("\n");
}

const lineOf = (text, start) => text.split("\n").findIndex((line) => line.startsWith(start));

/** The import in alphabetical order, and the row after the last layer of its group. */
function registered(root, text, kind, group) {
  const sorted = (line) => /^import \{ (\w+) \} from "\.\/(\w+)\.ts"/.exec(line)?.[2];
  const imported = insertedBefore(text, `import { ${kind} } from "./${kind}.ts";`, (line) => {
    const other = sorted(line);
    return line === "" || (other !== undefined && other.toLowerCase() > kind.toLowerCase());
  });
  const start = lineOf(imported, "export const layers = {");
  const rows = imported
    .split("\n")
    .slice(start + 1)
    .map((line) => /^ {2}(\w+),$/.exec(line)?.[1]);
  const end = rows.indexOf(undefined);
  const groupOf = (other) =>
    /group: "(\w+)"/.exec(readFileSync(join(root, `src/core/layers/${other}.ts`), "utf8"))?.[1];
  const last = rows.slice(0, end).findLastIndex((other) => groupOf(other) === group);
  const lines = imported.split("\n");
  lines.splice(start + 1 + (last < 0 ? end - 1 : last + 1), 0, `  ${kind},`);
  return lines.join("\n");
}

const withText = (text, kind, help) =>
  insertedBefore(
    text,
    `    ${kind}: { gloss: "", help: "${help}" },`,
    (line) => line === "  },",
    lineOf(text, "  kinds: {"),
  );

const withCase = (text, kind) =>
  insertedBefore(
    text,
    `  { kind: "${kind}", inputs: [[5]] },`,
    (line) => line === "];",
    lineOf(text, "export const cases"),
  );

const withReference = (text, className, kind) => `${text.trimEnd()}


def ${snake(kind)}(args, inputs, weights, context):
    raise NotImplementedError("${className} by torch's own functions, in float64")


FORWARD["${className}"] = ${snake(kind)}
`;

/** Writes the layer's places below `root`; says which files. */
export function scaffold(root, className, group = "core") {
  if (!/^[A-Z][A-Za-z0-9]*$/.test(className)) {
    throw new PlainError(`A layer is called by its Keras class, such as UnitNormalization; "${className}" is none.`);
  }
  if (!GROUPS.includes(group)) throw new PlainError(`There is no group "${group}". Groups: ${GROUPS.join(", ")}.`);
  const kind = kindOf(className);
  const taken = readdirSync(join(root, "src/core/layers")).map((file) => file.toLowerCase());
  if (taken.includes(`${kind}.ts`.toLowerCase())) throw new PlainError(`src/core/layers/${kind}.ts is there already.`);
  const changes = {
    [`src/core/layers/${kind}.ts`]: () => layerSource(root, className, kind, group),
    "src/core/layers/index.ts": (text) => registered(root, text, kind, group),
    [`src/locales/en/layers/${group}.ts`]: (text) =>
      withText(text, kind, `${UNWRITTEN}what ${className} does, and what it is good for.`),
    [`src/locales/zh/layers/${group}.ts`]: (text) => withText(text, kind, `${UNWRITTEN}${className} 的作用和用途。`),
    [`e2e/oracle/layers/${group}.ts`]: (text) => withCase(text, kind),
    [`e2e/oracle/layers/${group}.py`]: (text) => withReference(text, className, kind),
  };
  // All texts are made before the first is written: a failure leaves nothing half done.
  const written = Object.entries(changes).map(([path, change]) => {
    const full = join(root, path);
    return [full, change(existsSync(full) ? readFileSync(full, "utf8") : "")];
  });
  for (const [full, text] of written) writeFileSync(full, text);
  return { kind, files: Object.keys(changes) };
}

async function main() {
  const [className, group] = process.argv.slice(2);
  if (className === undefined) {
    throw new PlainError(`npm run new:layer NAME [group]; NAME is a Keras class, group one of ${GROUPS.join(", ")}.`);
  }
  const { kind, files } = scaffold(ROOT, className, group);
  console.log(`${className} stands in:\n${files.map((file) => `  ${file}`).join("\n")}

Next:
  1. Fill src/core/layers/${kind}.ts: fields, shape, parameters, and both emitters. src/core/layers/dense.ts shows the form.
  2. Where TensorFlow.js lacks the class, or computes it otherwise: src/engine/model/customLayers/${kind}.ts, imported by index.ts there.
  3. Write the texts (they are marked with ${UNWRITTEN}), and the name and help of each new field.
  4. Write the reference in PyTorch and cases for every parameter in e2e/oracle/layers.
  5. src/core/export/tfjsLayers.ts: how plain TensorFlow.js has it; unknown classes are refused there.
  6. npm run docs, then npm test and npm run test:oracle -- layers keras.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) runCommand(main);
