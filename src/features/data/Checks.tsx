/** @file What reading and preparing the table found, each with what mends it: an edit, or reading the file another way. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DatasetSummary } from "../../core/data/types.ts";
import type { Fault } from "../../core/fault.ts";
import type { Issue } from "../../core/issue.ts";
import { heldFiles, onlyFile } from "../../state/dataset.ts";
import { useSession, type WantedFinding } from "../../state/session.ts";
import { useFormat } from "../../ui/format.ts";
import { IssueLine, SeverityIcon } from "../../ui/IssueList.tsx";
import { useIssueText } from "../../ui/issueText.ts";
import { Section } from "../../ui/Section.tsx";
import styles from "./Checks.module.css";
import controls from "./controls.module.css";
import { findingsOf, rereadActions } from "./findings.ts";
import { RereadChoice } from "./RereadChoice.tsx";
import { useReadActionText } from "./readActionText.ts";
import { formatChange } from "./readingActions.ts";
import { overridesOf } from "./readingDraft.ts";
import { rereadTable } from "./reread.ts";

/** A table of thousands of odd columns has thousands of findings; all of them are in the list of problems. */
const shownIssues = 20;

interface ChecksProps {
  readonly summary: DatasetSummary;
  readonly issues: readonly Issue[];
  /** Why preparing failed, where it did. */
  readonly fault: Fault | null;
}

export function Checks({ summary, issues, fault }: ChecksProps) {
  const { t } = useTranslation("data");
  const { number } = useFormat();
  const { faultText } = useIssueText();
  const { open, folded } = findingsOf(issues, summary.format);
  const wanted = useSession((state) => state.wanted);
  const [unfolded, setUnfolded] = useState(false);
  const hides = !unfolded && wanted !== null && folded.some((issue) => isWanted(issue, wanted));
  if (hides) setUnfolded(true);
  if (issues.length === 0 && fault === null) return null;
  const hidden = Math.max(0, open.length - shownIssues) + Math.max(0, folded.length - shownIssues);
  return (
    <Section title={t("checks.title")}>
      {fault === null ? null : (
        <p className={styles.fault}>
          <SeverityIcon severity="error" /> {faultText(fault)}
        </p>
      )}
      <FindingList issues={open} summary={summary} label={t("checks.list")} />
      {folded.length === 0 ? null : (
        <details className={styles.folded} open={unfolded} onToggle={(event) => setUnfolded(event.currentTarget.open)}>
          <summary>{t("checks.notices", { count: folded.length, n: number(folded.length) })}</summary>
          <FindingList issues={folded} summary={summary} label={t("checks.noticeList")} />
        </details>
      )}
      {hidden === 0 ? null : <p className={styles.more}>{t("checks.more", { n: number(hidden) })}</p>}
    </Section>
  );
}

const isWanted = (issue: Issue, { code, column }: WantedFinding): boolean =>
  issue.code === code && (issue.at.column ?? null) === column;

interface FindingListProps {
  readonly issues: readonly Issue[];
  readonly summary: DatasetSummary;
  readonly label: string;
}

function FindingList({ issues, summary, label }: FindingListProps) {
  if (issues.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={label}>
      {issues.slice(0, shownIssues).map((issue, index) => (
        // The same code may stand twice at one place.
        <Finding key={`${issue.code}-${String(index)}`} issue={issue} summary={summary} />
      ))}
    </ul>
  );
}

function Finding({ issue, summary }: ReadAgainProps) {
  const line = useRef<HTMLLIElement>(null);
  const want = useSession((state) => state.want);
  const wanted = useSession((state) => state.wanted !== null && isWanted(issue, state.wanted));
  useEffect(() => {
    if (!wanted) return;
    line.current?.scrollIntoView({ block: "nearest" });
    // A column's own line in the table takes the focus, and the question off.
    if (issue.at.column !== undefined && summary.columns.some(({ name }) => name === issue.at.column)) return;
    line.current?.focus();
    want(null);
  }, [wanted, want, issue, summary]);
  return (
    <li ref={line} tabIndex={-1} className={styles.finding}>
      <IssueLine issue={issue} />
      <ReadAgain issue={issue} summary={summary} />
    </li>
  );
}

interface ReadAgainProps {
  readonly issue: Issue;
  readonly summary: DatasetSummary;
}

function ReadAgain({ issue, summary }: ReadAgainProps) {
  const { t } = useTranslation("data");
  const actionText = useReadActionText();
  const [fileGone, setFileGone] = useState(false);
  const { format } = summary;
  const actions = rereadActions(issue, format);
  if (actions.length === 0) return null;
  if (fileGone) return <p className={styles.gone}>{t("options.fileGone")}</p>;
  const reread = (change: Partial<DatasetSummary["format"]>) => {
    const overrides = overridesOf(format, { ...format, ...change });
    if (overrides !== null) setFileGone(!rereadTable(summary, overrides));
  };
  return (
    <div className={styles.actions}>
      {actions.map((action) => {
        if (action.kind === "chooseEncoding" || action.kind === "chooseDelimiter") {
          const file = onlyFile(heldFiles(summary.fileName));
          return <RereadChoice key={action.kind} action={action} file={file} onChoose={reread} />;
        }
        const change = formatChange(action);
        return change === null ? null : (
          <button
            key={action.kind}
            type="button"
            className={`${controls.button} ${controls.small}`}
            onClick={() => reread(change)}
          >
            {actionText(action)}
          </button>
        );
      })}
    </div>
  );
}
