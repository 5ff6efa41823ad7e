/** @file One window, drawn: a line a column, the target marked where it lies; stepping from window to window. */
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { WindowPreview } from "../../../core/data/previews.ts";
import type { SequenceInput } from "../../../core/data/types.ts";
import { previewWindow } from "../../../state/samplePreviews.ts";
import { useFormat } from "../../../ui/format.ts";
import { useIssueText } from "../../../ui/issueText.ts";
import { NumberField } from "../../../ui/NumberField.tsx";
import controls from "../controls.module.css";
import { ForeignText } from "../ForeignText.tsx";
import { shorten } from "../shorten.ts";
import styles from "./input.module.css";
import { usePreview } from "./usePreview.ts";
import { linePath, type Plot, plotOf } from "./windowPlot.ts";

export function WindowView({ input }: { readonly input: SequenceInput }) {
  const { t } = useTranslation("input");
  const { number } = useFormat();
  const { faultText } = useIssueText();
  const [index, setIndex] = useState(0);
  const preview = usePreview(previewWindow, index);
  if (preview.kind === "waiting") return <p className={controls.note}>{t("preview.pending")}</p>;
  if (preview.kind === "failed")
    return (
      <p className={styles.failed} role="alert">
        {faultText(preview.fault)}
      </p>
    );
  const window = preview.value;
  if (window.windows === 0) return <p className={controls.note}>{t("window.none")}</p>;
  const step = (by: number) => setIndex(Math.min(window.windows - 1, Math.max(0, window.index + by)));
  return (
    <div className={styles.preview}>
      <div className={styles.stepper}>
        <button
          type="button"
          className={`${controls.button} ${controls.small}`}
          aria-label={t("window.previous")}
          disabled={window.index === 0}
          onClick={() => step(-1)}
        >
          <ChevronLeft size={14} aria-hidden="true" />
        </button>
        <NumberField
          label={t("window.index")}
          hideLabel
          className={styles.index ?? ""}
          value={window.index + 1}
          integer
          min={1}
          max={window.windows}
          onChange={(value) => value !== null && setIndex(value - 1)}
        />
        <button
          type="button"
          className={`${controls.button} ${controls.small}`}
          aria-label={t("window.next")}
          disabled={window.index >= window.windows - 1}
          onClick={() => step(1)}
        >
          <ChevronRight size={14} aria-hidden="true" />
        </button>
        <span className={controls.note}>{t("window.of", { n: number(window.windows) })}</span>
      </div>
      <div className={styles.lines} data-testid="window">
        {window.series.map(({ column, values }, i) => (
          <Line
            key={column}
            column={column}
            plot={plotOf(values, input.mode === "forecast" ? input.horizon : 0, targetAt(window, i))}
          />
        ))}
      </div>
      <WindowFacts window={window} />
    </div>
  );
}

/** The target's value where the line is its own past. */
const targetAt = ({ target, series }: WindowPreview, line: number): number | null =>
  line === 0 && typeof target === "number" && Number.isFinite(target) && series.length > 0 ? target : null;

function WindowFacts({ window }: { readonly window: WindowPreview }) {
  const { t } = useTranslation("input");
  const { number, significant } = useFormat();
  const { rows, time, target, targetRow } = window;
  const at = (i: number) => shorten(time?.[i] ?? t("window.row", { n: number((rows[i] ?? targetRow) + 1) }), 30);
  const value =
    typeof target === "number" ? (Number.isFinite(target) ? significant(target) : "–") : shorten(target, 60);
  return (
    <dl className={styles.facts}>
      <dt>{t("window.holds")}</dt>
      <dd>
        <bdi>{at(0)}</bdi> – <bdi>{at(rows.length - 1)}</bdi>
      </dd>
      <dt>{t("window.target")}</dt>
      <dd>
        <bdi className={styles.target}>{value}</bdi> · <bdi>{at(rows.length)}</bdi>
      </dd>
    </dl>
  );
}

function Line({ column, plot }: { readonly column: string; readonly plot: Plot }) {
  const { t } = useTranslation("input");
  const { significant } = useFormat();
  const { low, high, points, target, width, height } = plot;
  const range = low === null ? t("window.empty") : `${significant(low)} – ${significant(high ?? low)}`;
  const label = t("window.line", { column: shorten(column, 60), range });
  return (
    <div className={styles.line}>
      <ForeignText text={column} className={styles.lineName ?? ""} />
      <svg
        viewBox={`0 0 ${width} ${height}`}
        className={styles.plot}
        role="img"
        aria-label={label}
        preserveAspectRatio="none"
      >
        <title>{label}</title>
        <path d={linePath(points)} className={styles.path} />
        {target === null ? null : (
          <>
            <line x1={target.from} x2={target.from} y1={0} y2={height} className={styles.border} />
            <path d={`M${target.x} ${target.y}h0`} className={styles.dot} />
          </>
        )}
      </svg>
      <span className={styles.range}>{range}</span>
    </div>
  );
}
