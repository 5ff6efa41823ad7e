/** @file One form the trained model can take: what it holds, the button, how to run it, and what became of the export. */
import { Download } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { ModelTarget } from "../../core/export/targets.ts";
import type { Run } from "../../core/training/types.ts";
import { type ExportState, useExports } from "../../state/exports.ts";
import { useFormat } from "../../ui/format.ts";
import { IssueList } from "../../ui/IssueList.tsx";
import { useIssueText } from "../../ui/issueText.ts";
import styles from "./DeployStep.module.css";
import { HowToRun } from "./HowToRun.tsx";
import { howToRun } from "./howToRun.ts";

interface ModelExportProps {
  readonly target: ModelTarget;
  /** null: no finished run yet; `reason` says so. */
  readonly run: Run | null;
  readonly reasonId: string;
}

export function ModelExport({ target, run, reasonId }: ModelExportProps) {
  const { t } = useTranslation("deploy");
  const headId = useId();
  const last = useExports(({ states }) => states[target]);
  const exportModel = useExports((state) => state.exportModel);
  const own = last !== undefined && last.runId === run?.id ? last : null;
  return (
    <section aria-labelledby={headId} className={styles.export}>
      <div className={styles.exportHead}>
        <div>
          <h3 id={headId} className={styles.exportTitle}>
            {t(`model.${target}.title`)}
          </h3>
          <p className={styles.holds}>{t(`model.${target}.holds`)}</p>
        </div>
        <button
          type="button"
          className="button"
          disabled={run === null || own?.kind === "writing"}
          aria-describedby={run === null ? reasonId : undefined}
          onClick={() => run !== null && void exportModel(run, target)}
        >
          <Download size={14} aria-hidden />
          {t(`model.${target}.export`)}
        </button>
      </div>
      {own === null ? null : <Outcome target={target} state={own} />}
      {run === null ? null : (
        <HowToRun howTo={howToRun(run, target)} subject={t(`model.${target}.title`)} hint={t(`model.${target}.hint`)} />
      )}
    </section>
  );
}

function Outcome({ target, state }: { readonly target: ModelTarget; readonly state: ExportState }) {
  const { t } = useTranslation("deploy");
  const format = useFormat();
  const { faultText } = useIssueText();
  const cancel = useExports((exports) => exports.cancel);
  switch (state.kind) {
    case "writing": {
      const { progress } = state;
      const share = progress?.total == null || progress.total === 0 ? null : progress.done / progress.total;
      return (
        <div className={styles.progress}>
          <div
            role="progressbar"
            aria-label={t("model.writing")}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={share === null ? undefined : Math.round(share * 100)}
            className={styles.track}
          >
            <div className={styles.bar} style={{ width: `${(share ?? 0.1) * 100}%` }} />
          </div>
          <button type="button" className="button small" onClick={() => cancel(target)}>
            {t("common:actions.cancel")}
          </button>
        </div>
      );
    }
    case "written":
      return (
        <p role="status" className={styles.note}>
          {t("model.written", { file: state.fileName, size: format.bytes(state.bytes) })}
        </p>
      );
    case "refused":
      return (
        <div role="alert" className={styles.refused}>
          <IssueList issues={state.issues} label={t("model.refused")} />
        </div>
      );
    case "failed":
      return (
        <p role="alert" className={styles.failed}>
          {t("model.failed", { reason: faultText(state.fault) })}
        </p>
      );
  }
}
