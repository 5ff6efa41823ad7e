/** @file Small pictures of rows, as the worker makes them for the page: decoded, resized, ready to be drawn. */

export interface Pictures {
  readonly width: number;
  readonly height: number;
  /** Row of the table (from 0) of each picture. */
  readonly rows: readonly number[];
  /** RGBA, one picture after the other, each height · width · 4 bytes; all 0 where an image cannot be shown. */
  readonly rgba: Uint8ClampedArray;
}
