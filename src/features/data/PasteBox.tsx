/** @file Rows pasted from a spreadsheet become a file and are read like one. */
import { ClipboardPaste } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDataset } from "../../state/dataset.ts";
import controls from "./controls.module.css";
import styles from "./PasteBox.module.css";

export function PasteBox({ disabled }: { readonly disabled: boolean }) {
  const { t } = useTranslation("data");
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    // The button comes back with the next drawing.
    requestAnimationFrame(() => opener.current?.focus());
  };
  if (open) return <PasteForm onClose={close} />;
  return (
    <button
      ref={opener}
      type="button"
      className={`${controls.button} ${styles.open}`}
      disabled={disabled}
      onClick={() => setOpen(true)}
    >
      <ClipboardPaste size={14} aria-hidden="true" />
      {t("source.paste")}
    </button>
  );
}

function PasteForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation("data");
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);
  return (
    <form
      className={styles.box}
      onSubmit={(event) => {
        event.preventDefault();
        const text = area.current?.value ?? "";
        onClose();
        // Page text is Unicode, whatever its letters might look like to a detector.
        const blob = new Blob([text], { type: "text/csv" });
        void useDataset
          .getState()
          .read([{ file: blob, path: t("source.pastedName") }], { format: { encoding: "utf-8" } });
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      {/* Uncontrolled: a paste of many megabytes stays in the field and in no state. */}
      <textarea
        ref={area}
        aria-label={t("source.pasteLabel")}
        placeholder={t("source.pastePlaceholder")}
        rows={6}
        spellCheck={false}
      />
      <div className={controls.row}>
        <button type="submit" className={`${controls.button} ${controls.small} ${controls.primary}`}>
          {t("source.pasteRead")}
        </button>
        <button type="button" className={`${controls.button} ${controls.small}`} onClick={onClose}>
          {t("source.pasteCancel")}
        </button>
      </div>
    </form>
  );
}
