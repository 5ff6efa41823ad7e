/**
 * @file How far the run under way is: a bar over all its epochs, what it does now, and how long it will take. Once it has
 * ended, the same place says why it ended: nothing below moves.
 */
import { useTranslation } from "react-i18next";
import type { Run } from "../../core/training/types.ts";
import { isInterrupted } from "../../state/run.ts";
import { useFormat } from "../../ui/format.ts";
import { useSentences } from "../../ui/sentences.ts";
import type { ShownRun } from "./shownRun.ts";
import styles from "./TrainingBar.module.css";

/** Batches of the running epoch that are done; the last progress may still tell of the epoch before. */
function batchesDone({ history, live }: ShownRun): number {
  const progress = live?.progress ?? null;
  if (progress === null || (live?.phase !== "training" && live?.phase !== "paused")) return 0;
  return progress.epoch === (history.at(-1)?.epoch ?? 0) + 1 ? progress.step : 0;
}

/** Share of the whole run that is done, the running epoch's batches included. */
function shareDone(shown: ShownRun): number {
  const { history, stepsPerEpoch, job } = shown;
  const within = stepsPerEpoch > 0 ? batchesDone(shown) / stepsPerEpoch : 0;
  return Math.min(1, ((history.at(-1)?.epoch ?? 0) + within) / Math.max(1, job.config.epochs));
}

export function TrainingBar({ shown }: { readonly shown: ShownRun }) {
  const { t } = useTranslation("train");
  const format = useFormat();
  if (shown.live === null) return null;
  const { phase, progress } = shown.live;
  const epochs = t("progress.epochs", {
    done: format.number(shown.history.at(-1)?.epoch ?? 0),
    total: format.number(shown.job.config.epochs),
  });
  const eta = phase === "training" ? (progress?.etaSeconds ?? null) : null;
  const left = eta === null ? null : t("progress.left", { time: format.duration(eta) });
  // No epoch has begun. While the data is prepared the bar is about that; the first steps compile shaders, and tell nothing.
  const before = phase === "preparing" || phase === "compiling" || phase === "recovering";
  const share = before ? shown.live.share : shareDone(shown);
  const known = before ? (share === null ? null : format.percent(share, 0)) : epochs;
  // Where somebody goes through an epoch batch by batch, each of them is seen.
  const batches = phase === "paused" ? batchesDone(shown) : 0;
  const batch =
    batches === 0
      ? null
      : t("progress.batch", { done: format.number(batches), total: format.number(shown.stepsPerEpoch) });
  const text = [t(`phase.${phase}`), known, batch, left].filter(Boolean).join(" · ");
  return (
    <div className={styles.bar}>
      <div className={styles.text}>
        <span>{t(`phase.${phase}`)}</span>
        {known === null ? null : <span className={styles.figure}>{known}</span>}
        {batch === null ? null : <span>{batch}</span>}
        <span className={styles.left}>{left}</span>
      </div>
      <div
        role="progressbar"
        aria-label={t("progress.label")}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === null ? undefined : Math.round(share * 100)}
        aria-valuetext={text}
        className={styles.track}
      >
        <div
          className={share === null ? styles.waiting : styles.done}
          style={share === null ? undefined : { width: `${share * 100}%` }}
        />
      </div>
    </div>
  );
}

type Ending = "done" | "early" | "stopped" | "interrupted" | "failed";

function endingOf(run: Run): Ending {
  if (isInterrupted(run, { kind: "idle" })) return "interrupted";
  if (run.status === "stopped" || run.status === "failed") return run.status;
  return (run.history.at(-1)?.epoch ?? 0) < run.job.config.epochs ? "early" : "done";
}

interface EndedBarProps {
  /** null: its record is not there yet; the place is kept. */
  readonly run: Run | null;
  /** The name of the run it is compared with. */
  readonly beside: string | null;
}

export function EndedBar({ run, beside }: EndedBarProps) {
  const { t } = useTranslation("train");
  const format = useFormat();
  const joined = useSentences();
  if (run === null) return <div className={styles.bar}>{"\u00a0"}</div>;
  const ending = endingOf(run);
  const { epochs, patience } = run.job.config;
  const done = run.history.at(-1)?.epoch ?? 0;
  const name = t("runs.run", { name: run.name });
  const kept = ending !== "failed" && ending !== "interrupted" && run.bestEpoch !== null;
  const text =
    beside === null
      ? joined([
          t(`ended.${ending}`, { patience: format.number(patience ?? 0) }),
          ...(kept ? [t("ended.kept", { epoch: format.number(run.bestEpoch ?? 0) })] : []),
        ])
      : t("ended.beside", { other: t("runs.run", { name: beside }) });
  return (
    <div className={styles.bar}>
      <div className={styles.text}>
        <span className={styles.name}>{name}</span>
        <span className={styles.figure}>
          {t("progress.epochs", { done: format.number(done), total: format.number(epochs) })}
        </span>
        <span className={styles.sentence} title={text}>
          {text}
        </span>
      </div>
      <div className={styles.track}>
        <div className={styles[ending]} style={{ width: `${Math.min(1, done / Math.max(1, epochs)) * 100}%` }} />
      </div>
    </div>
  );
}
