/** @file What must be said across the page, above the step: who may write, what was lost, why something ended. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import type { Severity } from "../core/issue.ts";
import type { Step } from "../core/project/types.ts";
import { useDataset } from "../state/dataset.ts";
import { useProjects } from "../state/projects.ts";
import { useRunFault } from "../state/run.ts";
import { IssueList, SeverityIcon } from "../ui/IssueList.tsx";
import { useIssueText } from "../ui/issueText.ts";
import styles from "./Banners.module.css";

export function Banners({ recovered, step }: { readonly recovered: number; readonly step: Step }) {
  return (
    <>
      <AccessBanner />
      <RecoveredBanner count={recovered} />
      <RefusalBanner />
      <LostDataBanner step={step} />
      <RunFaultBanner />
    </>
  );
}

interface BannerProps {
  readonly severity: Severity;
  readonly children: ReactNode;
  readonly action?: { readonly label: string; readonly run: () => void };
  readonly onDismiss?: () => void;
}

function Banner({ severity, children, action, onDismiss }: BannerProps) {
  const { t } = useTranslation();
  return (
    <div role="alert" className={`${styles.banner} ${styles[severity]}`}>
      <SeverityIcon severity={severity} />
      <div className={styles.text}>{children}</div>
      {action === undefined ? null : (
        <button type="button" className="button small" onClick={action.run}>
          {action.label}
        </button>
      )}
      {onDismiss === undefined ? null : (
        <button type="button" className="button small" onClick={onDismiss}>
          {t("actions.dismiss")}
        </button>
      )}
    </div>
  );
}

function AccessBanner() {
  const { t } = useTranslation();
  const { access, takeOver } = useProjects();
  switch (access.kind) {
    case "writer":
      return null;
    case "otherTab":
      return (
        <Banner severity="warning" action={{ label: t("readOnly.takeOver"), run: takeOver }}>
          {t("readOnly.text")}
        </Banner>
      );
    case "newer":
      return <Banner severity="warning">{t("newerProject.text", { found: access.found, known: access.known })}</Banner>;
  }
}

function RecoveredBanner({ count }: { readonly count: number }) {
  const { t } = useTranslation();
  const [seen, setSeen] = useState(false);
  if (count === 0 || seen) return null;
  return (
    <Banner severity="warning" onDismiss={() => setSeen(true)}>
      {t("recovered.text", { count })}
    </Banner>
  );
}

/** Why a project or a project file was not opened, or what of it was left out. */
function RefusalBanner() {
  const { t } = useTranslation();
  const { refusal, dismissRefusal } = useProjects();
  const refused = refusal?.issues.some(({ severity }) => severity === "error") === true;
  const table = useDataset((state) => (state.table.kind === "ready" ? state.table.summary.id : null));
  const openWhenRefused = useRef(table);
  useEffect(() => {
    if (!refused) openWhenRefused.current = table;
    // A table that opened since makes an earlier refusal old news.
    else if (table !== openWhenRefused.current) dismissRefusal();
  }, [refused, table, dismissRefusal]);
  if (refusal === null) return null;
  return (
    <Banner severity={refused ? "error" : "warning"} onDismiss={dismissRefusal}>
      <p className={styles.head}>{t(refused ? "project.refused" : "project.openedPartly", { name: refusal.name })}</p>
      <IssueList issues={refusal.issues} />
    </Banner>
  );
}

function LostDataBanner({ step }: { readonly step: Step }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const lost = useDataset(({ table }) => table.kind === "lost");
  const newer = useProjects(({ access }) => access.kind === "newer");
  if (!lost || newer) return null;
  const action = step === "data" ? undefined : { label: t("dataLost.action"), run: () => navigate("/data") };
  return (
    <Banner severity="error" action={action}>
      {t("dataLost.text")}
    </Banner>
  );
}

function RunFaultBanner() {
  const { t } = useTranslation();
  const { faultText } = useIssueText();
  const fault = useRunFault((state) => state.fault);
  if (fault === null || fault.code === "cancelled") return null;
  return (
    <Banner severity="error" onDismiss={() => useRunFault.setState({ fault: null })}>
      {t("runFault.text", { reason: faultText(fault) })}
    </Banner>
  );
}
