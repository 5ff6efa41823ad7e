/** @file One sample as it is and some times changed: pictures, or lines over each other for a series. */
import { RefreshCw, Shuffle } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AugmentedPreview } from "../../../core/data/previews.ts";
import { type Fault, toFault } from "../../../core/fault.ts";
import { summaryOf, useDataset } from "../../../state/dataset.ts";
import { useTask } from "../../../state/derived.ts";
import { picked, previewAugmented } from "../../../state/pictures.ts";
import { useProject } from "../../../state/project.ts";
import { useIssueText } from "../../../ui/issueText.ts";
import { PixelCanvas } from "../../../ui/PixelCanvas.tsx";
import controls from "../controls.module.css";
import styles from "./AugmentSection.module.css";

/** Changed ones beside the original. */
const variants = 7;
/** After the last key of a number that is typed. */
const quietMs = 250;

type State =
  | { readonly kind: "waiting" }
  | { readonly kind: "ready"; readonly preview: AugmentedPreview }
  | { readonly kind: "failed"; readonly fault: Fault };

/** The last preview stays in sight while the next one is made. */
function usePreview(row: number, seed: number): State {
  const summary = summaryOf(useDataset((state) => state.table));
  const ready = useDataset((state) => state.preparation.kind === "ready");
  const data = useProject((state) => state.project?.data);
  const task = useTask();
  const [state, setState] = useState<State>({ kind: "waiting" });
  const datasetId = summary?.id;
  useEffect(() => {
    // Only data that can be prepared have samples.
    if (datasetId === undefined || data === undefined || task === null || !ready) return;
    let over = false;
    const ask = () =>
      previewAugmented({ datasetId, data, task, row, count: variants, seed }).then(
        (preview) => !over && setState({ kind: "ready", preview }),
        (error) => !over && setState({ kind: "failed", fault: toFault(error) }),
      );
    const timer = setTimeout(() => void ask(), quietMs);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [datasetId, data, task, ready, row, seed]);
  return state;
}

export function Gallery() {
  const { t } = useTranslation("augment");
  const { faultText } = useIssueText();
  const rows = summaryOf(useDataset((state) => state.table))?.rows ?? 1;
  const [row, setRow] = useState(0);
  const [seed, setSeed] = useState(1);
  const state = usePreview(Math.min(row, rows - 1), seed);
  return (
    <div className={styles.gallery}>
      <div className={styles.head}>
        <span className={styles.name}>{t("preview")}</span>
        <button
          type="button"
          className={`${controls.button} ${controls.small}`}
          onClick={() => setRow((row + Math.max(1, Math.floor(rows * 0.381966))) % rows)}
        >
          <Shuffle size={12} aria-hidden="true" />
          {t("other")}
        </button>
        <button type="button" className={`${controls.button} ${controls.small}`} onClick={() => setSeed(seed + 1)}>
          <RefreshCw size={12} aria-hidden="true" />
          {t("again")}
        </button>
      </div>
      {state.kind === "waiting" ? <p className={controls.note}>{t("pending")}</p> : null}
      {state.kind === "failed" ? (
        <p className={styles.failed} role="alert">
          {t("failed", { reason: faultText(state.fault) })}
        </p>
      ) : null}
      {state.kind === "ready" ? <Preview preview={state.preview} /> : null}
    </div>
  );
}

function Preview({ preview }: { readonly preview: AugmentedPreview }) {
  const { t } = useTranslation("augment");
  const pictures = useMemo(
    () =>
      preview.kind === "pictures" ? preview.pictures.rows.map((_, i) => ({ i, ...picked(preview.pictures, i) })) : [],
    [preview],
  );
  if (preview.kind === "series") return <Lines original={preview.original} changed={preview.changed} />;
  return (
    <ul className={styles.pictures} aria-label={t("gallery")}>
      {pictures.map((picture) => (
        <li key={picture.i} className={picture.i === 0 ? styles.original : undefined}>
          <PixelCanvas
            picture={picture}
            className={styles.picture}
            label={picture.i === 0 ? t("original") : t("variant", { n: picture.i })}
          />
        </li>
      ))}
    </ul>
  );
}

const width = 272;
const height = 96;

interface LinesProps {
  readonly original: readonly number[];
  readonly changed: readonly (readonly number[])[];
}

function Lines({ original, changed }: LinesProps) {
  const { t } = useTranslation("augment");
  const all = [original, ...changed].flat().filter(Number.isFinite);
  // Spread over thousands of arguments, Math.min would overflow the stack.
  const low = all.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = all.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const range = high > low ? high - low : 1;
  const pathOf = (values: readonly number[]) =>
    values
      .map((value, i) => {
        const x = values.length < 2 ? 0 : (i / (values.length - 1)) * width;
        const y = height - 4 - ((value - low) / range) * (height - 8);
        return `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
      })
      .join(" ");
  return (
    <svg className={styles.lines} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t("chart")}>
      {changed.map((values, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the variants have no other name
        <path key={i} d={pathOf(values)} className={styles.variantLine} />
      ))}
      <path d={pathOf(original)} className={styles.originalLine} />
    </svg>
  );
}
