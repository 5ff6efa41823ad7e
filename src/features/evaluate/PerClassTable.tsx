/** @file Precision, recall and F1 of each class, and on how many test rows of it they stand. */
import { useTranslation } from "react-i18next";
import type { ClassScores } from "../../core/evaluation/types.ts";
import { useFormat } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";
import styles from "./tables.module.css";

interface PerClassTableProps {
  readonly scores: readonly ClassScores[];
  readonly classes: readonly string[];
  readonly rows: number;
}

export function PerClassTable({ scores, classes, rows }: PerClassTableProps) {
  const { t } = useTranslation("evaluate");
  const format = useFormat();
  return (
    <Section
      title={t("perClass.title")}
      frame="card"
      aside={<span className={styles.aside}>{t("rows", { rows: format.number(rows) })}</span>}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard */}
      <div className={styles.scroll} tabIndex={0}>
        <table className={styles.table} aria-label={t("perClass.title")}>
          <thead>
            <tr>
              {["class", "precision", "recall", "f1", "rows"].map((column) => (
                <th key={column} scope="col">
                  {t(`perClass.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {scores.map((score, i) => (
              <tr key={classes[i]}>
                <th scope="row" title={classes[i]}>
                  {classes[i]}
                </th>
                <td>{format.score(score.precision)}</td>
                <td>{format.score(score.recall)}</td>
                <td>{format.score(score.f1)}</td>
                <td>{format.number(score.support)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
