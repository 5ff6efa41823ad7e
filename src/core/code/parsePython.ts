/**
 * @file Tokens become statements. Whatever is no statement that describes a model is refused at its place; the rest of
 * the source is read all the same, so that several slips show at once. Nesting is counted, so that no text can exhaust
 * the stack, here or where the tree is walked.
 */
import type { SourceIssueContexts } from "./issues.ts";
import { type SourceProblem, type Token, tokenize } from "./pythonTokens.ts";
import type { Argument, At, Expression, Statement } from "./pythonTree.ts";

export interface ParsedPython {
  readonly statements: readonly Statement[];
  readonly problems: readonly SourceProblem[];
}

/** Deeper than any source that a person wrote. */
const maxDepth = 120;
const maxProblems = 20;

/** Statements that make what follows depend on a condition or repeat it. */
const blocks: ReadonlySet<string> = new Set([
  "for",
  "while",
  "if",
  "elif",
  "else",
  "with",
  "try",
  "except",
  "finally",
  "async",
  "match",
]);
const refusedWords: ReadonlySet<string> = new Set([
  "return",
  "del",
  "global",
  "nonlocal",
  "assert",
  "raise",
  "yield",
  "break",
  "continue",
]);
const keywords: ReadonlySet<string> = new Set([
  ...blocks,
  ...refusedWords,
  "import",
  "from",
  "as",
  "class",
  "def",
  "lambda",
  "in",
  "is",
  "not",
  "and",
  "or",
  "pass",
]);

export const isKeyword = (word: string): boolean => keywords.has(word) && word !== "match";

export function parsePython(source: string): ParsedPython {
  const { tokens, problems } = tokenize(source);
  if (tokens.length === 0) return { statements: [], problems };
  return new Parser(
    tokens.filter(({ kind }) => kind !== "comment"),
    problems,
  ).run();
}

/** Ends the reading of one statement; the parser goes on with the next. */
class Stop extends Error {}

/** Binding strength of operators between two expressions; `**` binds to the right. */
const strength: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  in: 4,
  is: 4,
  not: 4,
  "==": 4,
  "!=": 4,
  "<": 4,
  ">": 4,
  "<=": 4,
  ">=": 4,
  "|": 5,
  "^": 6,
  "&": 7,
  "<<": 8,
  ">>": 8,
  "+": 9,
  "-": 9,
  "*": 10,
  "/": 10,
  "//": 10,
  "%": 10,
  "@": 10,
  "**": 12,
};
const notStrength = 3;
const signStrength = 11;

class Parser {
  readonly #problems: SourceProblem[];
  readonly #statements: Statement[] = [];
  #at = 0;
  #open = 0;

  constructor(
    readonly tokens: readonly Token[],
    problems: readonly SourceProblem[],
  ) {
    this.#problems = [...problems];
  }

  run(): ParsedPython {
    while (this.#token.kind !== "end") {
      const from = this.#at;
      try {
        this.#statement();
      } catch (error) {
        if (!(error instanceof Stop)) throw error;
        this.#open = 0;
        this.#skipLine();
      }
      // Whatever happened, each turn takes a token: no text can hold the parser.
      if (this.#at === from) this.#at += 1;
    }
    return { statements: this.#statements, problems: this.#problems.slice(0, maxProblems) };
  }

  get #token(): Token {
    return this.tokens[Math.min(this.#at, this.tokens.length - 1)] as Token;
  }

  #is(text: string): boolean {
    const { kind, text: own } = this.#token;
    return own === text && (kind === "sign" || kind === "name");
  }

  #take(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at += 1;
    return true;
  }

  #report<C extends keyof SourceIssueContexts>(code: C, context: SourceIssueContexts[C], at: At): void {
    if (this.#problems.length >= maxProblems) return;
    // Code and context agree by the signature, which a spread cannot express.
    this.#problems.push({ code, context, line: at.line, character: at.character } as SourceProblem);
  }

  #unexpected(): never {
    const { kind, text } = this.#token;
    // What the tokens already complained about is not said twice.
    const known = this.#problems.some(({ code }) => code === "bracketUnclosed" || code === "textUnclosed");
    if (!known && text === "") this.#report("lineEnded", {}, this.#token);
    else if (!known) this.#report("wordUnexpected", { found: kind === "text" ? "…" : text.slice(0, 40) }, this.#token);
    throw new Stop();
  }

  #expect(text: string): void {
    if (!this.#take(text)) this.#unexpected();
  }

  #identifier(): string {
    const { kind, text } = this.#token;
    if (kind !== "name" || isKeyword(text)) this.#unexpected();
    this.#at += 1;
    return text;
  }

  #skipLine(): void {
    while (this.#token.kind !== "newline" && this.#token.kind !== "end") this.#at += 1;
    if (this.#token.kind === "newline") this.#at += 1;
    this.#skipBlock();
  }

  /** Over the lines that are indented further, if any. */
  #skipBlock(): void {
    if (this.#token.kind !== "indent") return;
    let depth = 0;
    do {
      depth += this.#indentChange();
      this.#at += 1;
    } while (depth > 0 && this.#at < this.tokens.length);
  }

  #indentChange(): number {
    const { kind } = this.#token;
    return kind === "indent" ? 1 : kind === "dedent" ? -1 : 0;
  }

  #statement(): void {
    const token = this.#token;
    if (token.kind === "newline" || token.kind === "dedent" || this.#take(";")) {
      if (token.kind !== "sign") this.#at += 1;
      return;
    }
    if (token.kind === "indent") {
      this.#report("indentUnexpected", {}, token);
      this.#skipBlock();
      return;
    }
    if (token.kind === "name" && this.#compound(token)) return;
    this.#simple(token);
    if (this.#token.kind === "newline") this.#at += 1;
    else if (!this.#is(";")) this.#unexpected();
  }

  /** Statements that begin with a word of the language; false where the line does not. */
  #compound(token: Token): boolean {
    const { text } = token;
    if (text === "import") this.#import();
    else if (text === "from") this.#importFrom();
    else if (text === "pass") this.#at += 1;
    else if (text === "class" || text === "def") {
      this.#at += 1;
      this.#statements.push({
        type: "definition",
        name: this.#identifier(),
        line: token.line,
        character: token.character,
      });
      this.#skipLine();
    } else if (text === "for" || text === "while") this.#refuse("loopRefused", token);
    else if (text === "if" && this.#isMainGuard()) this.#skipLine();
    else if (isKeyword(text) && (blocks.has(text) || refusedWords.has(text))) this.#refuse("statementRefused", token);
    else return false;
    return true;
  }

  #refuse(code: "loopRefused" | "statementRefused", token: Token): void {
    this.#report(code, { statement: token.text }, token);
    this.#skipLine();
  }

  /** `if __name__ == "__main__":` holds what a program does with its model. */
  #isMainGuard(): boolean {
    const next = this.tokens[this.#at + 1];
    return next?.text === "__name__";
  }

  #import(): void {
    const { line, character } = this.#token;
    this.#at += 1;
    const names: { local: string; path: string }[] = [];
    do {
      const path = this.#dotted();
      const local = this.#take("as") ? this.#identifier() : (path.split(".")[0] as string);
      names.push({ local, path: local === path.split(".")[0] ? local : path });
    } while (this.#take(","));
    this.#statements.push({ type: "import", names, line, character });
  }

  #importFrom(): void {
    const { line, character } = this.#token;
    this.#at += 1;
    while (this.#take(".") || this.#take("..."));
    const base = this.#is("import") ? "" : this.#dotted();
    this.#expect("import");
    if (this.#take("*")) return;
    const bracket = this.#take("(");
    const names: { local: string; path: string }[] = [];
    do {
      if (bracket && this.#is(")")) break;
      const name = this.#identifier();
      names.push({ local: this.#take("as") ? this.#identifier() : name, path: `${base}.${name}` });
    } while (this.#take(","));
    if (bracket) this.#expect(")");
    this.#statements.push({ type: "import", names, line, character });
  }

  #dotted(): string {
    const parts = [this.#identifier()];
    while (this.#take(".")) parts.push(this.#identifier());
    return parts.join(".");
  }

  #simple(token: Token): void {
    const { line, character } = token;
    // A decorator speaks of the definition on the next line.
    if (this.#take("@")) {
      this.#expression(0);
      return;
    }
    const parts = [this.#tuple()];
    if (this.#take(":")) this.#expression(0);
    const augmented = this.#token.kind === "sign" && /^(?:[-+*/%|&^]|\*\*|\/\/|<<|>>)=$/.test(this.#token.text);
    if (augmented) this.#unexpected();
    while (this.#take("=")) parts.push(this.#tuple());
    const value = parts.pop() as Expression;
    if (parts.length === 0) this.#statements.push({ type: "expression", value, line, character });
    else this.#statements.push({ type: "assign", targets: parts, value, line, character });
  }

  /** Expressions with commas between them are one tuple. */
  #tuple(): Expression {
    const first = this.#starred();
    if (!this.#is(",")) return first;
    const items = [first];
    while (this.#take(",")) {
      if (this.#endsTuple()) break;
      items.push(this.#starred());
    }
    return this.#node({ type: "list", items }, first, items);
  }

  #endsTuple(): boolean {
    return (
      this.#token.kind === "newline" || this.#token.kind === "end" || ["=", ")", "]", "}", ":"].some((s) => this.#is(s))
    );
  }

  #starred(): Expression {
    const at = this.#token;
    if (!this.#take("*") && !this.#take("**")) return this.#expression(0);
    const inner = this.#expression(0);
    return this.#node({ type: "other", parts: [inner] }, at, [inner]);
  }

  #node<T extends object>(node: T, at: At, parts: readonly Expression[]): T & At & { readonly depth: number } {
    let depth = 1;
    for (const part of parts) depth = Math.max(depth, part.depth + 1);
    if (depth > maxDepth) this.#tooDeep(at);
    return { ...node, line: at.line, character: at.character, depth };
  }

  #tooDeep(at: At): never {
    this.#report("sourceTooDeep", { max: maxDepth }, at);
    throw new Stop();
  }

  #expression(least: number): Expression {
    this.#open += 1;
    if (this.#open > maxDepth) this.#tooDeep(this.#token);
    let left = this.#prefix();
    for (;;) {
      const operator = this.#operator(least);
      if (operator === null) break;
      const bound = strength[operator] as number;
      const right = this.#expression(operator === "**" ? bound : bound + 1);
      left = this.#node({ type: "binary", operator, left, right }, left, [left, right]);
    }
    if (least === 0) left = this.#condition(left);
    this.#open -= 1;
    return left;
  }

  /** The operator here, taken, if it binds at least so strongly. */
  #operator(least: number): string | null {
    const { kind, text } = this.#token;
    if ((kind !== "sign" && kind !== "name") || !Object.hasOwn(strength, text)) return null;
    const bound = strength[text] as number;
    if (bound < least) return null;
    this.#at += 1;
    if (text === "not") this.#expect("in");
    if (text === "is") this.#take("not");
    return text;
  }

  /** `a if b else c`, `name := value`, a generator. */
  #condition(left: Expression): Expression {
    if (this.#take(":=")) {
      const value = this.#expression(0);
      return this.#node({ type: "other", parts: [left, value] }, left, [left, value]);
    }
    if (this.#is("for") || (this.#is("async") && this.#open > 1)) {
      this.#report("loopRefused", { statement: "for" }, this.#token);
      throw new Stop();
    }
    if (!this.#take("if")) return left;
    const test = this.#expression(1);
    this.#expect("else");
    const other = this.#expression(0);
    return this.#node({ type: "other", parts: [left, test, other] }, left, [left, test, other]);
  }

  #prefix(): Expression {
    const at = this.#token;
    if (at.kind === "sign" && ["-", "+", "~"].includes(at.text)) {
      this.#at += 1;
      const of = this.#expression(signStrength);
      return this.#node({ type: "unary", operator: at.text, of }, at, [of]);
    }
    if (this.#take("not")) {
      const of = this.#expression(notStrength);
      return this.#node({ type: "unary", operator: "not", of }, at, [of]);
    }
    if (this.#take("lambda")) return this.#lambda(at);
    return this.#postfix(this.#atom());
  }

  #lambda(at: Token): Expression {
    while (!this.#is(":") && this.#token.kind !== "newline" && this.#token.kind !== "end") this.#at += 1;
    this.#expect(":");
    const body = this.#expression(0);
    return this.#node({ type: "other", parts: [] }, at, [body]);
  }

  #atom(): Expression {
    const at = this.#token;
    const constant = (value: number | string | boolean | null) => {
      this.#at += 1;
      return this.#node({ type: "constant", value } as const, at, []);
    };
    if (at.kind === "number") return constant(at.value ?? Number.NaN);
    if (at.kind === "text") return this.#texts();
    if (at.kind === "name") {
      if (at.text === "True" || at.text === "False") return constant(at.text === "True");
      if (at.text === "None") return constant(null);
      return this.#node({ type: "name", name: this.#identifier() }, at, []);
    }
    if (this.#take("...")) return this.#node({ type: "other", parts: [] }, at, []);
    if (this.#take("(")) return this.#bracketed(")", at);
    if (this.#take("[")) return this.#bracketed("]", at);
    if (this.#take("{")) return this.#braces(at);
    return this.#unexpected();
  }

  /** Texts beside one another are one. */
  #texts(): Expression {
    const at = this.#token;
    const parts: string[] = [];
    let computed = false;
    while (this.#token.kind === "text") {
      parts.push(this.#token.text);
      computed ||= this.#token.computed === true;
      this.#at += 1;
    }
    return computed
      ? this.#node({ type: "other", parts: [] }, at, [])
      : this.#node({ type: "constant", value: parts.join("") }, at, []);
  }

  #bracketed(end: ")" | "]", at: Token): Expression {
    const items: Expression[] = [];
    let commas = 0;
    while (!this.#take(end)) {
      items.push(this.#starred());
      if (this.#take(",")) commas += 1;
      else if (!this.#is(end)) this.#unexpected();
    }
    const [only] = items;
    if (end === ")" && commas === 0 && only !== undefined) return only;
    return this.#node({ type: "list", items }, at, items);
  }

  #braces(at: Token): Expression {
    const parts: Expression[] = [];
    while (!this.#take("}")) {
      parts.push(this.#starred());
      if (this.#take(":")) parts.push(this.#expression(0));
      if (!this.#take(",") && !this.#is("}")) this.#unexpected();
    }
    return this.#node({ type: "other", parts }, at, parts);
  }

  #postfix(first: Expression): Expression {
    let of = first;
    for (;;) {
      if (this.#take(".")) of = this.#node({ type: "attribute", of, name: this.#identifier() }, of, [of]);
      else if (this.#is("(")) of = this.#call(of);
      else if (this.#take("[")) of = this.#index(of);
      else return of;
    }
  }

  #call(callee: Expression): Expression {
    this.#expect("(");
    const args: Argument[] = [];
    while (!this.#is(")")) {
      const next = this.tokens[this.#at + 1];
      const named = this.#token.kind === "name" && next?.kind === "sign" && next.text === "=";
      if (named) {
        const name = this.#identifier();
        this.#expect("=");
        args.push({ name, value: this.#expression(0) });
      } else args.push({ name: null, value: this.#starred() });
      if (!this.#take(",") && !this.#is(")")) this.#unexpected();
    }
    const endLine = this.#token.line;
    this.#expect(")");
    const parts = [callee, ...args.map(({ value }) => value)];
    return this.#node({ type: "call", callee, args, endLine }, callee, parts);
  }

  #index(of: Expression): Expression {
    const parts = [of];
    while (!this.#take("]")) {
      if (this.#take(":") || this.#take(",")) continue;
      parts.push(this.#starred());
      if (![":", ",", "]"].some((sign) => this.#is(sign))) this.#unexpected();
    }
    return this.#node({ type: "other", parts }, of, parts);
  }
}
