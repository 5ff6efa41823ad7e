/** @file A class's name, changed where it stands: Enter or leaving it takes the new name, Escape keeps the old one. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./images.module.css";

interface ClassNameProps {
  readonly name: string;
  /** A new class: its name is the first thing to say. */
  readonly focus: boolean;
  readonly disabled: boolean;
  readonly onRename: (name: string) => void;
}

export function ClassName({ name, focus, disabled, onRename }: ClassNameProps) {
  const { t } = useTranslation("images");
  const input = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState<string | null>(null);
  useEffect(() => {
    if (!focus) return;
    input.current?.focus();
    input.current?.select();
  }, [focus]);
  const empty = draft !== null && draft.trim() === "";
  const take = () => {
    if (draft !== null && !empty) onRename(draft.trim());
    setDraft(null);
  };
  return (
    <input
      ref={input}
      type="text"
      className={styles.name}
      aria-label={t("classes.name")}
      aria-invalid={empty || undefined}
      title={empty ? t("classes.emptyName") : name}
      value={draft ?? name}
      maxLength={200}
      disabled={disabled}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => {
        // Enter that ends a composition is the input method's.
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") take();
        if (event.key === "Escape") setDraft(null);
      }}
    />
  );
}
