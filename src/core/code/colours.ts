/** @file Source as pieces with a role each, for whoever colours it. Every character of the text is in one piece. */
import { isKeyword } from "./parsePython.ts";
import { maxCharacters, type Token, tokenize } from "./pythonTokens.ts";

export type PieceRole = "plain" | "keyword" | "constant" | "text" | "comment" | "called" | "argument";

export interface Piece {
  readonly role: PieceRole;
  readonly text: string;
}

const constants: ReadonlySet<string> = new Set(["True", "False", "None"]);

function roleOf(token: Token, next: Token | undefined, depth: number): PieceRole {
  switch (token.kind) {
    case "comment":
      return "comment";
    case "text":
      return "text";
    case "number":
      return "constant";
    case "name":
      if (isKeyword(token.text)) return "keyword";
      if (constants.has(token.text)) return "constant";
      if (next?.kind === "sign" && next.text === "(") return "called";
      return depth > 0 && next?.kind === "sign" && next.text === "=" ? "argument" : "plain";
    default:
      return "plain";
  }
}

/** The pieces of each line. A text too long to be read is plain. */
export function colouredLines(source: string): readonly (readonly Piece[])[] {
  if (source.length > maxCharacters) return source.split("\n").map((text) => [{ role: "plain", text }]);
  const pieces: Piece[] = [];
  const { tokens } = tokenize(source);
  let at = 0;
  let depth = 0;
  for (const [i, token] of tokens.entries()) {
    if (token.end <= token.start) continue;
    if (token.kind === "sign" && "([{".includes(token.text)) depth += 1;
    if (token.kind === "sign" && ")]}".includes(token.text)) depth = Math.max(0, depth - 1);
    const role = roleOf(token, tokens[i + 1], depth);
    if (role === "plain") continue;
    if (token.start > at) pieces.push({ role: "plain", text: source.slice(at, token.start) });
    pieces.push({ role, text: source.slice(token.start, token.end) });
    at = token.end;
  }
  pieces.push({ role: "plain", text: source.slice(at) });
  return intoLines(pieces);
}

function intoLines(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const lines: Piece[][] = [[]];
  for (const { role, text } of pieces) {
    for (const [i, part] of text.split("\n").entries()) {
      if (i > 0) lines.push([]);
      if (part !== "") lines.at(-1)?.push({ role, text: part });
    }
  }
  return lines;
}
