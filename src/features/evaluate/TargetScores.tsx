/** @file Where several columns are predicted: the scores of each, beside the baseline's. */
import { useTranslation } from "react-i18next";
import type { RegressionScores, Report } from "../../core/evaluation/types.ts";
import { useFormat } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";
import styles from "./tables.module.css";

type Outputs = NonNullable<Extract<Report, { kind: "regression" }>["outputs"]>;

const scores = ["mae", "rmse", "r2"] as const satisfies readonly (keyof RegressionScores)[];

export function TargetScores({ outputs, rows }: { readonly outputs: Outputs; readonly rows: number }) {
  const { t } = useTranslation("evaluate");
  const format = useFormat();
  const text = (score: keyof RegressionScores, value: number | null): string => {
    if (value === null || !Number.isFinite(value)) return t("scores.unknown");
    return score === "r2" ? format.score(value) : format.significant(value);
  };
  return (
    <Section
      title={t("byTarget.title")}
      frame="card"
      aside={<span className={styles.aside}>{t("rows", { rows: format.number(rows) })}</span>}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard */}
      <div className={styles.scroll} tabIndex={0}>
        <table className={styles.table} aria-label={t("byTarget.title")}>
          <thead>
            <tr>
              <th scope="col">{t("byTarget.target")}</th>
              {scores.map((score) => (
                <th key={score} scope="col" title={t(`scores.help.${score}`)}>
                  {t(`scores.names.${score}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {outputs.map(({ target, model, baseline }) => (
              <tr key={target}>
                <th scope="row" title={target}>
                  {target}
                </th>
                {scores.map((score) => (
                  <td key={score}>
                    <span className={styles.own}>{text(score, model[score])}</span>
                    <span className={styles.beside} title={t("scores.baseline")}>
                      {text(score, baseline[score])}
                    </span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.note}>{t("byTarget.explain")}</p>
    </Section>
  );
}
