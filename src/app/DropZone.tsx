/**
 * @file Files dropped and tables pasted anywhere on the page. One table or one project at a time; whatever else is
 * dropped gets a sentence, never silence. What the file truly is, the worker finds out by its bytes.
 */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { useDataset } from "../state/dataset.ts";
import { useProject } from "../state/project.ts";
import { showToast } from "../state/toasts.ts";
import { isTyping } from "../ui/typing.ts";
import styles from "./DropZone.module.css";
import { describeDrop, pastedTable } from "./dropped.ts";
import { useProjectActions } from "./useProjectActions.ts";

export function DropZone() {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const take = useTakeFile();
  useEffect(() => {
    let depth = 0;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth++;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const move = (event: DragEvent) => {
      // Without this the browser would leave the page for the file.
      if (hasFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      // A part of the page that takes files itself has taken it.
      if (event.defaultPrevented || event.dataTransfer === null || !hasFiles(event)) return;
      event.preventDefault();
      take(describeDrop(event.dataTransfer));
    };
    const paste = (event: ClipboardEvent) => {
      if (event.defaultPrevented || event.clipboardData === null || isTyping(event.target)) return;
      if (event.clipboardData.files.length > 0) return take(describeDrop(event.clipboardData));
      const file = pastedTable(event.clipboardData.getData("text/plain"), t("drop.pasted"));
      if (file !== null) take({ kind: "file", file });
    };
    window.addEventListener("dragenter", enter);
    window.addEventListener("dragleave", leave);
    window.addEventListener("dragover", move);
    window.addEventListener("drop", drop);
    window.addEventListener("paste", paste);
    return () => {
      window.removeEventListener("dragenter", enter);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("dragover", move);
      window.removeEventListener("drop", drop);
      window.removeEventListener("paste", paste);
    };
  }, [take, t]);
  return over ? (
    <div className={styles.zone} aria-hidden="true">
      <span className={styles.text}>{t("drop.here")}</span>
    </div>
  ) : null;
}

function useTakeFile() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const { importProject } = useProjectActions();
  return (dropped: ReturnType<typeof describeDrop>) => {
    switch (dropped.kind) {
      case "several":
        return showToast({ kind: "problem", text: t("drop.two", { count: dropped.count }) });
      case "folder":
        return showToast({ kind: "problem", text: t("drop.folder", { name: dropped.name }) });
      case "nothing":
        return showToast({ kind: "problem", text: t("drop.nothing") });
      case "project":
        return void importProject(dropped.file);
      case "file":
        if (useProject.getState().readOnly) return showToast({ kind: "problem", text: t("drop.readOnly") });
        navigate("/data");
        return void useDataset.getState().read(dropped.file, dropped.file.name);
    }
  };
}
