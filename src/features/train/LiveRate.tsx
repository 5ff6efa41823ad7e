/** @file Another learning rate for the run under way: what it is now, and a field whose value holds from the next update on. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { trainingFields } from "../../core/training/check.ts";
import type { RateChange } from "../../core/training/types.ts";
import { useRun } from "../../state/run.ts";
import { useFormat } from "../../ui/format.ts";
import { NumberField } from "../../ui/NumberField.tsx";
import styles from "./TrainControls.module.css";

const noChanges: readonly RateChange[] = [];

/** Mounted anew for each run: what was typed for one is none of the next. */
export function LiveRate({ base }: { readonly base: number }) {
  const { t } = useTranslation("train");
  const format = useFormat();
  const control = useRun((state) => state.control);
  const changes = useRun(({ active }) => (active.kind === "active" ? active.rateChanges : noChanges));
  const now = useRun(({ active }) => (active.kind === "active" ? (active.progress?.learningRate ?? null) : null));
  // What was asked for stands here at once, though a paused run takes it up only when it goes on.
  const [asked, setAsked] = useState<{ readonly rate: number; readonly before: readonly RateChange[] } | null>(null);
  const inForce = asked !== null && asked.before === changes ? asked.rate : (changes.at(-1)?.rate ?? base);
  const [typed, setTyped] = useState<number | null>(null);
  const rate = typed ?? inForce;
  return (
    <form
      className={styles.rate}
      onSubmit={(event) => {
        event.preventDefault();
        if (rate === inForce) return;
        control({ action: "setRate", rate });
        setAsked({ rate, before: changes });
        setTyped(null);
      }}
    >
      <NumberField
        {...trainingFields.learningRate}
        label={t("liveRate.label")}
        className={styles.rateField}
        value={rate}
        onChange={setTyped}
      />
      <button type="submit" className="button small" disabled={rate === inForce}>
        {t("liveRate.apply")}
      </button>
      {now === null || now === inForce ? null : (
        <p className={styles.now}>{t("liveRate.now", { rate: format.significant(now, 3) })}</p>
      )}
    </form>
  );
}
