/** @file The buttons that start and steer a run, and the reason when it cannot start. */
import { Pause, Play, StepForward } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { useRun } from "../../state/run.ts";
import { showToast } from "../../state/toasts.ts";
import { useKeptFocus } from "../../ui/useKeptFocus.ts";
import { LiveRate } from "./LiveRate.tsx";
import { useStartBlock } from "./startBlock.ts";
import styles from "./TrainControls.module.css";
import { TrainFolds } from "./TrainFolds.tsx";

const icon = 14;

export function TrainControls() {
  const { t } = useTranslation("train");
  const queue = useRun((state) => state.queue);
  const active = useRun((state) => (state.active.kind === "active" ? state.active.phase : null));
  // Between two folds nothing can be started.
  const phase = active ?? (queue === null ? null : "preparing");
  const job = useRun((state) => (state.active.kind === "active" ? state.active.job : null));
  const control = useRun((state) => state.control);
  const kept = useKeptFocus<HTMLDivElement>();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would announce a form where there are only buttons
    <div {...kept} role="group" aria-label={t("controls.label")} className={styles.controls}>
      {phase === null ? (
        <StartButtons />
      ) : (
        <div className={`${styles.row} ${styles.steering}`}>
          {phase === "paused" ? (
            <button type="button" className="button primary" onClick={() => control({ action: "resume" })}>
              <Play size={icon} aria-hidden />
              {t("controls.resume")}
            </button>
          ) : (
            <button
              type="button"
              className="button primary"
              disabled={phase !== "training"}
              onClick={() => control({ action: "pause" })}
            >
              <Pause size={icon} aria-hidden />
              {t("controls.pause")}
            </button>
          )}
          <button
            type="button"
            className="button"
            title={t("controls.stepHelp")}
            disabled={phase !== "training" && phase !== "paused"}
            onClick={() => control({ action: "step", unit: "epoch" })}
          >
            {t("controls.step")}
          </button>
          <button
            type="button"
            className="button"
            title={t("controls.batchHelp")}
            disabled={phase !== "training" && phase !== "paused"}
            onClick={() => control({ action: "step", unit: "batch" })}
          >
            {t("controls.batch")}
          </button>
          <button
            type="button"
            className="button"
            disabled={phase === "stopping" || phase === "evaluating"}
            onClick={() => {
              control({ action: "stop" });
              // Such a run leaves nothing that could be looked at: what stands on the page next is of another.
              if (phase === "preparing") showToast({ kind: "done", text: t("controls.stoppedEarly") });
            }}
          >
            {t("controls.stop")}
          </button>
        </div>
      )}
      {job === null ? null : (
        <LiveRate key={job.runId} config={job.config} disabled={phase !== "training" && phase !== "paused"} />
      )}
      {phase === null ? null : (
        <p className={styles.hint}>{t(phase === "paused" ? "controls.pausedHint" : "controls.lockedHint")}</p>
      )}
      {queue === null ? null : (
        <p className={styles.queue}>{t("split:folds.queue", { fold: queue.index + 1, count: queue.count })}</p>
      )}
    </div>
  );
}

function StartButtons() {
  const { t } = useTranslation("train");
  const train = useRun((state) => state.train);
  const block = useStartBlock();
  const id = useId();
  const describedBy = block === null ? undefined : id;
  return (
    <>
      <div className={styles.row}>
        <button
          type="button"
          className="button primary"
          disabled={block !== null}
          aria-describedby={describedBy}
          onClick={() => void train()}
        >
          <Play size={icon} aria-hidden />
          {t("controls.train")}
        </button>
        <button
          type="button"
          className="button"
          disabled={block !== null}
          title={t("controls.stepHelp")}
          aria-describedby={describedBy}
          onClick={() => void train({ stepwise: true })}
        >
          <StepForward size={icon} aria-hidden />
          {t("controls.step")}
        </button>
      </div>
      <TrainFolds blocked={block !== null} describedBy={describedBy} />
      {block === null ? null : (
        <p id={id} className={styles.reason}>
          {block.reason}{" "}
          {block.step === null || block.step === "train" ? null : (
            <a href={`#/${block.step}`}>{t("blocked.goTo", { step: t(`common:steps.${block.step}`) })}</a>
          )}
        </p>
      )}
    </>
  );
}
