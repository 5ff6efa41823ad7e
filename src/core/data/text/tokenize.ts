/**
 * @file Cuts a text to tokens. The rules are plain enough to be repeated by any exported program: Unicode in form C, in
 * lower case where asked, then by code points or by regular expressions over Unicode's own classes. The browser's own
 * segmenter is left aside: it differs from one browser to the next.
 */
import { assertNever } from "../../fault.ts";
import type { TokensOp } from "../recipe.ts";
import { pieceCutter } from "./bytePairs.ts";
import { compose } from "./compose.ts";

/** Hands over one token after another until `take` says false: of a long text only the beginning enters a model. */
export type TokenWalk = (text: string, take: (token: string) => boolean) => void;

/** White_Space of Unicode, spelt out: \s of JavaScript and of Python differ from it and from each other. */
const space = "\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
/** Characters of scripts written without spaces between words: Chinese, and the Japanese syllables. */
const lone =
  "\\u3005-\\u3007\\u3021-\\u3029\\u3031-\\u3035\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\uff66-\\uff9f\\u{20000}-\\u{3ffff}";
const letter = `(?:(?![${lone}])[\\p{L}\\p{N}\\p{M}])`;

const spaces = new RegExp(`[${space}]+`, "gu");
/**
 * A lone character, a run of letters and digits with apostrophes inside, or any other sign. Of a run without an end, such
 * as encoded bytes, a part at a time: the whole would be more than a regular expression remembers.
 */
const words = new RegExp(`[${lone}]|${letter}{1,100000}(?:['’]${letter}{1,100000}){0,1000}|[^${space}]`, "gu");
/**
 * White space, or a piece. Merging takes the square of a piece's length: runs without an end, such as encoded bytes, are
 * cut. Space is a match of its own: asked for before a piece, a run at the text's end would be looked at from each of its
 * places.
 */
const pieces = new RegExp(`([${space}]+)|[${lone}]{1,64}|${letter}{1,64}|[^${space}]`, "gu");

/** Stands before the first piece after a space, so that tokens tell where words begin. */
export const wordMark = "▁";

/** In Unicode's form C: one spelling of each accented letter. */
export const normalized = (text: string, lowercase: boolean): string => {
  const composed = compose(text, "NFC");
  return lowercase ? composed.toLowerCase() : composed;
};

export function tokenWalk({
  tokenizer,
  lowercase,
  merges,
}: Pick<TokensOp, "tokenizer" | "lowercase" | "merges">): TokenWalk {
  switch (tokenizer) {
    case "characters":
      return (text, take) => {
        for (const character of normalized(text, lowercase).replace(spaces, " ").replace(/^ | $/g, ""))
          if (!take(character)) return;
      };
    case "words":
      return (text, take) => {
        for (const [word] of normalized(text, lowercase).matchAll(words)) if (!take(word)) return;
      };
    case "bytePairs": {
      const cut = pieceCutter(merges);
      return (text, take) => {
        walkPieces(normalized(text, lowercase), (piece) => cut(piece).every(take));
      };
    }
    default:
      return assertNever(tokenizer);
  }
}

/** The pieces of a normalized text that byte pairs are merged in. */
export function walkPieces(text: string, take: (piece: string) => boolean): void {
  let begins = true;
  for (const { 0: piece, 1: before } of text.matchAll(pieces)) {
    if (before === undefined && !take(begins ? `${wordMark}${piece}` : piece)) return;
    begins = before !== undefined;
  }
}
