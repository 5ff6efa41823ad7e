/** @file A column's values as a few bars. A figure beside it says the extremes; the label says it in words. */
import { useTranslation } from "react-i18next";
import type { ColumnSummary } from "../../core/data/types.ts";
import { useFormat } from "../../ui/format.ts";
import { barCounts } from "./chartBars.ts";
import { columnFigure } from "./figures.ts";
import styles from "./MiniChart.module.css";
import { shorten } from "./shorten.ts";

const width = 82;
const height = 26;
const namedValues = 5;

interface Bar {
  readonly x: number;
  readonly width: number;
  readonly height: number;
  readonly rest: boolean;
}

function barsOf(column: ColumnSummary): readonly Bar[] {
  const counts = barCounts(column);
  const largest = Math.max(1, ...counts.map(({ count }) => count));
  // A lone category is one bar of a category's usual width, not a wall.
  const step = Math.min(width / Math.max(1, counts.length), column.chart.kind === "values" ? 14 : width);
  return counts.map(({ count, rest }, index) => ({
    x: index * step,
    width: Math.max(0.75, step - 1),
    // What is there is seen, however few.
    height: count === 0 ? 0 : Math.max(1.5, (count / largest) * (height - 3)),
    rest,
  }));
}

function useChartLabel(): (column: ColumnSummary) => string {
  const { t } = useTranslation("data");
  const format = useFormat();
  return ({ chart, type }) => {
    if (chart.kind === "histogram") {
      const figure = (value: number) => columnFigure(value, type, format);
      return t("columns.histogram", { min: figure(chart.min), max: figure(chart.max) });
    }
    if (chart.kind === "sizes") {
      const sizes = chart.top.map(({ width: w, height: h, count }) => `${w} × ${h}: ${format.number(count)}`);
      return t("columns.values", { values: format.list(sizes) });
    }
    if (chart.top.length === 0) return t("columns.noValues");
    const named = chart.top.slice(0, namedValues);
    const words = named.map(({ value, count }) => `${shorten(value, 40)} ${format.number(count)}`);
    const others = chart.top.slice(namedValues).reduce((sum, { count }) => sum + count, chart.other);
    if (others > 0) words.push(t("columns.others", { n: format.number(others) }));
    return t("columns.values", { values: format.list(words) });
  };
}

export function MiniChart({ column }: { readonly column: ColumnSummary }) {
  const label = useChartLabel()(column);
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      <line x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} className={styles.ground} />
      {barsOf(column).map((bar) => (
        <rect
          key={bar.x}
          x={bar.x}
          y={height - 1 - bar.height}
          width={bar.width}
          height={bar.height}
          className={bar.rest ? styles.rest : styles.bar}
        />
      ))}
    </svg>
  );
}
