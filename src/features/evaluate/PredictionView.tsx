/** @file What the model says of a row: the classes by probability, or the value in the target's unit. */
import { useTranslation } from "react-i18next";
import type { Recipe } from "../../core/data/recipe.ts";
import type { Prediction } from "../../state/predict.ts";
import { useFormat } from "../../ui/format.ts";
import { rankProbabilities } from "./probabilities.ts";
import styles from "./TryIt.module.css";

/** Bars drawn; the rest is counted. */
const shownClasses = 10;

export function PredictionView({ prediction, recipe }: { readonly prediction: Prediction; readonly recipe: Recipe }) {
  const { t } = useTranslation("evaluate");
  const format = useFormat();
  const { target } = recipe;
  if (target.kind !== "classes" || prediction.probabilities === undefined) {
    const values = prediction.values ?? [{ column: target.column, value: prediction.value }];
    return (
      <>
        {values.map(({ column, value }) => (
          <div key={column}>
            <div className={styles.valueLabel}>{column}</div>
            <div className={styles.value}>{typeof value === "number" ? format.significant(value, 6) : value}</div>
          </div>
        ))}
      </>
    );
  }
  const ranked = rankProbabilities(target.classes, prediction.probabilities);
  const rest = ranked.slice(shownClasses);
  return (
    <ul className={styles.bars} aria-label={t("tryIt.probabilities")}>
      {ranked.slice(0, shownClasses).map(({ name, share }, i) => (
        <li key={name}>
          <div className={styles.barText}>
            <span className={i === 0 ? styles.winner : undefined} title={name}>
              {name}
            </span>
            <span className={styles.share}>{format.percent(share)}</span>
          </div>
          <div className={styles.track} aria-hidden="true">
            <div className={styles.bar} style={{ width: `${share * 100}%` }} />
          </div>
        </li>
      ))}
      {rest.length === 0 ? null : (
        <li className={styles.barText}>
          <span className={styles.hint}>{t("tryIt.others", { count: rest.length })}</span>
          <span className={styles.share}>{format.percent(rest.reduce((sum, { share }) => sum + share, 0))}</span>
        </li>
      )}
    </ul>
  );
}
