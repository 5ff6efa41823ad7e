/** @file How far the run under way is: a bar over all its epochs, what it does now, and how long it will take. */
import { useTranslation } from "react-i18next";
import { useFormat } from "../../ui/format.ts";
import type { ShownRun } from "./shownRun.ts";
import styles from "./TrainingBar.module.css";

/** Share of the whole run that is done, the running epoch's steps included. */
function shareDone({ history, live, stepsPerEpoch, job }: ShownRun): number {
  const done = history.at(-1)?.epoch ?? 0;
  const progress = live?.progress ?? null;
  const within =
    progress !== null && stepsPerEpoch > 0 && live?.phase === "training"
      ? (progress.step % stepsPerEpoch) / stepsPerEpoch
      : 0;
  return Math.min(1, (done + within) / Math.max(1, job.config.epochs));
}

export function TrainingBar({ shown }: { readonly shown: ShownRun }) {
  const { t } = useTranslation("train");
  const format = useFormat();
  if (shown.live === null) return null;
  const { phase, progress } = shown.live;
  const share = shareDone(shown);
  const epochs = t("progress.epochs", {
    done: format.number(shown.history.at(-1)?.epoch ?? 0),
    total: format.number(shown.job.config.epochs),
  });
  const eta = phase === "training" ? (progress?.etaSeconds ?? null) : null;
  const left = eta === null ? null : t("progress.left", { time: format.duration(eta) });
  // The first steps compile shaders: no share of the run can be told yet.
  const unknown = phase === "preparing" || phase === "compiling" || phase === "recovering";
  const text = [t(`phase.${phase}`), unknown ? null : epochs, left].filter(Boolean).join(" · ");
  return (
    <div className={styles.bar}>
      <div className={styles.text}>
        <span>{t(`phase.${phase}`)}</span>
        {unknown ? null : <span className={styles.figure}>{epochs}</span>}
        <span className={styles.left}>{left}</span>
      </div>
      <div
        role="progressbar"
        aria-label={t("progress.label")}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={unknown ? undefined : Math.round(share * 100)}
        aria-valuetext={text}
        className={styles.track}
      >
        <div
          className={unknown ? styles.waiting : styles.done}
          style={unknown ? undefined : { width: `${share * 100}%` }}
        />
      </div>
    </div>
  );
}
