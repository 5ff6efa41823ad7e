/** @file The trained model in the forms other programs read: which run, and a row a form. */
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { modelTargets } from "../../core/export/targets.ts";
import type { Run } from "../../core/training/types.ts";
import { useSession } from "../../state/session.ts";
import { type Format, useFormat } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";
import { SelectField } from "../../ui/SelectField.tsx";
import styles from "./DeployStep.module.css";
import { ExportSplit } from "./ExportSplit.tsx";
import { ModelExport } from "./ModelExport.tsx";

interface TrainedModelProps {
  /** Finished runs, newest first. */
  readonly runs: readonly Run[];
  readonly run: Run | null;
  readonly running: boolean;
}

export function TrainedModel({ runs, run, running }: TrainedModelProps) {
  const { t } = useTranslation("deploy");
  const format = useFormat();
  const selectRun = useSession((state) => state.selectRun);
  const reasonId = useId();
  return (
    <Section title={t("model.title")} frame="card">
      <p className={styles.text}>{t("model.text")}</p>
      {run === null ? (
        <p id={reasonId} className={styles.reason}>
          {t(running ? "model.running" : "model.noRun")}
          {running ? null : <a href="#/train">{t("model.train")}</a>}
        </p>
      ) : (
        <SelectField
          label={t("model.run")}
          className={styles.picker}
          value={run.id}
          options={runs.map((one) => ({ value: one.id, label: t("model.runOption", optionOf(one, format)) }))}
          onChange={selectRun}
        />
      )}
      {modelTargets.map((target) => (
        <ModelExport key={target} target={target} run={run} reasonId={reasonId} />
      ))}
      {run === null ? null : <ExportSplit key={run.id} run={run} />}
    </Section>
  );

  function optionOf({ name, report }: Run, { percent, significant }: Format) {
    if (report === null) return { name, score: t("model.noScore") };
    return report.kind === "classification"
      ? { name, score: `${t("verification.metric.accuracy")} ${percent(report.model.accuracy)}` }
      : { name, score: `${t("verification.metric.mae")} ${significant(report.model.mae)}` };
  }
}
