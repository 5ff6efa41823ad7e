/** @file Values as Python source. Foreign texts (labels, names) can end neither a string nor a comment. */
import { assert } from "../../fault.ts";

/** Characters that end a line somewhere, or that show a text in another order than it has. */
const unseen = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

const escaped = (character: string): string => {
  const code = character.codePointAt(0) as number;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
};

/** JSON's escapes mean the same in Python. */
export const pythonText = (text: string): string => JSON.stringify(text).replace(unseen, escaped);

/** "# text" on one line. */
export const pythonComment = (text: string): string =>
  `# ${text.replace(unseen, " ").replace(/\s+/g, " ").trim()}`.trimEnd();

/** One line or more between triple quotes. A single quotation mark inside needs no escape and reads better without. */
export const pythonDocument = (lines: readonly string[]): string =>
  `"""${lines
    .map((line) =>
      line
        .split(/("+)/)
        .map((part, i, parts) => (part === '"' && i > 0 && parts[i + 1] !== "" ? part : pythonText(part).slice(1, -1)))
        .join(""),
    )
    .join("\n")}"""`;

export function pythonNumber(value: number): string {
  assert(Number.isFinite(value), "numbers of a model are finite");
  return String(value);
}

/** `name(a, b)`, on one line where it fits, else an argument a line. `room`: what else stands on the line. */
export function pythonCall(callee: string, args: readonly string[], room = 0): string {
  const line = `${callee}(${args.join(", ")})`;
  if (args.length === 0 || (!line.includes("\n") && line.length + room <= maxLine)) return line;
  return `${callee}(\n${args.map((argument) => indented(`${argument},`)).join("\n")}\n)`;
}

const maxLine = 100;
const indented = (text: string): string =>
  text
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");

/** `text` as a variable's name that is not in `taken`; ids made here stay as they are. */
export function pythonName(text: string, taken: ReadonlySet<string>): string {
  const plain = text.replace(/[^A-Za-z0-9_]/g, "_");
  const started = /^[A-Za-z]/.test(plain) ? plain : `layer_${plain}`;
  let name = started;
  for (let number = 2; taken.has(name); number++) name = `${started}_${number}`;
  return name;
}
