/** @file Why a file was not read, where it was chosen, with what can be tried. The table that was open stays. */
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ReadOptions, TableFormat } from "../../core/data/types.ts";
import type { Issue } from "../../core/issue.ts";
import { heldFiles, onlyFile, useDataset } from "../../state/dataset.ts";
import { IssueLine } from "../../ui/IssueList.tsx";
import controls from "./controls.module.css";
import styles from "./Refusal.module.css";
import { RereadChoice } from "./RereadChoice.tsx";
import { useReadActionText } from "./readActionText.ts";
import { optionsOf, type ReadAction, readActions } from "./readingActions.ts";
import { shorten } from "./shorten.ts";

interface RefusalProps {
  readonly fileName: string;
  readonly issues: readonly Issue[];
  readonly onChoose: () => void;
}

export function Refusal({ fileName, issues, onChoose }: RefusalProps) {
  const { t } = useTranslation("data");
  const dismiss = useDataset((state) => state.dismissRefusal);
  const hasTable = useDataset((state) => state.table.kind === "ready");
  return (
    <div className={styles.refusal} role="alert">
      <div className={styles.head}>
        <bdi className={controls.name} title={shorten(fileName, 1000)}>
          {t("refusal.title", { file: shorten(fileName, 80) })}
        </bdi>
        <button type="button" className={styles.close} aria-label={t("refusal.dismiss")} onClick={dismiss}>
          <X size={14} aria-hidden="true" />
        </button>
      </div>
      {issues.map((issue, i) => (
        // Several files may be refused for the same reason.
        // biome-ignore lint/suspicious/noArrayIndexKey: the list of a refusal never changes
        <div key={`${issue.code} ${i}`} className={styles.issue}>
          <IssueLine issue={issue} />
          <Actions fileName={fileName} actions={readActions(issue)} />
        </div>
      ))}
      {hasTable ? <p className={controls.note}>{t("refusal.kept")}</p> : null}
      <button type="button" className={`${controls.button} ${controls.small}`} onClick={onChoose}>
        {t("refusal.chooseOther")}
      </button>
    </div>
  );
}

interface ActionsProps {
  readonly fileName: string;
  readonly actions: readonly ReadAction[];
}

/** A file dropped elsewhere on the page is not at hand here: what is offered says so. */
function Actions({ fileName, actions }: ActionsProps) {
  const { t } = useTranslation("data");
  const actionText = useReadActionText();
  const taken = heldFiles(fileName);
  if (actions.length === 0) return null;
  if (taken === null) return <p className={controls.note}>{t("refusal.again")}</p>;
  const { files, options } = taken;
  const file = onlyFile(taken);
  const read = (changed: ReadOptions) => void useDataset.getState().read(files, changed);
  return (
    <div className={controls.row}>
      {actions.map((action) => {
        if (action.kind === "chooseEncoding" || action.kind === "chooseDelimiter") {
          // Of several files nobody can be shown how one of them would look.
          if (file === null) return null;
          const apply = (change: Partial<TableFormat>) =>
            read({ ...options, format: { ...options.format, ...change } });
          return <RereadChoice key={action.kind} action={action} file={file} onChoose={apply} />;
        }
        return (
          <button
            key={JSON.stringify(action)}
            type="button"
            className={`${controls.button} ${controls.small}`}
            onClick={() => read(optionsOf(action, options))}
          >
            {actionText(action)}
          </button>
        );
      })}
    </div>
  );
}
