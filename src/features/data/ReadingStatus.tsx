/** @file A file being read: how far, how many rows, how long still, and the way out. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Progress } from "../../core/progress.ts";
import { useDataset } from "../../state/dataset.ts";
import { useFormat } from "../../ui/format.ts";
import controls from "./controls.module.css";
import { type Pace, percentOf, remainingMs, track } from "./pace.ts";
import styles from "./ReadingStatus.module.css";
import { shorten } from "./shorten.ts";

/** The remaining time of the reading shown, from the times its reports arrived. */
function useRemaining(fileName: string, progress: Progress | null): number | null {
  const [seen, setSeen] = useState<{ readonly progress: Progress | null; readonly pace: Pace | null }>({
    progress: null,
    pace: null,
  });
  if (progress === null || progress === seen.progress) return seen.pace === null ? null : remainingMs(seen.pace);
  const pace = track(seen.pace, { fileName, done: progress.done, total: progress.total }, performance.now());
  setSeen({ progress, pace });
  return remainingMs(pace);
}

interface ReadingStatusProps {
  readonly fileName: string;
  readonly progress: Progress | null;
}

export function ReadingStatus({ fileName, progress }: ReadingStatusProps) {
  const { t } = useTranslation(["data", "images"]);
  const format = useFormat();
  const cancel = useDataset((state) => state.cancelReading);
  const remaining = useRemaining(fileName, progress);
  const percent = progress === null ? null : percentOf(progress);
  const title = t("reading.title", { file: shorten(fileName, 80) });
  const size = (n: number) =>
    progress?.unit === "images" ? t("images:classes.images", { count: n, n: format.number(n) }) : format.bytes(n);
  const amount =
    progress === null
      ? t("reading.starting")
      : progress.total === null
        ? t("reading.progressOpen", { done: size(progress.done) })
        : t("reading.progress", { done: size(progress.done), total: size(progress.total) });
  // Of images the rows are what is counted already.
  const told = progress?.unit === "images" ? undefined : progress?.rows;
  const rows = told === undefined ? null : t("reading.rows", { rows: format.number(told) });
  const left =
    percent === 100
      ? t("reading.finishing")
      : remaining === null
        ? null
        : t("reading.left", { time: format.duration(Math.ceil(remaining / 1000)) });
  const text = [amount, rows, left].filter((part) => part !== null).join(" · ");
  return (
    <div className={styles.reading}>
      <div className={styles.head}>
        <bdi className={controls.name} title={shorten(fileName, 1000)}>
          {title}
        </bdi>
        <span className={styles.percent}>{percent === null ? "" : `${percent} %`}</span>
      </div>
      <div
        role="progressbar"
        tabIndex={-1}
        aria-label={title}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent ?? undefined}
        aria-valuetext={text}
        className={styles.track}
      >
        <div
          className={percent === null ? styles.unknown : styles.bar}
          style={{ width: percent === null ? undefined : `${percent}%` }}
        />
      </div>
      <p className={controls.note}>{text}</p>
      <button type="button" className={`${controls.button} ${controls.small}`} onClick={cancel}>
        {t("reading.cancel")}
      </button>
    </div>
  );
}
