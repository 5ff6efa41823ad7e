/** @file A text for the model: written or pasted, on as many lines as it has. Loaded with the first model of texts. */
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FittedFeature } from "../../core/data/recipe.ts";
import type { Run } from "../../core/training/types.ts";
import { usePredictions } from "../../state/predict.ts";
import { useRun } from "../../state/run.ts";
import { AnswerView } from "./AnswerView.tsx";
import { PredictFile } from "./PredictFile.tsx";
import styles from "./TryIt.module.css";

interface TryItTextProps {
  readonly run: Run;
  readonly feature: FittedFeature;
}

export default function TryItText({ run, feature: { column } }: TryItTextProps) {
  const { t } = useTranslation("evaluate");
  const id = useId();
  const [text, setText] = useState("");
  const answer = usePredictions(({ row }) => (row.kind !== "none" && row.runId === run.id ? row : null));
  const askRow = usePredictions((state) => state.askRow);
  const training = useRun(({ active }) => active.kind === "active");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void askRow(run, { [column]: text });
  };
  return (
    <>
      <p className={styles.hint}>{t("tryIt.text.intro")}</p>
      <form onSubmit={submit} className={styles.form}>
        <label htmlFor={id} className={styles.label} title={column}>
          {column}
        </label>
        <textarea
          id={id}
          className={styles.text}
          rows={6}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className={styles.buttons}>
          <button className="button primary" type="submit" disabled={text.trim() === ""}>
            {t("tryIt.predict")}
          </button>
        </div>
        {training ? <p className={styles.hint}>{t("tryIt.busy")}</p> : null}
      </form>
      <div role="status" className={styles.answer}>
        {answer === null ? null : <AnswerView answer={answer} run={run} fresh={answer.row[column] === text} />}
      </div>
      <PredictFile run={run} />
    </>
  );
}
