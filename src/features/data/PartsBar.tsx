/** @file The sizes of the three parts: one thin bar to see, three figures to read. */
import { useTranslation } from "react-i18next";
import type { PreparedInfo } from "../../core/data/prepared.ts";
import { useFormat } from "../../ui/format.ts";
import styles from "./PartsBar.module.css";

const parts = [
  { part: "train", label: "split.train" },
  { part: "validation", label: "split.validationPart" },
  { part: "test", label: "split.testPart" },
] as const;

export function PartsBar({ counts }: { readonly counts: PreparedInfo["counts"] }) {
  const { t } = useTranslation("data");
  const { number } = useFormat();
  return (
    <>
      <div className={styles.bar} aria-hidden="true">
        {parts.map(({ part }) => (
          <div key={part} className={styles[part]} style={{ flexGrow: counts[part] }} />
        ))}
      </div>
      <dl className={styles.figures} aria-label={t("split.counts")}>
        {parts.map(({ part, label }) => (
          <div key={part}>
            <dt>
              <span className={`${styles.dot} ${styles[part]}`} aria-hidden="true" />
              {t(label)}
            </dt>
            <dd>{number(counts[part])}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
