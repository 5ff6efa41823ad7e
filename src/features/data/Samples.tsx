/** @file Data that come with the studio, by kind: one click each, with what they are good for and where they come from. */
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { type Sample, type SampleKind, sampleKinds, samples } from "../../core/data/samples.ts";
import { firstTemplate } from "../../core/project/firstDrawing.ts";
import { useFormat } from "../../ui/format.ts";
import controls from "./controls.module.css";
import { Group } from "./Group.tsx";
import styles from "./Samples.module.css";
import { SampleThumbnail } from "./SampleThumbnail.tsx";
import { takeSample } from "./sources.ts";

export function Samples({ disabled }: { readonly disabled: boolean }) {
  const { t } = useTranslation("data");
  return (
    <Group title={t("samples.title")} disabled={disabled}>
      {sampleKinds.map((kind) => (
        <SamplesOfKind key={kind} kind={kind} />
      ))}
      <p className={controls.note}>{t("samples:generated")}</p>
    </Group>
  );
}

function SamplesOfKind({ kind }: { readonly kind: SampleKind }) {
  const { t } = useTranslation("samples");
  const id = useId();
  const all: readonly Sample[] = samples;
  return (
    <>
      <p id={id} className={styles.kind}>
        {t(`kinds.${kind}`)}
      </p>
      <ul className={styles.list} aria-labelledby={id}>
        {all
          .filter((sample) => sample.kind === kind)
          .map((sample) => (
            <li key={sample.id}>
              <SampleCard sample={sample} />
            </li>
          ))}
      </ul>
    </>
  );
}

/** Images are an input by themselves; what else enters is said with the sample. */
const inputOf = ({ kind, data }: Sample) => data?.input?.kind ?? (kind === "images" ? "image" : "columns");

function SampleCard({ sample }: { readonly sample: Sample }) {
  const { t } = useTranslation(["samples", "model"]);
  const figures = useFigures(sample);
  // What a model is at first follows the input; only another one is worth a word.
  const suggestion =
    sample.template === firstTemplate[inputOf(sample)]
      ? null
      : t("samples:suits", { template: t(`model:templates.${sample.template}.title`) });
  return (
    <>
      <button type="button" className={styles.card} onClick={() => void takeSample(sample)}>
        <span className={styles.picture}>
          <SampleThumbnail id={sample.id} />
        </span>
        <span className={styles.words}>
          <span className={styles.title}>{t(sample.title)}</span> <span className={styles.figures}>{figures}</span>{" "}
          <span className={styles.purpose}>
            {t(sample.purpose)} {suggestion === null ? null : <span className={styles.template}>{suggestion}</span>}
          </span>
        </span>
      </button>
      {sample.credit === null ? null : <Credit {...sample.credit} />}
    </>
  );
}

function useFigures({ kind, rows, columns, target }: Sample): string {
  const { t } = useTranslation(["samples", "data"]);
  const { number } = useFormat();
  const values = { rows: number(rows), columns: number(columns), target };
  return kind === "table" ? t("data:samples.figures", values) : t(`figures.${kind}`, values);
}

function Credit({ text, url }: NonNullable<Sample["credit"]>) {
  const { t } = useTranslation("data");
  return (
    <p className={styles.credit} title={text}>
      {t("samples.credit")}{" "}
      <a href={url} target="_blank" rel="noreferrer">
        {text}
      </a>
    </p>
  );
}
