/**
 * @file How documents of older versions become those of the next, one step a version. A step is written once, with the
 * rise of `projectVersion`, and never changed; golden files of each version are opened by the tests.
 */

type Document = Readonly<Record<string, unknown>>;

/** `migrations[3]` makes a document of version 4 from one of version 3. Steps may not assume that fields are valid. */
export type Migrations = Readonly<Record<number, (document: Document) => Document>>;

export const migrations: Migrations = {
  // Notes and blocks on the canvas, and weights to start from.
  1: (document) => ({ notes: [], blocks: [], startWeights: null, ...document }),
};

/** The document as version `to`, or null where a step is missing (a version that never was). */
export function migrate(document: Document, from: number, to: number, chain: Migrations): Document | null {
  let current = document;
  for (let version = from; version < to; version++) {
    const step = chain[version];
    if (step === undefined) return null;
    current = { ...step(current), version: version + 1 };
  }
  return current;
}
