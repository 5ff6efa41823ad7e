/** @file A table in, the same table with predictions out. */
import type { TFunction } from "i18next";
import { FileUp } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Run } from "../../core/training/types.ts";
import { download, fileNameOf } from "../../state/download.ts";
import { type FileAnswer, usePredictions } from "../../state/predict.ts";
import { useFormat } from "../../ui/format.ts";
import { IssueList } from "../../ui/IssueList.tsx";
import { useIssueText } from "../../ui/issueText.ts";
import styles from "./TryIt.module.css";

export function PredictFile({ run }: { readonly run: Run }) {
  const { t } = useTranslation("evaluate");
  const picker = useRef<HTMLInputElement>(null);
  const answer = usePredictions((state) => state.file);
  const askFile = usePredictions((state) => state.askFile);
  const own = answer.kind !== "none" && answer.runId === run.id ? answer : null;
  return (
    <div className={styles.file}>
      <input
        ref={picker}
        type="file"
        accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
        aria-label={t("tryIt.fromFile")}
        tabIndex={-1}
        className={styles.hidden}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // The same file may be chosen again after it was mended.
          event.currentTarget.value = "";
          if (file !== undefined) void askFile(run, file);
        }}
      />
      <button
        type="button"
        className="button"
        disabled={own?.kind === "asking"}
        onClick={() => picker.current?.click()}
      >
        <FileUp size={14} aria-hidden />
        {t("tryIt.fromFile")}
      </button>
      {own === null ? <p className={styles.hint}>{t("tryIt.fileHint")}</p> : <FileState answer={own} />}
    </div>
  );
}

function FileState({ answer }: { readonly answer: Exclude<FileAnswer, { kind: "none" }> }) {
  const { t } = useTranslation("evaluate");
  const format = useFormat();
  const { faultText } = useIssueText();
  const cancelFile = usePredictions((state) => state.cancelFile);
  const { fileName } = answer;
  switch (answer.kind) {
    case "asking": {
      const { progress } = answer;
      const share =
        progress === null || progress.total === null || progress.total === 0 ? null : progress.done / progress.total;
      return (
        <div className={styles.progress}>
          <div className={styles.barText}>
            <span title={fileName}>{t("tryIt.filePredicting", { file: fileName })}</span>
            <button type="button" className="button small" onClick={cancelFile}>
              {t("tryIt.cancel")}
            </button>
          </div>
          <div
            role="progressbar"
            aria-label={t("tryIt.filePredicting", { file: fileName })}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={share === null ? undefined : Math.round(share * 100)}
            className={styles.track}
          >
            <div className={styles.bar} style={{ width: `${(share ?? 0.05) * 100}%` }} />
          </div>
        </div>
      );
    }
    case "answered":
      return (
        <div role="status" className={styles.progress}>
          <p>{t("tryIt.fileDone", { file: fileName, count: answer.rows, rows: format.number(answer.rows) })}</p>
          <button
            type="button"
            className="button primary"
            onClick={() => download(answer.file, predictionsName(fileName, t))}
          >
            {t("tryIt.download")}
          </button>
          <IssueList issues={answer.issues} label={t("tryIt.fileIssues")} />
        </div>
      );
    case "refused":
      return (
        <div role="alert" className={styles.progress}>
          <p className={styles.failed}>{t("tryIt.fileRefused", { file: fileName })}</p>
          <IssueList issues={answer.issues} label={t("tryIt.fileIssues")} />
        </div>
      );
    case "failed":
      return (
        <p role="alert" className={styles.failed}>
          {t("tryIt.fileFailed", { file: fileName, reason: faultText(answer.fault) })}
        </p>
      );
  }
}

const predictionsName = (fileName: string, t: TFunction<"evaluate">): string =>
  `${fileNameOf(t("tryIt.downloadName", { file: fileName.replace(/\.[^.]*$/, "") }))}.csv`;
