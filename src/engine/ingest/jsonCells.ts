/** @file The cells of one JSON object: objects within it unfolded as "a.b", lists as JSON text, integers with all digits. */

/** Keys met so far, as a tree: {"a": {"b": 1}} and {"a.b": 1} are two columns. */
export class KeyNode {
  readonly name: string;
  /** -1 until a cell is met here. */
  column = -1;
  readonly #children = new Map<string, KeyNode>();

  constructor(name: string) {
    this.name = name;
  }

  child(key: string): KeyNode {
    let child = this.#children.get(key);
    if (child === undefined) {
      child = new KeyNode(this.name === "" ? key : `${this.name}.${key}`);
      this.#children.set(key, child);
    }
    return child;
  }
}

export type OnCell = (key: KeyNode, text: string, isNested: boolean) => void;

/** Objects deeper than this stay JSON text: no table means them as columns. */
const depthLimit = 8;

/** Undefined where the text is no JSON object. */
export function parseRow(text: string): object | undefined {
  // A million stray brackets need no million exceptions.
  if (text[0] !== "{") return undefined;
  try {
    const value: unknown = JSON.parse(longInteger.test(text) ? quoted(text) : text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch (error) {
    // What is nested too deep for the parser's stack is no row either.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Tells every cell of a row. */
export function unfold(value: object, node: KeyNode, decimal: "." | ",", onCell: OnCell, depth = 1): void {
  for (const key of Object.keys(value)) {
    const part = (value as Readonly<Record<string, unknown>>)[key];
    const own = node.child(key);
    if (typeof part === "string") onCell(own, part, false);
    else if (typeof part !== "object" || part === null) onCell(own, plainText(part, decimal), false);
    else if (Array.isArray(part)) onCell(own, nestedText(part), true);
    else if (Object.keys(part).length === 0) onCell(own, "", false);
    else if (depth === depthLimit) onCell(own, nestedText(part), true);
    else unfold(part, own, decimal, onCell, depth + 1);
  }
}

/** Lists within lists, 100,000 deep, exhaust the stack when written again: no cell is that. */
function nestedText(value: object): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return "";
    throw error;
  }
}

function plainText(value: unknown, decimal: "." | ","): string {
  if (value === null) return "";
  if (typeof value === "number" && decimal === ",") return String(value).replace(".", ",");
  return String(value);
}

const longInteger = /\d{16}/;

/** Outside texts: where a text begins, or a whole number. */
const quoteOrNumber = /"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Integers that a double cannot hold, as texts: they are IDs, and their digits are what they mean. Texts are passed over
 * by their quotes: a regular expression for them would run out of memory in a long one.
 */
function quoted(text: string): string {
  let done = "";
  let from = 0;
  quoteOrNumber.lastIndex = 0;
  for (let found = quoteOrNumber.exec(text); found !== null; found = quoteOrNumber.exec(text)) {
    const [token] = found;
    if (token === '"') quoteOrNumber.lastIndex = endOfText(text, found.index);
    else if (/^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token))) {
      done += `${text.slice(from, found.index)}"${token}"`;
      from = quoteOrNumber.lastIndex;
    }
  }
  return done + text.slice(from);
}

/** Behind the quote that closes the text opened at `open`. */
function endOfText(text: string, open: number): number {
  for (let i = open + 1; i < text.length; i++) {
    const sign = text[i];
    if (sign === "\\") i++;
    else if (sign === '"') return i + 1;
  }
  return text.length;
}
