/** @file Tables that come with the studio: one click each, with where they come from. */
import { useTranslation } from "react-i18next";
import { type Sample, samples } from "../../core/data/samples.ts";
import { useFormat } from "../../ui/format.ts";
import { Group } from "./Group.tsx";
import styles from "./Samples.module.css";
import { SampleThumbnail } from "./SampleThumbnail.tsx";
import { takeSample } from "./sources.ts";

export function Samples({ disabled }: { readonly disabled: boolean }) {
  const { t } = useTranslation("data");
  return (
    <Group title={t("samples.title")} disabled={disabled}>
      <ul className={styles.list}>
        {samples.map((sample) => (
          <li key={sample.id}>
            <SampleCard sample={sample} />
          </li>
        ))}
      </ul>
    </Group>
  );
}

function SampleCard({ sample }: { readonly sample: Sample }) {
  const { t } = useTranslation("data");
  const { number } = useFormat();
  const { text, url } = sample.credit;
  const credit = url === null ? t(text) : text;
  return (
    <>
      <button type="button" className={styles.card} onClick={() => void takeSample(sample)}>
        <span className={styles.picture}>
          <SampleThumbnail id={sample.id} />
        </span>
        <span className={styles.words}>
          <span className={styles.title}>{t(sample.title)}</span>
          <span className={styles.figures}>
            {t("samples.figures", { rows: number(sample.rows), target: sample.target })}
          </span>
        </span>
      </button>
      <p className={styles.credit} title={credit}>
        {t("samples.credit")}{" "}
        {url === null ? (
          credit
        ) : (
          <a href={url} target="_blank" rel="noreferrer">
            {credit}
          </a>
        )}
      </p>
    </>
  );
}
