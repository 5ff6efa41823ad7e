/**
 * @file What the scan found, each finding with its answers. Personal data has two more than an edit of the document can
 * give: masking and hashing make another dataset of the one that was read.
 */
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Redaction } from "../../../core/data/types.ts";
import type { Issue } from "../../../core/issue.ts";
import { lookAtAnalysis, useAnalysis } from "../../../state/analysis.ts";
import { useDataset } from "../../../state/dataset.ts";
import { useProject } from "../../../state/project.ts";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { IssueLine } from "../../../ui/IssueList.tsx";
import { Section } from "../../../ui/Section.tsx";
import controls from "../controls.module.css";
import { AnalysisStatus } from "./AnalysisStatus.tsx";
import styles from "./ScanPanel.module.css";

const severities = ["error", "warning", "notice"] as const;
/** A wide table may have as many findings as columns. */
const shownFindings = 200;

export default function ScanPanel() {
  const { t } = useTranslation("understand");
  useEffect(lookAtAnalysis, []);
  const analysis = useAnalysis((state) => state.analysis);
  if (analysis === null) return <AnalysisStatus />;
  const sorted = severities.flatMap((severity) => analysis.findings.filter((issue) => issue.severity === severity));
  return (
    <>
      <AnalysisStatus />
      {sorted.length === 0 ? (
        <div className={styles.none}>
          <EmptyState title={t("scan.none")} text={t("scan.noneText")} />
        </div>
      ) : (
        <Section title={t("scan.title")} frame="card">
          <ul className={styles.list} aria-label={t("scan.list")}>
            {sorted.slice(0, shownFindings).map((issue) => (
              <li key={`${issue.code} ${issue.at.column ?? ""}`} className={styles.finding}>
                <IssueLine issue={issue} />
                <Redactions issue={issue} />
              </li>
            ))}
          </ul>
          {sorted.some(isPersonal) ? <p className={`${controls.note} ${styles.note}`}>{t("redact.note")}</p> : null}
        </Section>
      )}
      <p className={controls.note}>{t("scan.about")}</p>
    </>
  );
}

const isPersonal = ({ code }: Issue) => code === "personalData" || code === "personalInText";

const ways = ["mask", "hash", "drop"] as const satisfies readonly Redaction[];

function Redactions({ issue }: { readonly issue: Issue }) {
  const { t } = useTranslation("understand");
  const readOnly = useProject((state) => state.readOnly);
  const target = useProject((state) => state.project?.data.target ?? null);
  const busy = useDataset((state) => state.reading !== null);
  if (issue.code !== "personalData" && issue.code !== "personalInText") return null;
  const { column } = issue.context;
  // Without its target the project predicts nothing.
  const offered = ways.filter((way) => way !== "drop" || column !== target);
  return (
    <fieldset className={styles.redactions} disabled={readOnly || busy}>
      <legend className="visually-hidden">{t("redact.label", { column })}</legend>
      {offered.map((way) => (
        <button
          key={way}
          type="button"
          className={`${controls.button} ${controls.small}`}
          title={t(`redact.help.${way}`)}
          onClick={() => void useDataset.getState().redact({ [column]: way })}
        >
          {t(`redact.${way}`)}
        </button>
      ))}
    </fieldset>
  );
}
