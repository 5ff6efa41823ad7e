/**
 * @file The form of a check of the oracle suite. `checks/<name>.ts` exports `check`: it runs the studio's code and gives
 * a plain JSON value. `checks/<name>.py` reads that value and says, with programs the project did not write, whether the
 * numbers are right (`judge.py` has the means). Files are found by listing the folder.
 */

export interface OracleContext {
  /** The repository's root, as an absolute path. */
  readonly root: string;
}

export interface OracleCheck<P> {
  /** What the studio computes; or what is missing to compute it (a failure where CI is set, else a skip). */
  produce(context: OracleContext): Promise<{ readonly produced: P } | { readonly missing: string }>;
  /** Faults by name. Each damages a copy of what was produced, as a bug would, and must turn the judge red. */
  readonly faults: Readonly<Record<string, (produced: P) => P>>;
}

/** A value that fails the check instead of half describing it. */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`${what} is there`);
  return value;
}
