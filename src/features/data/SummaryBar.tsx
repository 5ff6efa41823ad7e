/** @file The open table in one line: its file, rows, columns, classes, problems. Announced when it changes. */
import { useTranslation } from "react-i18next";
import type { DatasetSummary } from "../../core/data/types.ts";
import type { Issue } from "../../core/issue.ts";
import { useDataset } from "../../state/dataset.ts";
import { useFormat } from "../../ui/format.ts";
import { ForeignText } from "./ForeignText.tsx";
import styles from "./SummaryBar.module.css";

interface SummaryBarProps {
  readonly issues: readonly Issue[];
  /** null: not known, or a regression. */
  readonly classes: number | null;
}

export function SummaryBar({ issues, classes }: SummaryBarProps) {
  const { t } = useTranslation("data");
  const table = useDataset((state) => state.table);
  return (
    <div role="status" aria-label={t("summary.label")} className={styles.bar}>
      {table.kind === "ready" ? (
        <Figures summary={table.summary} issues={issues} classes={classes} />
      ) : (
        <span className={styles.quiet}>{t(`summary.${table.kind}`)}</span>
      )}
    </div>
  );
}

function Figures({ summary, issues, classes }: SummaryBarProps & { readonly summary: DatasetSummary }) {
  const { t } = useTranslation("data");
  const { number, bytes } = useFormat();
  const counted = (key: string, count: number) => t(`summary.${key}`, { count, n: number(count) });
  const problems = issues.filter(({ severity }) => severity !== "notice");
  const hasImages = summary.columns.some(({ type }) => type === "image");
  const worst = problems.some(({ severity }) => severity === "error") ? styles.bad : styles.warn;
  return (
    <>
      <strong className={styles.file}>
        <ForeignText text={summary.fileName} />
      </strong>
      <span>{counted(hasImages ? "images" : "rows", summary.rows)}</span>
      {hasImages ? null : <span>{counted("columns", summary.columns.length)}</span>}
      {classes === null ? null : <span>{counted("classes", classes)}</span>}
      {problems.length === 0 ? (
        <span className={styles.quiet}>{t("summary.noProblems")}</span>
      ) : (
        <span className={worst}>{counted("problems", problems.length)}</span>
      )}
      <span className={styles.quiet}>{bytes(summary.bytes)}</span>
    </>
  );
}
