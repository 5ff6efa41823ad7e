/** @file How many rows each class has. Long lists show the largest classes and what the rest adds up to. */
import { useTranslation } from "react-i18next";
import type { Analysis } from "../../../core/data/analysis.ts";
import { useFormat } from "../../../ui/format.ts";
import { Section } from "../../../ui/Section.tsx";
import { ForeignText } from "../ForeignText.tsx";
import styles from "./Bars.module.css";

const shownClasses = 30;

interface ClassBalanceProps {
  readonly classes: Analysis["classes"];
  readonly target: string | null;
}

export function ClassBalance({ classes, target }: ClassBalanceProps) {
  const { t } = useTranslation("understand");
  const { number, percent } = useFormat();
  if (classes === null || target === null || classes.length === 0) return null;
  const total = classes.reduce((sum, { count }) => sum + count, 0);
  const sorted = [...classes].sort((a, b) => b.count - a.count);
  const most = Math.max(1, sorted[0]?.count ?? 1);
  const rest = sorted.slice(shownClasses);
  const restRows = rest.reduce((sum, { count }) => sum + count, 0);
  return (
    <Section title={t("classes.title")} frame="card">
      <p className={styles.intro}>{t("classes.intro", { target, n: number(total) })}</p>
      <table className={styles.table} aria-label={t("classes.title")}>
        <colgroup>
          <col className={styles.names} />
          <col />
          <col className={styles.values} />
          <col className={styles.measures} />
        </colgroup>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{t("classes.name")}</th>
            <th scope="col">{t("strength.bar")}</th>
            <th scope="col">{t("classes.rows")}</th>
            <th scope="col">{t("classes.share")}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, shownClasses).map(({ name, count }) => (
            <tr key={name}>
              <th scope="row">
                <ForeignText text={name} />
              </th>
              <td className={styles.track} aria-hidden="true">
                <div style={{ width: `${(count / most) * 100}%` }} />
              </td>
              <td className={styles.value}>{number(count)}</td>
              <td className={styles.measure}>{percent(total === 0 ? 0 : count / total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rest.length === 0 ? null : (
        <p className={styles.intro}>{t("classes.rest", { n: number(rest.length), rows: number(restRows) })}</p>
      )}
    </Section>
  );
}
