/**
 * @file Round domains and ticks for the charts. A domain is rounded outward on purpose: a live curve then changes its
 * axis now and then, not at every epoch, and the axis (the expensive part of a chart) is seldom drawn again.
 */

export type AxisScale = "linear" | "log";

export interface Axis {
  readonly scale: AxisScale;
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
}

/** The step among 1, 2, 2.5, 5 × 10ⁿ that cuts `span` into about `count` parts. */
export function niceStep(span: number, count: number): number {
  const rough = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const fraction = rough / power;
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => fraction <= candidate * (1 + 1e-9));
  return (factor === undefined ? 10 : factor) * power;
}

/** Counts are multiplied and rounded, not added up, so that ticks stay exact: 0.3, never 0.30000000000000004. */
const multiple = (step: number, count: number): number => Number((step * count).toPrecision(12));

interface LinearOptions {
  readonly count: number;
  /** Values beyond these cannot occur: the axis ends there. */
  readonly limits: readonly [number, number];
}

function linearAxis(low: number, high: number, { count, limits }: LinearOptions): Axis {
  // A flat curve gets room around it; without it the step would be zero, or too small to be told from the value.
  const size = Math.max(Math.abs(low), Math.abs(high));
  const flat = high - low <= Math.max(size * 1e-9, 1e-300);
  const pad = flat ? Math.max(size * 0.1, 1e-6) : 0;
  const [bottom, top] = [Math.max(low - pad, limits[0]), Math.min(high + pad, limits[1])];
  const step = niceStep(top - bottom, count);
  const from = Math.floor(bottom / step + 1e-9);
  const to = Math.ceil(top / step - 1e-9);
  const ticks = Array.from({ length: to - from + 1 }, (_, i) => multiple(step, from + i));
  return { scale: "linear", domain: [multiple(step, from), multiple(step, to)], ticks };
}

function logAxis(low: number, high: number): Axis {
  const from = Math.floor(Math.log10(low) + 1e-9);
  const to = Math.max(from + 1, Math.ceil(Math.log10(high) - 1e-9));
  const every = Math.max(1, Math.ceil((to - from) / 6));
  const ticks: number[] = [];
  for (let exponent = from; exponent < to; exponent += every) ticks.push(10 ** exponent);
  ticks.push(10 ** to);
  // Less than two decades would leave two lines on the whole chart.
  const fine = to - from === 1 ? [2, 5].map((factor) => factor * 10 ** from) : [];
  const all = [...ticks, ...fine].sort((a, b) => a - b);
  return { scale: "log", domain: [10 ** from, 10 ** to], ticks: all };
}

export interface AxisOptions {
  readonly scale: AxisScale;
  readonly count?: number;
  /** Values that must be inside, e.g. zero. */
  readonly include?: readonly number[];
  readonly limits?: readonly [number, number];
}

const noLimits = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;

/**
 * The axis for these values. A logarithmic axis is for positive values only: it leaves out the others, and falls back to a
 * linear one where nothing is left.
 */
export function axisFor(
  values: Iterable<number | null>,
  { scale, count = 4, include = [], limits = noLimits }: AxisOptions,
): Axis {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let lowPositive = Number.POSITIVE_INFINITY;
  const take = (value: number | null) => {
    if (value === null || !Number.isFinite(value)) return;
    if (value < low) low = value;
    if (value > high) high = value;
    if (value > 0 && value < lowPositive) lowPositive = value;
  };
  for (const value of values) take(value);
  if (scale === "log" && lowPositive < Number.POSITIVE_INFINITY) return logAxis(lowPositive, high);
  for (const value of include) take(value);
  if (low > high) return linearAxis(0, 1, { count, limits });
  return linearAxis(low, high, { count, limits });
}

/** Decimals that write every tick as it is, so that one axis has one precision: 55.0 beside 57.5, never beside 60. */
export function tickDecimals(ticks: readonly number[], most = 6): number {
  const decimals = (tick: number) => {
    for (let count = 0; count < most; count++) {
      if (Math.abs(tick - Number(tick.toFixed(count))) <= 1e-9 * Math.max(1, Math.abs(tick))) return count;
    }
    return most;
  };
  return Math.max(0, ...ticks.map(decimals));
}

/**
 * Where the epoch axis ends. A short run shows all its epochs from the start; a long one doubles its axis as it goes, so
 * that the first hundred of 100,000 epochs are more than a line at the edge.
 */
export function epochAxisEnd(done: number, planned: number): number {
  if (planned <= 200) return Math.max(planned, done, 1);
  let end = 100;
  while (end < done) end *= 2;
  return Math.max(Math.min(end, planned), done);
}

/** Whole-number ticks of an epoch axis that begins at 0, evenly; its end is among them. */
export function epochTicksFromZero(end: number, count = 4): readonly number[] {
  const step = Math.max(1, Math.ceil(niceStep(Math.max(1, end), count)));
  const ticks = [0];
  for (let tick = step; tick < end - step / 2; tick += step) ticks.push(tick);
  return [...ticks, end];
}

/** Whole-number ticks of an epoch axis that begins at 1; its ends are among them. */
export function epochTicks(end: number, count = 6): readonly number[] {
  const from = 1;
  if (end <= from) return [from];
  if (end - from <= count) return Array.from({ length: end }, (_, i) => i + 1);
  const step = Math.max(1, Math.ceil(niceStep(end - from, count)));
  const inner: number[] = [];
  for (let tick = step; tick < end - step / 2; tick += step) if (tick - from > step / 2) inner.push(tick);
  return [from, ...inner, end];
}
