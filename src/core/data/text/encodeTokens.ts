/** @file A text as word numbers. */
import type { TokensOp } from "../recipe.ts";

/** Writes `op.length` numbers at `at`; made once for many texts. */
export function tokenWriter(_op: TokensOp): (text: string, x: Float32Array, at: number) => void {
  return () => undefined;
}
