/** @file A set of runs that each held out another fold or group: a row each, and what all of them say together. */
import { useTranslation } from "react-i18next";
import type { FoldOfSet, Run } from "../../core/training/types.ts";
import { useRun } from "../../state/run.ts";
import { useFormat } from "../../ui/format.ts";
import styles from "./CrossValidation.module.css";
import { type FoldRow, foldScores } from "./foldScores.ts";
import { metricText } from "./runFigures.ts";

interface CrossValidationProps {
  readonly runs: readonly Run[];
  readonly fold: FoldOfSet;
}

export function CrossValidation({ runs, fold }: CrossValidationProps) {
  const { t } = useTranslation("split");
  const format = useFormat();
  const queue = useRun((state) => state.queue);
  const { metric, rows, done, overall } = foldScores(runs, fold);
  const underWay = queue?.set === fold.set ? queue.index : null;
  const columns = ["fold", "rows", `score.${metric}`, "baseline", "status"] as const;
  const text = (value: number | null) => metricText(metric, value, format);
  const statusOf = ({ run, index }: FoldRow) => {
    if (underWay === index) return t("folds.running");
    return run === null
      ? t("folds.none")
      : t(`train:runs.status.${run.status === "running" ? "interrupted" : run.status}`);
  };
  return (
    <section className={styles.panel} aria-labelledby="folds-title">
      <h2 id="folds-title" className={styles.title}>
        {t("folds.title")}
      </h2>
      <div className={styles.scroll}>
        <table className={styles.table} aria-label={t("folds.title")}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column}>{t(`folds.columns.${column}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.index}>
                <th scope="row">{row.group ?? t("folds.fold", { fold: row.index + 1, count: fold.count })}</th>
                <td>{row.run === null ? "–" : format.number(row.run.counts.test)}</td>
                <td>{text(row.score)}</td>
                <td>{text(row.baseline)}</td>
                <td className={styles.words}>{statusOf(row)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p role="status" className={styles.overall}>
        {overall !== null
          ? t(`folds.overall.${metric}`, { mean: text(overall.mean), deviation: text(overall.deviation), folds: done })
          : t(underWay === null ? "folds.partly" : "folds.soFar", { done, count: fold.count })}
      </p>
    </section>
  );
}
