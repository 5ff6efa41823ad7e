/** @file The button that writes the project file, and what goes into it. The strip below shows the same work and cancels it. */
import { Download } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DatasetSummary } from "../../core/data/types.ts";
import type { Run } from "../../core/training/types.ts";
import { useProject } from "../../state/project.ts";
import { type Transfer, useProjects } from "../../state/projects.ts";
import { useFormat } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";
import styles from "./DeployStep.module.css";

interface ExportProjectProps {
  readonly summary: DatasetSummary | null;
  readonly runs: readonly Run[];
  readonly running: boolean;
}

export function ExportProject({ summary, runs, running }: ExportProjectProps) {
  const { t } = useTranslation("deploy");
  const format = useFormat();
  const open = useProject((state) => state.project !== null);
  const transfer = useProjects((state) => state.transfer);
  const exportOpen = useProjects((state) => state.exportOpen);
  const exporting = transfer?.kind === "exporting" ? transfer : null;
  const written = useWritten();
  const columns = summary?.columns.length ?? 0;
  return (
    <Section title={t("project.title")} frame="card">
      <p className={styles.text}>{t("project.text")}</p>
      <ul className={styles.contents}>
        <li>{t("project.contents.document")}</li>
        <li>
          {summary === null
            ? t("project.contents.noTable")
            : t("project.contents.table", { rows: format.number(summary.rows), columns: format.number(columns) })}
        </li>
        <li>{runs.length === 0 ? t("project.contents.noRuns") : t("project.contents.runs", { count: runs.length })}</li>
      </ul>
      <div className={styles.action}>
        <button
          type="button"
          className="button primary"
          disabled={!open || transfer !== null}
          onClick={() => void exportOpen()}
        >
          <Download size={14} aria-hidden />
          {t("project.export")}
        </button>
        <span role="status" className={styles.text}>
          {exporting === null ? written : writingText(exporting)}
        </span>
      </div>
      {running ? <p className={styles.note}>{t("project.running")}</p> : null}
      <p className={styles.note}>{t("project.privacy")}</p>
      <p className={styles.note}>{t("project.open")}</p>
    </Section>
  );

  function writingText({ fileName, progress }: Transfer): string {
    if (progress === null || progress.total === null || progress.total === 0)
      return t("project.writing", { file: fileName });
    return t("project.writingShare", { file: fileName, share: format.percent(progress.done / progress.total, 0) });
  }
}

/** What became of the last export of this visit; null before the first. */
function useWritten(): string | null {
  const { t } = useTranslation("deploy");
  const format = useFormat();
  const [last, setLast] = useState<{
    readonly fileName: string;
    readonly bytes: number;
    readonly whole: boolean;
  } | null>(null);
  useEffect(
    () =>
      useProjects.subscribe(({ transfer, refusal }, before) => {
        const ended = before.transfer;
        if (transfer !== null || ended?.kind !== "exporting") return;
        const { done, total } = ended.progress ?? { done: 0, total: null };
        setLast({ fileName: ended.fileName, bytes: done, whole: refusal === null && done === total });
      }),
    [],
  );
  if (last === null) return null;
  const { fileName, bytes, whole } = last;
  return whole
    ? t("project.written", { file: fileName, size: format.bytes(bytes) })
    : t("project.failed", { file: fileName });
}
