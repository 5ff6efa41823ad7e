/**
 * @file Where data come from: files, a folder, pasted text, a sample; what is being read; why a file was refused. Dropping
 * files anywhere on the page is the shell's.
 */
import { FileUp, FolderUp } from "lucide-react";
import { type ChangeEvent, lazy, type RefObject, Suspense, useRef } from "react";
import { useTranslation } from "react-i18next";
import { summaryOf, useDataset } from "../../state/dataset.ts";
import { useClassBoard } from "../../state/pictures.ts";
import { useProject } from "../../state/project.ts";
import { chosenFiles } from "../../ui/collectFiles.ts";
import { Section } from "../../ui/Section.tsx";
import controls from "./controls.module.css";
import { PasteBox } from "./PasteBox.tsx";
import { ReadingOptions } from "./ReadingOptions.tsx";
import { ReadingStatus } from "./ReadingStatus.tsx";
import { Refusal } from "./Refusal.tsx";
import { Samples } from "./Samples.tsx";
import styles from "./SourcePanel.module.css";

const CaptureHost = lazy(() => import("./images/CaptureHost.tsx"));

/** The input is shared with the empty state, whose button opens it. */
export function SourcePanel({ input }: { readonly input: RefObject<HTMLInputElement | null> }) {
  const { t } = useTranslation("data");
  const reading = useDataset((state) => state.reading);
  const refusal = useDataset((state) => state.refusal);
  const summary = summaryOf(useDataset((state) => state.table));
  const readOnly = useProject((state) => state.readOnly);
  const capturing = useClassBoard((state) => state.capture !== null);
  return (
    <>
      <Section title={t("source.title")}>
        {reading === null ? null : <ReadingStatus fileName={reading.fileName} progress={reading.progress} />}
        {refusal === null ? null : (
          <Refusal
            key={refusal.fileName}
            fileName={refusal.fileName}
            issues={refusal.issues}
            onChoose={() => input.current?.click()}
          />
        )}
        {readOnly ? <p className={controls.note}>{t("source.readOnly")}</p> : null}
        <Upload input={input} disabled={readOnly} />
        <PasteBox disabled={readOnly} />
      </Section>
      {summary === null ? null : <ReadingOptions summary={summary} disabled={readOnly} />}
      <Samples disabled={readOnly} />
      {capturing ? (
        <Suspense fallback={null}>
          <CaptureHost />
        </Suspense>
      ) : null}
    </>
  );
}

interface UploadProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly disabled: boolean;
}

function Upload({ input, disabled }: UploadProps) {
  const { t } = useTranslation(["data", "images"]);
  const folder = useRef<HTMLInputElement>(null);
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    const files = chosenFiles(event.currentTarget.files);
    // The same files chosen again are a new reading.
    event.currentTarget.value = "";
    if (files.length > 0) void useDataset.getState().read(files);
  };
  return (
    <>
      <label className={styles.drop}>
        <input
          ref={input}
          type="file"
          multiple
          aria-label={t("source.upload")}
          className={styles.input}
          disabled={disabled}
          onChange={take}
        />
        <FileUp size={20} aria-hidden="true" />
        <span className={styles.action}>{t("source.upload")}</span>
        <span className={styles.hint}>{t("images:source.hint")}</span>
        <span className={styles.hint}>{t("images:source.formats")}</span>
      </label>
      <button
        type="button"
        className={`${controls.button} ${styles.folder}`}
        disabled={disabled}
        onClick={() => folder.current?.click()}
      >
        <FolderUp size={14} aria-hidden="true" />
        {t("images:source.folder")}
      </button>
      <input
        ref={folder}
        type="file"
        hidden
        multiple
        disabled={disabled}
        aria-label={t("images:source.folder")}
        onChange={take}
        {...wholeFolder}
      />
    </>
  );
}

/** An attribute that every browser knows and no standard lists. */
const wholeFolder = { webkitdirectory: "" };
