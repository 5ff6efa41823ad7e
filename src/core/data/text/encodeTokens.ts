/** @file A text as word numbers. */
import type { TokensOp } from "../recipe.ts";
import { tokenWalk } from "./tokenize.ts";

/** What stands for a token that the vocabulary does not hold; 0 fills texts up to their length. */
export const unknownToken = 1;

/** The number of each token. */
export function tokenNumbers({ vocabulary }: Pick<TokensOp, "vocabulary">): (token: string) => number {
  const numbers = new Map(vocabulary.map((token, i) => [token, i + 2]));
  return (token) => numbers.get(token) ?? unknownToken;
}

/** Writes `op.length` numbers at `at`, which may hold others; made once for many texts. */
export function tokenWriter(op: TokensOp): (text: string, x: Float32Array, at: number) => void {
  const { length, padding } = op;
  const walk = tokenWalk(op);
  const numberOf = tokenNumbers(op);
  return (text, x, at) => {
    let count = 0;
    if (length > 0)
      walk(text, (token) => {
        x[at + count++] = numberOf(token);
        return count < length;
      });
    const free = length - count;
    if (padding === "post") {
      x.fill(0, at + count, at + length);
      return;
    }
    x.copyWithin(at + free, at, at + count);
    x.fill(0, at, at + free);
  };
}
