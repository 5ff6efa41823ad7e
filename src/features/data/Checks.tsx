/** @file What reading and preparing the table found, each with what mends it: an edit, or reading the file another way. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DatasetSummary } from "../../core/data/types.ts";
import type { Fault } from "../../core/fault.ts";
import type { Issue } from "../../core/issue.ts";
import { useFormat } from "../../ui/format.ts";
import { IssueLine, SeverityIcon } from "../../ui/IssueList.tsx";
import { useIssueText } from "../../ui/issueText.ts";
import { Section } from "../../ui/Section.tsx";
import styles from "./Checks.module.css";
import controls from "./controls.module.css";
import { gravestFirst } from "./gravestFirst.ts";
import { RereadChoice } from "./RereadChoice.tsx";
import { useReadActionText } from "./readActionText.ts";
import { changes, formatChange, readActions } from "./readingActions.ts";
import { overridesOf } from "./readingDraft.ts";
import { rereadTable } from "./reread.ts";
import { takenAs } from "./sources.ts";

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
  const shown = gravestFirst(issues).slice(0, shownIssues);
  if (shown.length === 0 && fault === null) return null;
  return (
    <Section title={t("checks.title")}>
      {fault === null ? null : (
        <p className={styles.fault}>
          <SeverityIcon severity="error" /> {faultText(fault)}
        </p>
      )}
      <ul className={styles.list} aria-label={t("checks.list")}>
        {shown.map((issue, index) => (
          // The same code may stand twice at one place.
          <li key={`${issue.code}-${String(index)}`}>
            <IssueLine issue={issue} />
            <ReadAgain issue={issue} summary={summary} />
          </li>
        ))}
      </ul>
      {issues.length > shown.length ? (
        <p className={styles.more}>{t("checks.more", { n: number(issues.length - shown.length) })}</p>
      ) : null}
    </Section>
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
  const actions = readActions(issue).filter((action) => action.kind !== "firstRows" && changes(action, format));
  if (actions.length === 0) return null;
  if (fileGone) return <p className={styles.gone}>{t("options.fileGone")}</p>;
  const reread = (change: Partial<DatasetSummary["format"]>) => {
    const overrides = overridesOf(format, { ...format, ...change });
    if (overrides !== null) setFileGone(!rereadTable(summary, overrides));
  };
  return (
    <div className={styles.actions}>
      {actions.map((action) => {
        const change = formatChange(action);
        return change === null ? (
          <RereadChoice
            key={action.kind}
            kind={action.kind}
            file={takenAs(summary.fileName)?.file ?? null}
            onChoose={reread}
          />
        ) : (
          <button
            key={JSON.stringify(action)}
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
