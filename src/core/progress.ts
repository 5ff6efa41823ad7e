/** @file How far long work has come; every bar on the page is made from it. */

/** Work with a known amount: `done` of `total` bytes, rows or files; total is null where it cannot be known. */
export interface Progress {
  readonly done: number;
  readonly total: number | null;
  readonly rows?: number;
  /** What is counted; bytes where it is not said. */
  readonly unit?: "bytes" | "images";
}
