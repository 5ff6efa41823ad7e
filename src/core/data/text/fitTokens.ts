/** @file Learns the vocabulary of a text column from the training rows. */
import type { Issue } from "../../issue.ts";
import type { TokensOp } from "../recipe.ts";
import type { TextInput } from "../types.ts";
import { learnBytePairs, mostFrequent } from "./bytePairs.ts";
import { normalized, tokenWalk, walkPieces } from "./tokenize.ts";

/** `text` reads a row's cell; null: missing, an empty text. Only `rows` are read. */
export function fitTokens(
  { tokenizer, lowercase, vocabulary, length, padding }: TextInput,
  text: (row: number) => string | null,
  rows: Uint32Array,
): TokensOp {
  const counts = new Map<string, number>();
  const count = (token: string): boolean => {
    counts.set(token, (counts.get(token) ?? 0) + 1);
    return true;
  };
  const op = { kind: "tokens", tokenizer, lowercase, length, padding } as const;
  if (tokenizer === "bytePairs") {
    for (const row of rows) walkPieces(normalized(text(row) ?? "", lowercase), count);
    return { ...op, ...learnBytePairs(counts, vocabulary) };
  }
  const walk = tokenWalk({ tokenizer, lowercase, merges: [] });
  for (const row of rows) walk(text(row) ?? "", count);
  return { ...op, vocabulary: mostFrequent(counts, vocabulary), merges: [] };
}

/** What keeps the texts from being learnt. */
export const tokenIssues = (column: string, { vocabulary }: TokensOp): Issue[] =>
  vocabulary.length > 0 ? [] : [{ code: "textsEmpty", severity: "error", at: { column }, context: { column } }];
