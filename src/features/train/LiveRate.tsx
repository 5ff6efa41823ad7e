/** @file Another learning rate for the run under way: what it is now, and a field whose value holds from the next update on. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { trainingFields } from "../../core/training/check.ts";
import { useRun } from "../../state/run.ts";
import { useFormat } from "../../ui/format.ts";
import { NumberField } from "../../ui/NumberField.tsx";
import styles from "./TrainControls.module.css";

/** Mounted anew for each run: what was typed for one is none of the next. */
export function LiveRate({ base }: { readonly base: number }) {
  const { t } = useTranslation("train");
  const format = useFormat();
  const control = useRun((state) => state.control);
  const changed = useRun(({ active }) => (active.kind === "active" ? active.rateChanges.at(-1)?.rate : undefined));
  const now = useRun(({ active }) => (active.kind === "active" ? (active.progress?.learningRate ?? null) : null));
  const inForce = changed ?? base;
  const [typed, setTyped] = useState<number | null>(null);
  const rate = typed ?? inForce;
  return (
    <form
      className={styles.rate}
      onSubmit={(event) => {
        event.preventDefault();
        if (rate !== inForce) control({ action: "setRate", rate });
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
