/** @file The cells of one JSON object: objects within it unfolded as "a.b", lists as JSON text, integers with all digits. */

export interface JsonCell {
  /** Tells {"a": {"b": 1}} from {"a.b": 1}. */
  readonly path: string;
  readonly name: string;
  readonly text: string;
  readonly isNested: boolean;
}

/** Objects deeper than this stay JSON text: no table means them as columns. */
const depthLimit = 8;

/** Undefined where the text is no JSON object. */
export function flatCells(text: string, decimal: "." | ","): JsonCell[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(longInteger.test(text) ? quoted(text) : text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const cells: JsonCell[] = [];
  try {
    unfold(value, "", "", 1, decimal, cells);
  } catch (error) {
    // Lists within lists, 100,000 deep, exhaust the stack when written again.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return cells;
}

function unfold(value: object, path: string, name: string, depth: number, decimal: "." | ",", cells: JsonCell[]): void {
  for (const [key, part] of Object.entries(value) as [string, unknown][]) {
    const own = { path: `${path}\0${key}`, name: name === "" ? key : `${name}.${key}` };
    if (typeof part !== "object" || part === null) {
      cells.push({ ...own, text: plainText(part, decimal), isNested: false });
    } else if (!Array.isArray(part) && depth < depthLimit && Object.keys(part).length > 0) {
      unfold(part, own.path, own.name, depth + 1, decimal, cells);
    } else {
      const isEmpty = !Array.isArray(part) && Object.keys(part).length === 0;
      cells.push({ ...own, text: isEmpty ? "" : JSON.stringify(part), isNested: !isEmpty });
    }
  }
}

function plainText(value: unknown, decimal: "." | ","): string {
  if (value === null) return "";
  if (typeof value === "number" && decimal === ",") return String(value).replace(".", ",");
  return String(value);
}

const longInteger = /\d{16}/;

/** Integers that a double cannot hold, as texts: they are IDs, and their digits are what they mean. */
const quoted = (text: string): string =>
  text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  );
