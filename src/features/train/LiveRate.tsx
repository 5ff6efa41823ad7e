/** @file Another learning rate for the run under way: what it is now, and a field whose value holds from the next update on. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { trainingFields } from "../../core/training/check.ts";
import type { RateChange, TrainingConfig } from "../../core/training/types.ts";
import { useRun } from "../../state/run.ts";
import { showToast } from "../../state/toasts.ts";
import { useFormat } from "../../ui/format.ts";
import { NumberField } from "../../ui/NumberField.tsx";
import styles from "./TrainControls.module.css";

const noChanges: readonly RateChange[] = [];

interface LiveRateProps {
  readonly config: TrainingConfig;
  /** The run is not at a point where a rate could be changed; the field keeps its place. */
  readonly disabled: boolean;
}

/** Mounted anew for each run: what was typed for one is none of the next. */
export function LiveRate({ config, disabled }: LiveRateProps) {
  const { t } = useTranslation("train");
  const format = useFormat();
  const control = useRun((state) => state.control);
  const changes = useRun(({ active }) => (active.kind === "active" ? active.rateChanges : noChanges));
  const now = useRun(({ active }) => (active.kind === "active" ? (active.progress?.learningRate ?? null) : null));
  // What was asked for stands here at once, though a paused run takes it up only when it goes on.
  const [asked, setAsked] = useState<{ readonly rate: number; readonly before: readonly RateChange[] } | null>(null);
  const inForce =
    asked !== null && asked.before === changes ? asked.rate : (changes.at(-1)?.rate ?? config.learningRate);
  const [typed, setTyped] = useState<number | null>(null);
  const rate = typed ?? inForce;
  // Its line is there from the start: the first update must not push the settings down.
  const scheduled = config.schedule.kind !== "constant" || config.schedule.warmup > 0;
  return (
    <form
      className={styles.rate}
      onSubmit={(event) => {
        event.preventDefault();
        if (rate === inForce) return;
        control({ action: "setRate", rate });
        setAsked({ rate, before: changes });
        setTyped(null);
        showToast({ kind: "done", text: t("liveRate.applied", { rate: format.significant(rate, 3) }) });
      }}
    >
      <NumberField
        {...trainingFields.learningRate}
        label={t("liveRate.label")}
        className={styles.rateField}
        value={rate}
        disabled={disabled}
        onChange={setTyped}
      />
      <button type="submit" className="button" disabled={disabled || rate === inForce}>
        {t("liveRate.apply")}
      </button>
      {scheduled ? (
        <p className={styles.now}>{t("liveRate.now", { rate: now === null ? "–" : format.significant(now, 3) })}</p>
      ) : null}
    </form>
  );
}
