/**
 * @file Each column in one line: where its numbers lie, how many lie far out. A line unfolds to the quantiles and the most
 * frequent values.
 */
import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { quantileShares } from "../../../core/data/analysis/numberFigures.ts";
import type { ColumnFigures } from "../../../core/data/analysis.ts";
import type { ColumnSummary, DatasetSummary } from "../../../core/data/types.ts";
import { useFormat } from "../../../ui/format.ts";
import { Section } from "../../../ui/Section.tsx";
import controls from "../controls.module.css";
import { ForeignText } from "../ForeignText.tsx";
import { columnFigure } from "../figures.ts";
import { BoxPlot } from "./BoxPlot.tsx";
import styles from "./ColumnFiguresTable.module.css";

/** Lines drawn at first: what else is understood should be near, and thousands of columns are unfolded bit by bit. */
const pageLines = 25;

interface ColumnFiguresTableProps {
  readonly figures: readonly ColumnFigures[];
  readonly summary: DatasetSummary;
  readonly target: string | null;
}

export function ColumnFiguresTable({ figures, summary, target }: ColumnFiguresTableProps) {
  const { t } = useTranslation("understand");
  const { number } = useFormat();
  const [shown, setShown] = useState(pageLines);
  const summaries = new Map(summary.columns.map((column) => [column.name, column]));
  const rest = figures.length - shown;
  return (
    <Section title={t("figures.title")} frame="card">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={styles.scroll} aria-label={t("figures.scroll")} tabIndex={0}>
        <table className={styles.table} aria-label={t("figures.title")}>
          <thead>
            <tr>
              <th scope="col">{t("figures.name")}</th>
              <th scope="col" className={styles.box}>
                {t("figures.box")}
              </th>
              <th scope="col">{t("figures.median")}</th>
              <th scope="col">{t("figures.outliers")}</th>
            </tr>
          </thead>
          <tbody>
            {figures.slice(0, shown).map((column) => {
              const known = summaries.get(column.column);
              return known === undefined ? null : (
                <FigureLines
                  key={column.column}
                  figures={column}
                  column={known}
                  rows={summary.rows}
                  isTarget={column.column === target}
                />
              );
            })}
          </tbody>
        </table>
      </section>
      {rest > 0 ? (
        <button
          type="button"
          className={`${controls.button} ${controls.small} ${styles.more}`}
          onClick={() => setShown(shown * 4)}
        >
          {t("figures.more", { n: number(rest) })}
        </button>
      ) : null}
    </Section>
  );
}

interface FigureLinesProps {
  readonly figures: ColumnFigures;
  readonly column: ColumnSummary;
  readonly rows: number;
  readonly isTarget: boolean;
}

function FigureLines({ figures, column, rows, isTarget }: FigureLinesProps) {
  const { t } = useTranslation("understand");
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const id = useId();
  const { quantiles, outliers } = figures;
  const figure = (value: number | undefined) => (value === undefined ? "" : columnFigure(value, column.type, format));
  return (
    <>
      <tr>
        <th scope="row">
          <button
            type="button"
            className={styles.open}
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            onClick={() => setOpen(!open)}
          >
            <ChevronRight size={13} aria-hidden="true" className={styles.arrow} />
            <ForeignText text={column.name} />
            {isTarget ? <span className={styles.badge}>{t("figures.target")}</span> : null}
          </button>
        </th>
        <td className={styles.box}>
          {quantiles === null ? (
            <span className={styles.dim}>{t(`figures.kinds.${column.type}`)}</span>
          ) : (
            <BoxPlot quantiles={quantiles} outliers={outliers} figure={figure} />
          )}
        </td>
        <td>{quantiles === null ? "–" : figure(quantiles[3])}</td>
        <td className={(outliers?.count ?? 0) > 0 ? styles.some : styles.dim}>
          {outliers === null ? "–" : format.number(outliers.count)}
        </td>
      </tr>
      {open ? (
        <tr id={id}>
          <td colSpan={4} className={styles.details}>
            <Details figures={figures} column={column} rows={rows} figure={figure} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

interface DetailsProps {
  readonly figures: ColumnFigures;
  readonly column: ColumnSummary;
  readonly rows: number;
  readonly figure: (value: number | undefined) => string;
}

const topShown = 10;

function Details({ figures: { quantiles, outliers }, column, rows, figure }: DetailsProps) {
  const { t } = useTranslation("understand");
  const format = useFormat();
  const { chart, missing, unique, uniqueCapped, stats } = column;
  const top = chart.kind === "values" ? chart.top.slice(0, topShown) : [];
  const most = top[0]?.count ?? 1;
  const facts: [string, string][] = [
    [t("figures.missing"), rows === 0 ? "0" : `${format.number(missing)} · ${format.percent(missing / rows)}`],
    [t("figures.unique"), uniqueCapped ? `≥ ${format.number(unique)}` : format.number(unique)],
    ...(quantiles ?? []).map((value, i): [string, string] => [
      quantileName(quantileShares[i] ?? 0, t, format.number),
      figure(value),
    ]),
    ...(stats === undefined || column.type === "date"
      ? []
      : ([
          [t("figures.mean"), figure(stats.mean)],
          [t("figures.std"), figure(stats.std)],
        ] as [string, string][])),
  ];
  return (
    <>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {outliers === null || outliers.count === 0 ? null : (
        <p className={styles.note}>
          {t("figures.outlierNote", {
            n: format.number(outliers.count),
            low: figure(outliers.low),
            high: figure(outliers.high),
          })}
        </p>
      )}
      {top.length === 0 ? null : (
        <table className={styles.top} aria-label={t("figures.top")}>
          <tbody>
            {top.map(({ value, count }) => (
              <tr key={value}>
                <th scope="row">
                  <ForeignText text={value} />
                </th>
                <td className={styles.topBar}>
                  <div style={{ width: `${(count / most) * 100}%` }} />
                </td>
                <td>{format.number(count)}</td>
                <td className={styles.dim}>{format.percent(rows === 0 ? 0 : count / rows)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function quantileName(
  share: number,
  t: ReturnType<typeof useTranslation<"understand">>["t"],
  number: (value: number) => string,
): string {
  if (share === 0) return t("figures.min");
  if (share === 1) return t("figures.max");
  return share === 0.5 ? t("figures.median") : `${number(share * 100)} %`;
}
