/**
 * @file The quartiles as a box, the whiskers to the last numbers inside the fences; beyond them a thin line to the
 * extremes, where outliers lie. Each column has its own scale.
 */
import { useTranslation } from "react-i18next";
import type { Outliers } from "../../../core/data/analysis.ts";
import styles from "./BoxPlot.module.css";

interface BoxPlotProps {
  /** 0, 5, 25, 50, 75, 95, 100 %. */
  readonly quantiles: readonly number[];
  readonly outliers: Outliers | null;
  readonly figure: (value: number) => string;
}

const height = 16;

export function BoxPlot({ quantiles, outliers, figure }: BoxPlotProps) {
  const { t } = useTranslation("understand");
  const [min = 0, , lower = 0, median = 0, upper = 0, , max = 0] = quantiles;
  const [low, high] = outliers?.whiskers ?? [min, max];
  // Halved, because the distance of huge numbers overflows.
  const place = (value: number) => (max === min ? 50 : 1 + ((value / 2 - min / 2) / (max / 2 - min / 2)) * 98);
  const at = (value: number) => `${place(value)}%`;
  const label = t("figures.boxLabel", {
    min: figure(min),
    lower: figure(lower),
    median: figure(median),
    upper: figure(upper),
    max: figure(max),
  });
  const middle = height / 2;
  return (
    <svg className={styles.plot} height={height} role="img" aria-label={label}>
      <title>{label}</title>
      {low > min ? <line x1={at(min)} x2={at(low)} y1={middle} y2={middle} className={styles.far} /> : null}
      {high < max ? <line x1={at(high)} x2={at(max)} y1={middle} y2={middle} className={styles.far} /> : null}
      {low > min ? <circle cx={at(min)} cy={middle} r={2} className={styles.dot} /> : null}
      {high < max ? <circle cx={at(max)} cy={middle} r={2} className={styles.dot} /> : null}
      <line x1={at(low)} x2={at(high)} y1={middle} y2={middle} className={styles.whisker} />
      <line x1={at(low)} x2={at(low)} y1={4} y2={height - 4} className={styles.whisker} />
      <line x1={at(high)} x2={at(high)} y1={4} y2={height - 4} className={styles.whisker} />
      <rect x={at(lower)} y={2} width={`${Math.max(0.5, place(upper) - place(lower))}%`} height={height - 4} rx={2} />
      <line x1={at(median)} x2={at(median)} y1={2} y2={height - 2} className={styles.median} />
    </svg>
  );
}
