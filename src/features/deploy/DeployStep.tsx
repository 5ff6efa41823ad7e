/** @file The Deploy step: the project as one file, what it holds, and what there is to compare after opening it. */
import { useTranslation } from "react-i18next";
import type { Run } from "../../core/training/types.ts";
import { summaryOf, useDataset } from "../../state/dataset.ts";
import { useRun } from "../../state/run.ts";
import { Section } from "../../ui/Section.tsx";
import styles from "./DeployStep.module.css";
import { ExportProject } from "./ExportProject.tsx";
import { Verification } from "./Verification.tsx";

export function DeployStep() {
  const { t } = useTranslation("deploy");
  const all = useRun((state) => state.runs);
  const liveId = useRun(({ active }) => (active.kind === "active" ? active.job.runId : null));
  const table = useDataset((state) => state.table);
  const runs = exported(all);
  const summary = summaryOf(table);
  return (
    <div className={styles.step}>
      <div className={styles.page}>
        <ExportProject summary={summary} runs={runs} running={liveId !== null} />
        <Verification summary={summary} runs={runs} />
        <Section title={t("others.title")} frame="card">
          <p className={styles.text}>{t("others.text")}</p>
        </Section>
      </div>
    </div>
  );
}

/** The runs that the project file takes: a run without an end has no weights of its own yet. */
const exported = (runs: readonly Run[]): readonly Run[] => runs.filter(({ status }) => status !== "running");
