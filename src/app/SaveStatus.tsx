/** @file Whether the document is on the disk. A save that fails says why, and offers the two ways to keep the work. */
import { useTranslation } from "react-i18next";
import { flushProject, useProject } from "../state/project.ts";
import { useProjects } from "../state/projects.ts";
import { useFormat } from "../ui/format.ts";
import { useIssueText } from "../ui/issueText.ts";
import styles from "./SaveStatus.module.css";
import { Tip } from "./Tip.tsx";

export function SaveStatus() {
  const { t } = useTranslation();
  const format = useFormat();
  const { faultText } = useIssueText();
  const save = useProject((state) => state.save);
  const readOnly = useProject((state) => state.readOnly);
  const exportOpen = useProjects((state) => state.exportOpen);
  if (readOnly) return <span className={styles.quiet}>{t("save.readOnly")}</span>;
  switch (save.kind) {
    case "saved":
      return <span className={styles.quiet}>{t("save.saved", { time: format.time(save.at) })}</span>;
    case "saving":
      return <span className={styles.quiet}>{t("save.saving")}</span>;
    case "unsaved":
      return (
        <span role="alert" className={styles.unsaved}>
          <Tip label={t("save.unsavedHelp", { reason: faultText(save.fault) })} multiline w={320}>
            <button type="button" className={styles.reason} onClick={() => void flushProject()}>
              {t("save.unsaved")} — {t("actions.retry")}
            </button>
          </Tip>
          <button type="button" className={styles.reason} onClick={() => void exportOpen()}>
            {t("project.export")}
          </button>
        </span>
      );
  }
}
