/**
 * @file Where a table comes from: a file, pasted text, a sample; what is being read; why a file was refused. Dropping a
 * file anywhere on the page is the shell's.
 */
import { FileUp } from "lucide-react";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { summaryOf, useDataset } from "../../state/dataset.ts";
import { useProject } from "../../state/project.ts";
import { Section } from "../../ui/Section.tsx";
import controls from "./controls.module.css";
import { PasteBox } from "./PasteBox.tsx";
import { ReadingOptions } from "./ReadingOptions.tsx";
import { ReadingStatus } from "./ReadingStatus.tsx";
import { Refusal } from "./Refusal.tsx";
import { Samples } from "./Samples.tsx";
import styles from "./SourcePanel.module.css";

/** The input is shared with the empty state, whose button opens it. */
export function SourcePanel({ input }: { readonly input: RefObject<HTMLInputElement | null> }) {
  const { t } = useTranslation("data");
  const reading = useDataset((state) => state.reading);
  const refusal = useDataset((state) => state.refusal);
  const summary = summaryOf(useDataset((state) => state.table));
  const readOnly = useProject((state) => state.readOnly);
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
    </>
  );
}

interface UploadProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly disabled: boolean;
}

function Upload({ input, disabled }: UploadProps) {
  const { t } = useTranslation("data");
  return (
    <label className={styles.drop}>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
        aria-label={t("source.upload")}
        className={styles.input}
        disabled={disabled}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // The same file chosen again is a new reading.
          event.currentTarget.value = "";
          if (file !== undefined) void useDataset.getState().read(file, file.name);
        }}
      />
      <FileUp size={20} aria-hidden="true" />
      <span className={styles.action}>{t("source.upload")}</span>
      <span className={styles.hint}>{t("source.dropHint")}</span>
      <span className={styles.hint}>{t("source.formats")}</span>
    </label>
  );
}
