/** @file Every score of a report beside the baseline's, with which of the two is better. */
import { Check, Equal, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Report } from "../../core/evaluation/types.ts";
import { useFormat } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";
import { type ScoreRow, scoreRows, type Verdict, verdictOf } from "./scoreRows.ts";
import styles from "./tables.module.css";

/** What the baseline answers. */
function baselineText(report: Report) {
  if (report.kind === "classification") return "baselineIsClass";
  return report.baselineKind === "lastValue" ? "baselineIsLastValue" : "baselineIsMean";
}

const icons = { better: Check, worse: X, same: Equal } as const;

export function ScoresTable({ report }: { readonly report: Report }) {
  const { t } = useTranslation("evaluate");
  const format = useFormat();
  const [all, setAll] = useState(false);
  const rows = scoreRows(report);
  const text = (row: ScoreRow, value: number | null) => {
    if (value === null || !Number.isFinite(value)) return t("scores.unknown");
    return row.scale === "share" ? format.score(value) : format.significant(value);
  };
  return (
    <Section
      title={t("scores.title")}
      frame="card"
      aside={<span className={styles.aside}>{t("rows", { rows: format.number(report.rows) })}</span>}
    >
      <table className={styles.table} aria-label={t("scores.title")}>
        <thead>
          <tr>
            <th scope="col">{t("scores.score")}</th>
            <th scope="col">{t("scores.model")}</th>
            <th scope="col">{t("scores.baseline")}</th>
            <th scope="col">{t("scores.verdict")}</th>
          </tr>
        </thead>
        <tbody>
          {rows
            .filter(({ extra }) => all || !extra)
            .map((row) => (
              <tr key={row.name}>
                <th scope="row">
                  <span className={styles.help} title={t(`scores.help.${row.help}`)}>
                    {t(`scores.names.${row.name}`)}
                  </span>
                </th>
                <td className={styles.own}>{text(row, row.model)}</td>
                <td>{text(row, row.baseline)}</td>
                <td>
                  <VerdictMark verdict={verdictOf(row)} />
                </td>
              </tr>
            ))}
        </tbody>
      </table>
      {rows.some(({ extra }) => extra) ? (
        <button type="button" className={styles.more} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t("scores.fewAverages") : t("scores.allAverages")}
        </button>
      ) : null}
      <p className={styles.note}>
        {t(`scores.${baselineText(report)}`)}
        {report.kind === "regression" && report.outputs !== undefined ? ` ${t("scores.meanOfTargets")}` : null}
      </p>
    </Section>
  );
}

function VerdictMark({ verdict }: { readonly verdict: Verdict }) {
  const { t } = useTranslation("evaluate");
  const Icon = verdict === "unknown" ? null : icons[verdict];
  return (
    <span className={`${styles.verdict} ${styles[verdict]}`}>
      {Icon === null ? null : <Icon size={12} aria-hidden />}
      {t(`scores.${verdict}`)}
    </span>
  );
}
