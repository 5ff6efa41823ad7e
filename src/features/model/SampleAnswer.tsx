/** @file What the model says of the row chosen and what is true: in one line, and class by class. */
import { useTranslation } from "react-i18next";
import type { InspectedAnswer, TargetValue } from "../../core/graph/inspected.ts";
import { isStale, useInspect } from "../../state/inspect.ts";
import { useFormat } from "../../ui/format.ts";
import styles from "./SampleView.module.css";

/** More classes than this are shown by probability, the rest counted. */
const mostClasses = 12;

/** "true: 2 · says: 1 (51 %)"; a dot says whether they agree. */
export function SampleVerdict() {
  const { t } = useTranslation("model");
  const { significant, percent } = useFormat();
  const answer = useInspect(({ seen }) => seen?.inspected.answer ?? null);
  const stale = useInspect(isStale);
  const asking = useInspect((state) => state.answer.kind === "asking" && state.seen === null);
  if (stale || asking) return <output className={`${styles.verdict} ${styles.busy}`}>{t("sample.asking")}</output>;
  if (answer === null) return null;
  const { column, truth, prediction, classes } = answer;
  const text = (value: TargetValue | null) =>
    value === null ? t("sample.noTruth") : typeof value === "number" ? significant(value, 5) : value;
  const share = classes?.find(({ name }) => name === prediction)?.share;
  const says =
    share === undefined
      ? t("sample.says", { value: text(prediction) })
      : t("sample.saysShare", { value: text(prediction), share: percent(share, 0) });
  const verdict = classes === undefined || truth === null ? undefined : truth === prediction ? "right" : "wrong";
  return (
    <output className={styles.verdict} data-verdict={verdict} title={t("sample.target", { column })}>
      {t("sample.truth", { value: text(truth) })} · {says}
    </output>
  );
}

/** A bar a class, the true one marked; for a regression both numbers. */
export function SampleAnswer({ answer }: { readonly answer: InspectedAnswer }) {
  const { t } = useTranslation("model");
  const { percent } = useFormat();
  const stale = useInspect(isStale);
  const { classes, truth, prediction } = answer;
  if (classes === undefined) return <SampleVerdict />;
  const shown =
    classes.length > mostClasses ? [...classes].sort((a, b) => b.share - a.share).slice(0, mostClasses) : classes;
  return (
    <>
      <SampleVerdict />
      <ul className={styles.classes} data-stale={stale || undefined} aria-label={t("sample.classes")}>
        {shown.map(({ name, share }) => (
          <li key={name} className={name === prediction ? styles.said : undefined}>
            <span className={styles.className} title={name}>
              {name}
              {name === truth ? <em> {t("sample.isTrue")}</em> : null}
            </span>
            <span className={styles.bar} aria-hidden="true">
              <span style={{ width: `${share * 100}%` }} />
            </span>
            <span className={styles.share}>{percent(share, 1)}</span>
          </li>
        ))}
      </ul>
      {classes.length > shown.length ? (
        <p className={styles.note}>{t("sample.rest", { count: classes.length - shown.length })}</p>
      ) : null}
    </>
  );
}
