/** @file Text from outside as plain values: no text, however large or deep, may do more than be refused. */
import { ok, type Result, refuse } from "../issue.ts";

/** Nothing the studio writes is deeper than a dozen. */
const maxDepth = 100;

export const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** How deep the brackets nest, counted without recursion; brackets in strings do not count. Stops at `limit`. */
export function nestingDepth(text: string, limit: number): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 92) i++;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 91 || code === 123) {
      depth++;
      if (depth > deepest) deepest = depth;
      if (depth > limit) return depth;
    } else if (code === 93 || code === 125) depth--;
  }
  return deepest;
}

/** JSON as a value; keys such as `__proto__` are own properties of it and change nothing else. */
export function parseJson(text: string, maxCharacters: number): Result<unknown> {
  const refused = (code: "tooLarge" | "tooDeep" | "notJson", context: { detail: string }): Result<never> =>
    refuse({ code, severity: "error", at: {}, context });
  if (text.length > maxCharacters) return refused("tooLarge", { detail: String(maxCharacters) });
  if (nestingDepth(text, maxDepth) > maxDepth) return refused("tooDeep", { detail: String(maxDepth) });
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    return refused("notJson", { detail: error instanceof Error ? error.message.slice(0, 200) : "" });
  }
}
