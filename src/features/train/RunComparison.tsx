/** @file Two runs side by side, differences only: their figures, and what was changed from the older to the newer. */
import { useTranslation } from "react-i18next";
import type { Run } from "../../core/training/types.ts";
import { useFormat } from "../../ui/format.ts";
import styles from "./RunsTable.module.css";
import { diffJobs } from "./runDiff.ts";
import { useDiffText } from "./runDiffText.ts";
import { keptRecord, metricText, testScore } from "./runFigures.ts";

export function RunComparison({ older, newer }: { readonly older: Run; readonly newer: Run }) {
  const { t } = useTranslation("train");
  const { changeText } = useDiffText();
  const name = (run: Run) => t("runs.run", { name: run.name });
  const changes = diffJobs(older.job, newer.job);
  const figuresOf = useFigures();
  const [before, after] = [figuresOf(older), figuresOf(newer)];
  // Scores of another kind, such as an accuracy and an error, get a row each.
  const kinds = new Map(
    before.flatMap((figure, i) => [figure, after[i] ?? figure]).map(({ key, label }) => [key, label]),
  );
  const textOf = (figures: typeof before, key: string) => figures.find((figure) => figure.key === key)?.text ?? "–";
  const rows = [...kinds]
    .map(([key, label]) => ({ key, label, before: textOf(before, key), after: textOf(after, key) }))
    .filter((row) => row.before !== row.after);
  return (
    <section className={styles.panel} aria-labelledby="comparison-title">
      <div className={styles.head}>
        <h2 id="comparison-title" className={styles.title}>
          {t("comparison.title")}
        </h2>
        <span className={styles.hint}>{t("comparison.hint")}</span>
      </div>
      {changes.length === 0 ? (
        <p>{t("comparison.same")}</p>
      ) : (
        <>
          <p className={styles.hint}>{t("comparison.changes", { before: name(older), after: name(newer) })}</p>
          <ul>
            {changes.map(changeText).map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      )}
      <table className={styles.table} aria-label={t("comparison.title")}>
        <thead>
          <tr>
            <th scope="col" style={{ textAlign: "left" }}>
              {t("comparison.what")}
            </th>
            <th scope="col" style={{ textAlign: "right" }}>
              {name(older)}
            </th>
            <th scope="col" style={{ textAlign: "right" }}>
              {name(newer)}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row" className={styles.name}>
                {row.label}
              </th>
              <td>{row.before}</td>
              <td>{row.after}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function useFigures() {
  const { t } = useTranslation("train");
  const format = useFormat();
  const label = (key: string) => t(`comparison.figures.${key}`);
  return (run: Run) => {
    const record = keptRecord(run);
    const loss = record?.valLoss ?? null;
    return [
      {
        key: `score ${run.metric}`,
        label: label(`valScore.${run.metric}`),
        text: metricText(run.metric, record?.valMetric ?? null, format),
      },
      { key: "loss", label: label("valLoss"), text: loss === null ? "–" : format.significant(loss) },
      {
        key: `test ${run.metric}`,
        label: label(`test.${run.metric}`),
        text: metricText(run.metric, testScore(run), format),
      },
      { key: "best", label: label("bestEpoch"), text: run.bestEpoch === null ? "–" : format.number(run.bestEpoch) },
      { key: "epochs", label: label("epochs"), text: format.number(run.history.at(-1)?.epoch ?? 0) },
      { key: "parameters", label: label("parameters"), text: format.number(run.parameters) },
      { key: "time", label: label("time"), text: format.duration(run.seconds) },
      { key: "device", label: label("device"), text: run.device.label },
    ];
  };
}
