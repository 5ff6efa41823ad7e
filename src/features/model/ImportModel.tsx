/**
 * @file Opening a model from outside: the button, the dialog that takes its files and says what became of them, and the
 * drop of such files on the step.
 */
import { useReactFlow } from "@xyflow/react";
import { FolderOpen } from "lucide-react";
import { type DragEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Issue } from "../../core/issue.ts";
import type { ModelContext } from "../../core/layers/define.ts";
import { useModelContext } from "../../state/derived.ts";
import { type Opening, useModelImport } from "../../state/modelImport.ts";
import { useProject } from "../../state/project.ts";
import { showToast } from "../../state/toasts.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { IssueList } from "../../ui/IssueList.tsx";
import { useIssueText } from "../../ui/issueText.ts";
import { fitOptions } from "./canvasFit.ts";
import styles from "./ImportModel.module.css";
import { Fit } from "./TransferLearning.tsx";
import { tidy } from "./tidy.ts";

const open = (files: readonly File[], context: ModelContext) =>
  void useModelImport.getState().open(files, context, (graph) => tidy(graph));

export function ImportModelButton() {
  const { t } = useTranslation("modelImport");
  const { shown, show, opening } = useModelImport();
  useShowAll(opening.kind === "opened");
  return (
    <>
      <button type="button" className={styles.tool} onClick={() => show(true)}>
        <FolderOpen size={14} aria-hidden="true" />
        {t("button")}
      </button>
      {shown ? <ImportDialog /> : null}
    </>
  );
}

/** The model that was opened is brought into view. */
function useShowAll(opened: boolean) {
  const { fitView } = useReactFlow();
  useEffect(() => {
    if (!opened) return;
    // The canvas has the new places only after it has drawn once.
    const frame = requestAnimationFrame(() => void fitView(fitOptions));
    return () => cancelAnimationFrame(frame);
  }, [opened, fitView]);
}

function ImportDialog() {
  const { t } = useTranslation("modelImport");
  const { opening, show } = useModelImport();
  const readOnly = useProject((state) => state.readOnly);
  const close = () => show(false);
  const done = (
    <button type="button" className="button primary" onClick={close}>
      {t("done")}
    </button>
  );
  return (
    <Dialog title={t("title")} onClose={close} actions={opening.kind === "opened" ? done : undefined}>
      {opening.kind === "opened" ? null : (
        <>
          <p className={styles.text}>{t("intro")}</p>
          {readOnly ? <p className={styles.text}>{t("readOnly")}</p> : <Files disabled={opening.kind === "opening"} />}
          <details className={styles.url}>
            <summary>{t("url")}</summary>
            <p className={styles.text}>{t("urlWhy")}</p>
          </details>
        </>
      )}
      <div role="status" className={styles.outcome}>
        <Outcome opening={opening} />
      </div>
    </Dialog>
  );
}

function Files({ disabled }: { readonly disabled: boolean }) {
  const { t } = useTranslation("modelImport");
  const context = useModelContext();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has the button inside as its way by keyboard.
    <div
      className={over ? styles.over : styles.drop}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        // The page, which shows while something is dragged where it can go, hears of it as well.
        event.preventDefault();
        const files = filesOf(event.dataTransfer);
        if (files === null) showToast({ kind: "problem", text: t("notFiles") });
        else if (files.length > 0 && !disabled) open(files, context);
      }}
    >
      <input
        ref={input}
        type="file"
        multiple
        accept=".json,.bin,.keras,application/json"
        aria-label={t("files")}
        className={styles.input}
        disabled={disabled}
        onChange={(event) => {
          const files = Array.from(event.currentTarget.files ?? []);
          // The same files chosen again are opened again.
          event.currentTarget.value = "";
          if (files.length > 0) open(files, context);
        }}
      />
      <button type="button" className="button" disabled={disabled} onClick={() => input.current?.click()}>
        {t("choose")}
      </button>
      <span className={styles.hint}>{t("drop")}</span>
    </div>
  );
}

function Outcome({ opening }: { readonly opening: Opening }) {
  const { t } = useTranslation("modelImport");
  const { faultText } = useIssueText();
  switch (opening.kind) {
    case "idle":
      return null;
    case "opening":
      return (
        <div className={styles.row}>
          <progress
            className={styles.bar}
            aria-label={t("opening")}
            value={opening.progress?.total == null ? undefined : opening.progress.done}
            max={opening.progress?.total ?? undefined}
          />
          <button type="button" className="button small" onClick={() => useModelImport.getState().cancel()}>
            {t("cancel")}
          </button>
        </div>
      );
    case "opened":
      return (
        <>
          <p className={styles.text}>{t("opened", { name: opening.name, count: opening.layers })}</p>
          {opening.withWeights ? <Fit /> : null}
          <IssueList issues={opening.issues} />
          {lacksWeights(opening.issues) ? <AddWeights files={opening.files} /> : null}
        </>
      );
    case "refused":
      return (
        <>
          <p className={styles.bad}>{t("refused")}</p>
          <IssueList issues={opening.issues} />
          {lacksWeights(opening.issues) ? <AddWeights files={opening.files} /> : null}
        </>
      );
    case "failed":
      return <p className={styles.bad}>{faultText(opening.fault)}</p>;
  }
}

/** Whether the model names files of weights that were not chosen with it. */
const lacksWeights = (issues: readonly Issue[]): boolean => issues.some(({ code }) => code === "weightsFileMissing");

/** The files that hold the weights, beside those that were chosen before. */
function AddWeights({ files }: { readonly files: readonly File[] }) {
  const { t } = useTranslation("modelImport");
  const context = useModelContext();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={styles.row}>
      <input
        ref={input}
        type="file"
        multiple
        accept=".bin"
        tabIndex={-1}
        aria-label={t("weightFiles")}
        className={styles.input}
        onChange={(event) => {
          const chosen = Array.from(event.currentTarget.files ?? []);
          if (chosen.length === 0) return;
          const names = new Set(chosen.map(({ name }) => name));
          open([...files.filter(({ name }) => !names.has(name)), ...chosen], context);
        }}
      />
      <button type="button" className="button" onClick={() => input.current?.click()}>
        {t("chooseWeights")}
      </button>
    </div>
  );
}

/** The dropped files; null where there is a folder among them. Must be called while the event is handled. */
function filesOf(transfer: DataTransfer): readonly File[] | null {
  const folders = Array.from(transfer.items).some(
    (item) => item.kind === "file" && item.webkitGetAsEntry()?.isDirectory,
  );
  return folders ? null : Array.from(transfer.files);
}

const isModelFile = ({ name }: File): boolean => /\.(json|bin|keras)$/i.test(name);

/** Takes model files that are dropped on the step; whatever else is dropped is the page's. */
export function ModelFileDrop({ className, children }: { readonly className?: string; readonly children: ReactNode }) {
  const { t } = useTranslation("modelImport");
  const context = useModelContext();
  function onDrop(event: DragEvent) {
    const files = event.isDefaultPrevented() ? null : filesOf(event.dataTransfer);
    if (files === null || files.length === 0 || !files.every(isModelFile)) return;
    event.preventDefault();
    if (useProject.getState().readOnly) showToast({ kind: "problem", text: t("readOnly") });
    else open(files, context);
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the same files can be chosen by the button, by keyboard.
    <div className={className} onDrop={onDrop}>
      {children}
    </div>
  );
}
