/**
 * @file Whole numbers near given shares, with exact totals. Used by the split: every class gives each part its share
 * to within one row, and each part still has exactly the size that was asked for. Both at once is "controlled
 * rounding" of a table; plain rounding per class misses the totals, and largest remainders per part miss the rows.
 */
import { assert } from "../fault.ts";

/** Shares such as 20 × 0.15 are whole numbers up to rounding; without this a phantom remainder would claim a row. */
const tolerance = 1e-9;

const wholePart = (share: number): number => {
  const nearest = Math.round(share);
  return Math.abs(share - nearest) <= tolerance * Math.max(1, nearest) ? nearest : Math.floor(share);
};
const remainder = (share: number): number => {
  const rest = share - wholePart(share);
  return rest <= tolerance * Math.max(1, share) ? 0 : rest;
};

/** Largest remainders: whole numbers that sum to `total`, each the floor or the ceiling of `total × fractions[i]`. Ties go to the first. */
export function apportion(total: number, fractions: readonly number[]): number[] {
  const shares = fractions.map((fraction) => total * fraction);
  const sizes = shares.map(wholePart);
  const left = total - sizes.reduce((sum, size) => sum + size, 0);
  const order = shares.map((_, i) => i).sort((a, b) => remainder(shares[b] ?? 0) - remainder(shares[a] ?? 0) || a - b);
  assert(left >= 0 && left <= order.length, "fractions sum to 1");
  for (const i of order.slice(0, left)) sizes[i] = (sizes[i] ?? 0) + 1;
  return sizes;
}

/**
 * A table [row][column] of whole numbers, each the floor or the ceiling of `rowTotals[r] × fractions[c]`, whose rows sum
 * to `rowTotals` and whose columns sum to `apportion(Σ rowTotals, fractions)`. Such a table always exists (flows with
 * whole bounds have whole solutions). Rows are rounded alone first; then, while a column has too many, one unit at a
 * time moves along a path of columns, each hop in a row that may take it.
 */
export function apportionTable(rowTotals: readonly number[], fractions: readonly number[]): number[][] {
  const wanted = apportion(
    rowTotals.reduce((sum, rows) => sum + rows, 0),
    fractions,
  );
  const table = rowTotals.map((rows) => apportion(rows, fractions));
  const columns = fractions.map((_, c) => c);
  const excess = columns.map((c) => table.reduce((sum, row) => sum + (row[c] ?? 0), 0) - (wanted[c] ?? 0));

  const floors = rowTotals.map((rows) => fractions.map((fraction) => wholePart(rows * fraction)));
  const mayRise = rowTotals.map((rows) => fractions.map((fraction) => remainder(rows * fraction) > 0));
  const canMove = (row: number, from: number, to: number): boolean => {
    const cells = table[row] ?? [];
    const floor = floors[row] ?? [];
    return (cells[from] ?? 0) > (floor[from] ?? 0) && (cells[to] ?? 0) === floor[to] && mayRise[row]?.[to] === true;
  };

  // Rows are searched from where the last search between the same two columns ended; a move elsewhere can free an
  // earlier row, so a fruitless search starts over once.
  const cursor = new Map<string, number>();
  const findRow = (from: number, to: number): number => {
    const key = `${from}>${to}`;
    const start = cursor.get(key) ?? 0;
    for (let step = 0; step < table.length; step++) {
      const row = (start + step) % table.length;
      if (canMove(row, from, to)) {
        cursor.set(key, row);
        return row;
      }
    }
    return -1;
  };

  for (;;) {
    const source = columns.find((c) => (excess[c] ?? 0) > 0);
    if (source === undefined) return table;
    const path = shortestPath(source, columns, (c) => (excess[c] ?? 0) < 0, findRow);
    assert(path, "a controlled rounding exists");
    for (const { row, from, to } of path) {
      const cells = table[row] ?? [];
      cells[from] = (cells[from] ?? 0) - 1;
      cells[to] = (cells[to] ?? 0) + 1;
    }
    const end = path.at(-1)?.to ?? source;
    excess[source] = (excess[source] ?? 0) - 1;
    excess[end] = (excess[end] ?? 0) + 1;
  }
}

interface Hop {
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

/** Breadth first over columns; `findRow(from, to)` tells a row that can hand a unit over, or −1. */
function shortestPath(
  source: number,
  columns: readonly number[],
  isEnd: (column: number) => boolean,
  findRow: (from: number, to: number) => number,
): Hop[] | null {
  const paths = new Map<number, Hop[]>([[source, []]]);
  const queue = [source];
  for (const from of queue) {
    for (const to of columns) {
      if (paths.has(to)) continue;
      const row = findRow(from, to);
      if (row < 0) continue;
      const path = [...(paths.get(from) ?? []), { row, from, to }];
      if (isEnd(to)) return path;
      paths.set(to, path);
      queue.push(to);
    }
  }
  return null;
}
