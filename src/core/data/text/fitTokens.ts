/** @file Learns the vocabulary of a text column from the training rows. */
import type { Issue } from "../../issue.ts";
import { inBlocks, type Pieces, within } from "../../pieces.ts";
import type { TokensOp } from "../recipe.ts";
import type { TextInput } from "../types.ts";
import { learnBytePairs, mostFrequent } from "./bytePairs.ts";
import { normalized, tokenWalk, walkPieces } from "./tokenize.ts";

/** `text` reads a row's cell; null: missing, an empty text. Only `rows` are read. */
export function* fitTokens(
  { tokenizer, lowercase, vocabulary, length, padding }: TextInput,
  text: (row: number) => string | null,
  rows: Uint32Array,
): Pieces<TokensOp> {
  const counts = new Map<string, number>();
  const count = (token: string): boolean => {
    counts.set(token, (counts.get(token) ?? 0) + 1);
    return true;
  };
  const op = { kind: "tokens", tokenizer, lowercase, length, padding } as const;
  if (tokenizer === "bytePairs") {
    const cut = (text: string) => walkPieces(normalized(text, lowercase), count);
    yield* within(eachText(rows, text, cut), 0, 0.6);
    return { ...op, ...(yield* within(learnBytePairs(counts, vocabulary), 0.6, 1)) };
  }
  const walk = tokenWalk({ tokenizer, lowercase, merges: [] });
  yield* eachText(rows, text, (own) => walk(own, count));
  return { ...op, vocabulary: mostFrequent(counts, vocabulary), merges: [] };
}

const textsOfPiece = 128;

const eachText = (
  rows: Uint32Array,
  text: (row: number) => string | null,
  visit: (text: string) => void,
): Pieces<void> =>
  inBlocks(
    rows.length,
    (from, to) => {
      for (let i = from; i < to; i++) visit(text(rows[i] as number) ?? "");
    },
    textsOfPiece,
  );

/** What keeps the texts from being learnt. */
export const tokenIssues = (column: string, { vocabulary }: TokensOp): Issue[] =>
  vocabulary.length > 0 ? [] : [{ code: "textsEmpty", severity: "error", at: { column }, context: { column } }];
