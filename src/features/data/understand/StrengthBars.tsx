/** @file Each column's strength with the target, the strongest first, with the measure that suits its kind. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ColumnFigures, Strength } from "../../../core/data/analysis.ts";
import { useFormat } from "../../../ui/format.ts";
import { Section } from "../../../ui/Section.tsx";
import controls from "../controls.module.css";
import { ForeignText } from "../ForeignText.tsx";
import styles from "./Bars.module.css";

const shownBars = 20;

interface StrengthBarsProps {
  readonly figures: readonly ColumnFigures[];
  readonly target: string | null;
}

export function StrengthBars({ figures, target }: StrengthBarsProps) {
  const { t } = useTranslation("understand");
  const { number, score } = useFormat();
  const [all, setAll] = useState(false);
  const strengths = figures
    .flatMap(({ column, strength }): { column: string; strength: Strength }[] =>
      strength === null ? [] : [{ column, strength }],
    )
    .sort((a, b) => b.strength.value - a.strength.value);
  if (target === null || strengths.length === 0) {
    return (
      <Section title={t("strength.title")} frame="card">
        <p className={controls.note}>{t(target === null ? "strength.noTarget" : "strength.none")}</p>
      </Section>
    );
  }
  const shown = all ? strengths : strengths.slice(0, shownBars);
  return (
    <Section title={t("strength.title")} frame="card">
      <p className={styles.intro}>{t("strength.intro", { target })}</p>
      <table className={styles.table} aria-label={t("strength.table")}>
        <colgroup>
          <col className={styles.names} />
          <col />
          <col className={styles.values} />
          <col className={styles.measures} />
        </colgroup>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{t("figures.name")}</th>
            <th scope="col">{t("strength.bar")}</th>
            <th scope="col">{t("strength.value")}</th>
            <th scope="col">{t("strength.measure")}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ column, strength }) => (
            <tr key={column}>
              <th scope="row">
                <ForeignText text={column} />
              </th>
              <td className={styles.track} aria-hidden="true">
                <div style={{ width: `${strength.value * 100}%` }} />
              </td>
              <td className={styles.value}>{score(strength.value, 2)}</td>
              <td className={styles.measure} title={t(`strength.help.${strength.measure}`)}>
                {t(`strength.measures.${strength.measure}`)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < strengths.length ? (
        <button
          type="button"
          className={`${controls.button} ${controls.small} ${styles.more}`}
          onClick={() => setAll(true)}
        >
          {t("strength.all", { n: number(strengths.length) })}
        </button>
      ) : null}
    </Section>
  );
}
