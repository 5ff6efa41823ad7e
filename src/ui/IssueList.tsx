/** @file Issues as lines: how grave, one sentence, and where possible one button that mends it. */
import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import { type ReactNode, useContext } from "react";
import { useTranslation } from "react-i18next";
import type { Issue, Severity } from "../core/issue.ts";
import { FixContext } from "./FixContext.ts";
import styles from "./IssueList.module.css";
import { useIssueText } from "./issueText.ts";

const icons = { error: CircleAlert, warning: TriangleAlert, notice: Info } as const satisfies Record<Severity, unknown>;

/** The sign of a severity, with its name for those who cannot see it. */
export function SeverityIcon({ severity }: { readonly severity: Severity }) {
  const { t } = useTranslation();
  const Icon = icons[severity];
  return <Icon size={14} className={styles[severity]} role="img" aria-label={t(`severity.${severity}`)} />;
}

interface IssueLineProps {
  readonly issue: Issue;
  /** Stands before the sentence: a link to the place. */
  readonly place?: ReactNode;
}

export function IssueLine({ issue, place }: IssueLineProps) {
  const { issueText, fixText } = useIssueText();
  const applyFix = useContext(FixContext);
  return (
    <div className={styles.line}>
      <SeverityIcon severity={issue.severity} />
      <div className={styles.body}>
        {place}
        <span className={styles.text}>{issueText(issue)}</span>
        {issue.fixes === undefined || issue.fixes.length === 0 ? null : (
          <span className={styles.fixes}>
            {issue.fixes.map((fix, index) => (
              <button
                key={`${fix.edit}-${fix.label}`}
                type="button"
                className={index === 0 ? styles.fix : styles.other}
                onClick={() => applyFix(fix)}
              >
                {fixText(fix)}
              </button>
            ))}
          </span>
        )}
      </div>
    </div>
  );
}

interface IssueListProps {
  readonly issues: readonly Issue[];
  readonly label?: string;
}

/** All of them, the gravest first; nothing at all where there are none. */
export function IssueList({ issues, label }: IssueListProps) {
  if (issues.length === 0) return null;
  const order: readonly Severity[] = ["error", "warning", "notice"];
  const sorted = order.flatMap((severity) => issues.filter((issue) => issue.severity === severity));
  return (
    <ul className={styles.list} aria-label={label}>
      {sorted.map((issue, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: issues have no identity of their own; one code may stand twice at one place.
        <li key={`${issue.code}-${issue.at.node ?? ""}-${issue.at.column ?? ""}-${issue.at.field ?? ""}-${index}`}>
          <IssueLine issue={issue} />
        </li>
      ))}
    </ul>
  );
}
