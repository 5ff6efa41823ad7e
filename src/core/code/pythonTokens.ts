/**
 * @file Python's tokens, as far as a model's source needs them: names, numbers, texts, signs, lines and indents. Any text
 * at all may be handed in; the time is linear in its length. Comments are tokens as well: who colours source wants them.
 */
import type { SourceIssueContexts } from "./issues.ts";

export type SourceProblem = {
  [C in keyof SourceIssueContexts]: {
    readonly code: C;
    readonly context: SourceIssueContexts[C];
    /** Both from 1. */
    readonly line: number;
    readonly character: number;
  };
}[keyof SourceIssueContexts];

export type TokenKind = "name" | "number" | "text" | "sign" | "newline" | "indent" | "dedent" | "comment" | "end";

export interface Token {
  readonly kind: TokenKind;
  /** As written; of a text, what it says. */
  readonly text: string;
  /** Where it stands in the source: `start` inclusive, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly line: number;
  readonly character: number;
  /** Of a number. */
  readonly value?: number;
  /** A text whose value is computed (f"…"). */
  readonly computed?: boolean;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  readonly problems: readonly SourceProblem[];
}

/** More than any model needs; beyond it the page would wait. */
export const maxCharacters = 200_000;

const threeSigns = ["**=", "//=", "...", ">>=", "<<="];
const twoSigns = [
  "**",
  "//",
  "==",
  "!=",
  "<=",
  ">=",
  "->",
  ":=",
  "+=",
  "-=",
  "*=",
  "/=",
  "%=",
  "<<",
  ">>",
  "|=",
  "&=",
  "^=",
];
const oneSign = "()[]{}.,:;=+-*/%@<>|&^~";
const closing: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

const isLetter = (c: string): boolean => /[\p{L}_]/u.test(c);
const isWord = (c: string): boolean => /[\p{L}\p{N}_]/u.test(c);
const isDigit = (c: string): boolean => c >= "0" && c <= "9";

export function tokenize(source: string): Tokens {
  if (source.length > maxCharacters) {
    const context = { characters: source.length, max: maxCharacters };
    return { tokens: [], problems: [{ code: "sourceTooLong", context, line: 1, character: 1 }] };
  }
  return new Tokenizer(source).run();
}

class Tokenizer {
  readonly #tokens: Token[] = [];
  readonly #problems: SourceProblem[] = [];
  readonly #brackets: Token[] = [];
  /** How many of each are open. */
  readonly #open = new Map<string, number>();
  readonly #indents: number[] = [0];
  #at = 0;
  #line = 1;
  #lineStart = 0;

  constructor(readonly source: string) {}

  run(): Tokens {
    const { source } = this;
    let fresh = true;
    while (this.#at < source.length) {
      if (fresh && this.#brackets.length === 0 && this.#indentation()) continue;
      fresh = false;
      const c = source[this.#at] as string;
      if (c === "\n" || c === "\r") fresh = this.#endLine();
      else if (c === " " || c === "\t" || c === "\f" || c === "\ufeff" || c === "\u00a0") this.#at += 1;
      else if (c === "\\" && this.#continues()) this.#newLine();
      else if (c === "#") this.#comment();
      else if (isDigit(c) || (c === "." && isDigit(source[this.#at + 1] ?? ""))) this.#number();
      else if (c === '"' || c === "'") this.#text("", this.#at);
      else if (isLetter(c)) this.#name();
      else this.#sign();
    }
    return this.#finish();
  }

  #finish(): Tokens {
    const open = this.#brackets.at(-1);
    if (open !== undefined) this.#problem("bracketUnclosed", { bracket: open.text }, open);
    this.#push("newline", this.#at, "");
    while (this.#indents.length > 1) {
      this.#indents.pop();
      this.#push("dedent", this.#at, "");
    }
    this.#push("end", this.#at, "");
    return { tokens: this.#tokens, problems: this.#problems };
  }

  #push(kind: TokenKind, start: number, text: string, more: Partial<Token> = {}): Token {
    const token = {
      kind,
      text,
      start,
      end: this.#at,
      line: this.#line,
      character: start - this.#lineStart + 1,
      ...more,
    };
    this.#tokens.push(token);
    return token;
  }

  #problem<C extends keyof SourceIssueContexts>(
    code: C,
    context: SourceIssueContexts[C],
    at: { readonly line: number; readonly character: number },
  ): void {
    if (this.#problems.length >= 50) return;
    // Code and context agree by the signature, which a spread cannot express.
    this.#problems.push({ code, context, line: at.line, character: at.character } as SourceProblem);
  }

  get #here() {
    return { line: this.#line, character: this.#at - this.#lineStart + 1 };
  }

  /** Over the end of a line, "\r\n" being one. */
  #newLine(): void {
    while (this.#at < this.source.length && this.source[this.#at] !== "\n" && this.source[this.#at] !== "\r")
      this.#at++;
    this.#at += this.source.startsWith("\r\n", this.#at) ? 2 : 1;
    this.#line += 1;
    this.#lineStart = this.#at;
  }

  #endLine(): boolean {
    if (this.#brackets.length === 0) this.#push("newline", this.#at, "");
    this.#newLine();
    return true;
  }

  /** A backslash with nothing but white space behind it joins two lines. */
  #continues(): boolean {
    for (let at = this.#at + 1; at < this.source.length; at++) {
      const c = this.source[at];
      if (c === "\n" || c === "\r") return true;
      if (c !== " " && c !== "\t") return false;
    }
    return true;
  }

  /** Measures a line's indent. True where the line is empty or a comment, which change nothing. */
  #indentation(): boolean {
    let width = 0;
    let at = this.#at;
    for (; at < this.source.length; at++) {
      const c = this.source[at];
      if (c === " " || c === "\u00a0") width += 1;
      else if (c === "\t") width = (Math.floor(width / 8) + 1) * 8;
      else if (c !== "\ufeff" && c !== "\f") break;
    }
    const c = this.source[at];
    this.#at = at;
    if (c === undefined) return true;
    if (c === "#") {
      this.#comment();
      if (this.#at < this.source.length) this.#newLine();
      return true;
    }
    if (c === "\n" || c === "\r") {
      this.#newLine();
      return true;
    }
    const now = this.#indents.at(-1) as number;
    if (width > now) {
      this.#indents.push(width);
      this.#push("indent", at, "");
    }
    while (width < (this.#indents.at(-1) as number)) {
      this.#indents.pop();
      this.#push("dedent", at, "");
    }
    if (width !== this.#indents.at(-1)) {
      this.#problem("indentUnexpected", {}, this.#here);
      this.#indents.push(width);
      this.#push("indent", at, "");
    }
    return false;
  }

  #comment(): void {
    const start = this.#at;
    while (this.#at < this.source.length && this.source[this.#at] !== "\n" && this.source[this.#at] !== "\r")
      this.#at++;
    this.#push("comment", start, "");
  }

  #name(): void {
    const start = this.#at;
    while (this.#at < this.source.length && isWord(this.source[this.#at] as string)) this.#at++;
    const text = this.source.slice(start, this.#at);
    const quote = this.source[this.#at];
    if ((quote === '"' || quote === "'") && /^(?:[rbfu]|br|rb|fr|rf)$/i.test(text)) {
      this.#text(text.toLowerCase(), start);
    } else this.#push("name", start, text);
  }

  #number(): void {
    const start = this.#at;
    const whole = /^0[xX][\da-fA-F_]+|^0[oO][0-7_]+|^0[bB][01_]+/.exec(this.source.slice(start, start + 40));
    const decimal = /^(?:\d[\d_]*)?(?:\.[\d_]*)?(?:[eE][+-]?\d[\d_]*)?/.exec(this.source.slice(start, start + 400));
    const text = whole?.[0] ?? decimal?.[0] ?? "";
    this.#at = start + Math.max(1, text.length);
    const follows = this.source[this.#at] ?? "";
    if (isWord(follows)) {
      this.#problem("characterUnknown", { character: follows }, this.#here);
      while (this.#at < this.source.length && isWord(this.source[this.#at] as string)) this.#at++;
    }
    this.#push("number", start, text, { value: Number(text.replaceAll("_", "")) });
  }

  /** From the quote at `#at`; `start` is where its prefix begins. */
  #text(prefix: string, start: number): void {
    const { source } = this;
    const place = { line: this.#line, character: start - this.#lineStart + 1 };
    const quote = source[this.#at] as string;
    const long = source.startsWith(quote.repeat(3), this.#at);
    const end = long ? quote.repeat(3) : quote;
    this.#at += end.length;
    const parts: string[] = [];
    let from = this.#at;
    for (;;) {
      const c = source[this.#at];
      if (c === undefined || (!long && (c === "\n" || c === "\r"))) {
        this.#problem("textUnclosed", {}, place);
        parts.push(source.slice(from, this.#at));
        break;
      }
      if (source.startsWith(end, this.#at)) {
        parts.push(source.slice(from, this.#at));
        this.#at += end.length;
        break;
      }
      if (c === "\\") {
        parts.push(source.slice(from, this.#at), this.#escape(prefix.includes("r")));
        from = this.#at;
      } else if (c === "\n" || c === "\r") this.#newLine();
      else this.#at += 1;
    }
    const computed = prefix.includes("f") && parts.some((part) => part.includes("{"));
    this.#push("text", start, parts.join(""), { ...place, ...(computed ? { computed } : {}) });
  }

  /** What a backslash and what follows it stand for. */
  #escape(raw: boolean): string {
    const next = this.source[this.#at + 1];
    if (next === undefined) {
      this.#at += 1;
      return "\\";
    }
    if (next === "\n" || next === "\r") {
      this.#at += 1;
      this.#newLine();
      return raw ? "\\\n" : "";
    }
    const code = raw
      ? null
      : /^(?:x([\da-fA-F]{2})|u([\da-fA-F]{4}))/.exec(this.source.slice(this.#at + 1, this.#at + 6));
    if (code !== null) {
      this.#at += 1 + code[0].length;
      return String.fromCharCode(Number.parseInt(code[1] ?? code[2] ?? "0", 16));
    }
    this.#at += 2;
    if (raw) return `\\${next}`;
    const known: Readonly<Record<string, string>> = {
      n: "\n",
      t: "\t",
      r: "\r",
      "0": "\0",
      "\\": "\\",
      "'": "'",
      '"': '"',
    };
    return known[next] ?? `\\${next}`;
  }

  /** What closes a bracket further out shows that those inside it were never closed: the slip is there. */
  #closeAcross(opening: string, token: Token): void {
    // Asked of the count first: 100,000 that close nothing would be looked for among as many that are open.
    const isOpen = (this.#open.get(opening) ?? 0) > 0;
    const at = isOpen ? this.#brackets.findLastIndex(({ text }) => text === opening) : -1;
    if (at < 0) {
      this.#problem("bracketUnmatched", { bracket: token.text }, token);
      return;
    }
    for (const [i, open] of this.#brackets.splice(at).entries()) {
      this.#count(open.text, -1);
      if (i > 0) this.#problem("bracketUnclosed", { bracket: open.text }, open);
    }
  }

  #count(bracket: string, change: 1 | -1): void {
    this.#open.set(bracket, (this.#open.get(bracket) ?? 0) + change);
  }

  #sign(): void {
    const { source } = this;
    const start = this.#at;
    const three = source.slice(start, start + 3);
    const two = source.slice(start, start + 2);
    const text = threeSigns.includes(three) ? three : twoSigns.includes(two) ? two : (source[start] as string);
    if (text.length === 1 && !oneSign.includes(text)) {
      const character = String.fromCodePoint(source.codePointAt(start) ?? 0);
      this.#problem("characterUnknown", { character }, this.#here);
      this.#at += character.length;
      return;
    }
    this.#at += text.length;
    const token = this.#push("sign", start, text);
    if ("([{".includes(text)) {
      this.#brackets.push(token);
      this.#count(text, 1);
    }
    const opening = closing[text];
    if (opening !== undefined) this.#closeAcross(opening, token);
  }
}
