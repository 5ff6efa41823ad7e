/** @file How far the analysis has come, and the way out; why it failed, and the way to try again. */
import { useTranslation } from "react-i18next";
import { useAnalysis } from "../../../state/analysis.ts";
import { useFormat } from "../../../ui/format.ts";
import { SeverityIcon } from "../../../ui/IssueList.tsx";
import { useIssueText } from "../../../ui/issueText.ts";
import controls from "../controls.module.css";
import styles from "./AnalysisStatus.module.css";

/** Nothing where the analysis is there and up to date. */
export function AnalysisStatus() {
  const { t } = useTranslation("understand");
  const { number } = useFormat();
  const { faultText } = useIssueText();
  const work = useAnalysis((state) => state.work);
  const known = useAnalysis((state) => state.analysis !== null);
  const { show, retry } = useAnalysis.getState();
  if (work.kind === "failed") {
    return (
      <div className={styles.failed} role="alert">
        <SeverityIcon severity="error" />
        <p>{faultText(work.fault)}</p>
        <button type="button" className={`${controls.button} ${controls.small}`} onClick={retry}>
          {t("work.retry")}
        </button>
      </div>
    );
  }
  if (work.kind !== "running") return null;
  const { done, total } = work.progress ?? { done: 0, total: null };
  const percent = total === null || total === 0 ? null : Math.min(100, Math.round((done / total) * 100));
  const label = t(known ? "work.again" : "work.running");
  return (
    <div className={styles.running}>
      <span>{label}</span>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent ?? undefined}
        className={styles.track}
      >
        <div className={styles.bar} style={{ width: `${percent ?? 0}%` }} />
      </div>
      <span className={styles.percent}>{percent === null ? "" : `${number(percent)} %`}</span>
      <button type="button" className={`${controls.button} ${controls.small}`} onClick={() => show("columns")}>
        {t("work.cancel")}
      </button>
    </div>
  );
}
