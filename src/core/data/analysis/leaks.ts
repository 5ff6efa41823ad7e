/**
 * @file Finds columns that give the target away: known only together with it, or another spelling of it. A model would
 * learn to copy them and be of no use where they are missing.
 *
 * The strength shown beside a column is not enough to say so: η and V are also 1 where the target gives the column away
 * (“has feathers” and the animal), which is what good features do. So for classes a rule is tried: guess from the column
 * alone, and count how many of the rows a guess without it gets wrong are then right.
 */
import type { Issue } from "../../issue.ts";
import { leaveOut } from "./finding.ts";
import { contingency, pearson } from "./relations.ts";

/** From here on a column alone predicts the target. */
const leakStrength = 0.99;
const leakRanks = 0.9999;
/** Fewer training rows prove nothing. */
const leastRows = 20;
/** Categories with fewer rows each know their class by having nothing to compare with. */
const rowsPerCategory = 5;
/** Numbers of no more distinct values than this are tried as categories. */
const fewNumbers = 50;

/** The training part's cells of a column: categories (−1 missing), or numbers (NaN missing). */
export type TrainingColumn =
  | { readonly kind: "category"; readonly codes: Int32Array; readonly kinds: number }
  | { readonly kind: "number"; readonly values: Float64Array };

export interface LeakQuery {
  readonly column: string;
  readonly cells: TrainingColumn;
  readonly target: { readonly name: string } & TrainingColumn;
  /** How strongly the two hang together, as shown. */
  readonly strength: number;
}

export function leakFinding(query: LeakQuery): Issue | null {
  const { cells, target, strength, column } = query;
  const rows = target.kind === "category" ? target.codes.length : target.values.length;
  if (rows < leastRows) return null;
  const fixes = [leaveOut(column)];
  if (target.kind === "category") {
    const rule = bestRule(cells, target.codes, target.kinds);
    if (rule === null || rule.gain < leakStrength) return null;
    const context = { column, target: target.name, percent: Math.floor(rule.right * 1000) / 10 };
    return { code: "columnTellsClass", severity: "warning", at: { column }, context, fixes };
  }
  const isLeak =
    cells.kind === "number"
      ? strength >= leakStrength || rankStrength(cells.values, target.values) >= leakRanks
      : strength >= leakStrength && rows >= cells.kinds * rowsPerCategory;
  if (!isLeak) return null;
  const context = { column, target: target.name, strength: Math.round(strength * 1000) / 1000 };
  return { code: "columnTellsNumber", severity: "warning", at: { column }, context, fixes };
}

interface Rule {
  /** The share of the rows whose class is guessed. */
  readonly right: number;
  /** Of the rows that always guessing the largest class gets wrong, the share now right: Goodman and Kruskal's λ. */
  readonly gain: number;
}

function bestRule(cells: TrainingColumn, classOf: Int32Array, classes: number): Rule | null {
  if (cells.kind === "category") return ruleOf(cells.codes, cells.kinds, classOf, classes);
  const { codes, kinds } = distinctCodes(cells.values);
  return kinds <= fewNumbers ? ruleOf(codes, kinds, classOf, classes) : nearestMeans(cells.values, classOf, classes);
}

/** The class most frequent among the rows of a category. */
function ruleOf(codes: Int32Array, kinds: number, classOf: Int32Array, classes: number): Rule | null {
  const { table, ofA, ofB, total } = contingency(codes, classOf, kinds, classes);
  const held = ofA.reduce((count, rows) => count + (rows > 0 ? 1 : 0), 0);
  if (total < leastRows || held < 2 || total < held * rowsPerCategory) return null;
  const best = new Float64Array(kinds);
  table.forEach((count, cell) => {
    const kind = Math.floor(cell / classes);
    if (count > (best[kind] as number)) best[kind] = count;
  });
  return ruleFrom(
    best.reduce((sum, rows) => sum + rows, 0),
    ofB,
    total,
  );
}

function ruleFrom(right: number, ofClass: Float64Array, total: number): Rule | null {
  const largest = ofClass.reduce((most, rows) => Math.max(most, rows), 0);
  if (largest === total) return null;
  return { right: right / total, gain: (right - largest) / (total - largest) };
}

/** The class whose mean is nearest; a column that is a number of the class, with some noise on it, is told so. */
function nearestMeans(values: Float64Array, classOf: Int32Array, classes: number): Rule | null {
  const [counts, means] = [new Float64Array(classes), new Float64Array(classes)];
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const [value, index] = [values[i] as number, classOf[i] as number];
    if (Number.isNaN(value) || index < 0) continue;
    total++;
    counts[index] = (counts[index] as number) + 1;
    means[index] = (means[index] as number) + (value - (means[index] as number)) / (counts[index] as number);
  }
  const order = [...counts.keys()].filter((c) => (counts[c] as number) > 0);
  if (total < leastRows || order.length < 2 || total < order.length * rowsPerCategory) return null;
  order.sort((a, b) => (means[a] as number) - (means[b] as number));
  const borders = order.slice(1).map((c, i) => ((means[c] as number) + (means[order[i] as number] as number)) / 2);
  let right = 0;
  // The spread within the classes against that between them: groups that merely lie in order are no leak.
  let [within, all] = [0, 0];
  const mean = order.reduce((sum, c) => sum + (means[c] as number) * (counts[c] as number), 0) / total;
  for (let i = 0; i < values.length; i++) {
    const [value, index] = [values[i] as number, classOf[i] as number];
    if (Number.isNaN(value) || index < 0) continue;
    within += (value - (means[index] as number)) ** 2;
    all += (value - mean) ** 2;
    let place = 0;
    while (place < borders.length && value > (borders[place] as number)) place++;
    if (order[place] === index) right++;
  }
  if (1 - within / all < leakStrength ** 2) return null;
  return ruleFrom(right, counts, total);
}

/** Numbers as codes of their distinct values. */
function distinctCodes(values: Float64Array): { readonly codes: Int32Array; readonly kinds: number } {
  const known = new Map<number, number>();
  const codes = new Int32Array(values.length).fill(-1);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    const seen = known.get(value);
    codes[i] = seen === undefined ? known.size : seen;
    if (seen === undefined) known.set(value, known.size);
    // More are no categories, and which they are does not matter then.
    if (known.size > fewNumbers) break;
  }
  return { codes, kinds: known.size };
}

/** Rows that Spearman's correlation looks at. */
const rankedRows = 20_000;

/** |Spearman's ρ|: another scale of the target, such as its logarithm, is as much of a leak as the target itself. */
export function rankStrength(x: Float64Array, y: Float64Array): number {
  const step = Math.max(1, Math.floor(x.length / rankedRows));
  const rows: number[] = [];
  for (let i = 0; i < x.length; i += step) if (!Number.isNaN((x[i] as number) + (y[i] as number))) rows.push(i);
  if (rows.length < leastRows) return 0;
  const [a, b] = [x, y].map((values) => ranks(Float64Array.from(rows, (row) => values[row] as number)));
  const rho = pearson(a as Float64Array, b as Float64Array);
  return Number.isNaN(rho) ? 0 : Math.abs(rho);
}

/** From 1; equal values share the mean of their ranks. */
function ranks(values: Float64Array): Float64Array {
  const order = Uint32Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));
  const result = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to] as number] === values[order[from] as number]) to++;
    for (let i = from; i < to; i++) result[order[i] as number] = (from + to + 1) / 2;
    from = to;
  }
  return result;
}
