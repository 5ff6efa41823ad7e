/** @file The project's name, typed where it stands. Enter or leaving the field keeps it, Escape brings it back. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProject } from "../state/project.ts";
import styles from "./ProjectName.module.css";

export function ProjectName() {
  const { t } = useTranslation();
  const name = useProject((state) => state.project?.name ?? "");
  const readOnly = useProject((state) => state.readOnly);
  const edit = useProject((state) => state.edit);
  /** null: not being typed, the document's name is shown. */
  const [draft, setDraft] = useState<string | null>(null);

  function keep() {
    const typed = draft?.trim();
    setDraft(null);
    // An empty name is no name: the earlier one stays.
    if (typed !== undefined && typed !== "" && typed !== name) edit("rename", { name: typed });
  }

  const shown = draft ?? name;
  return (
    <input
      className={styles.name}
      aria-label={t("project.name")}
      title={shown}
      value={shown}
      maxLength={200}
      readOnly={readOnly}
      spellCheck={false}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") setDraft(null);
      }}
    />
  );
}
