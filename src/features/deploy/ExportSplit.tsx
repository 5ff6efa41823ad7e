/** @file The rows a run was trained, validated and tested on, as a file, so that others can repeat or check the division. */
import { Download } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Run } from "../../core/training/types.ts";
import { exportSplit, type SplitExport } from "../../state/splitExport.ts";
import { useIssueText } from "../../ui/issueText.ts";
import styles from "./DeployStep.module.css";

export function ExportSplit({ run }: { readonly run: Run }) {
  const { t } = useTranslation("split");
  const headId = useId();
  const { faultText } = useIssueText();
  const [outcome, setOutcome] = useState<SplitExport | "writing" | null>(null);
  const write = async () => {
    setOutcome("writing");
    setOutcome(await exportSplit(run, t("export.fileName", { run: run.name })));
  };
  const failed = outcome !== null && outcome !== "writing" && outcome.kind === "failed" ? outcome.fault : null;
  const none = outcome !== null && outcome !== "writing" && outcome.kind === "none";
  return (
    <section aria-labelledby={headId} className={styles.export}>
      <div className={styles.exportHead}>
        <div>
          <h3 id={headId} className={styles.exportTitle}>
            {t("export.title")}
          </h3>
          <p className={styles.holds}>{t("export.holds")}</p>
        </div>
        <button type="button" className="button" disabled={outcome === "writing"} onClick={() => void write()}>
          <Download size={14} aria-hidden />
          {t("export.button")}
        </button>
      </div>
      {none ? (
        <p role="status" className={styles.note}>
          {t("export.none")}
        </p>
      ) : null}
      {failed === null ? null : (
        <p role="alert" className={styles.failed}>
          {t("export.failed", { reason: faultText(failed) })}
        </p>
      )}
    </section>
  );
}
