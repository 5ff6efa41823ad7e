/** @file One choice where no answer is likely: another encoding, looked at before it is taken, or another separator. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TableFormat } from "../../core/data/types.ts";
import { SelectField } from "../../ui/SelectField.tsx";
import controls from "./controls.module.css";
import { DecodedStart } from "./DecodedStart.tsx";
import styles from "./RereadChoice.module.css";
import { useReadActionText } from "./readActionText.ts";
import type { ReadAction } from "./readingActions.ts";
import { delimiters, encodings } from "./readingDraft.ts";

interface RereadChoiceProps {
  readonly action: Extract<ReadAction, { readonly kind: "chooseEncoding" | "chooseDelimiter" }>;
  /** null: it cannot be looked at. */
  readonly file: Blob | null;
  readonly onChoose: (change: Partial<TableFormat>) => void;
}

export function RereadChoice({ action, file, onChoose }: RereadChoiceProps) {
  const { t } = useTranslation("data");
  const actionText = useReadActionText();
  const [open, setOpen] = useState(false);
  const offered = action.kind === "chooseEncoding" && action.likely.length > 0 ? action.likely : encodings;
  const [encoding, setEncoding] = useState<string>(offered[0] ?? "utf-8");
  const [delimiter, setDelimiter] = useState<string>(";");
  const byEncoding = action.kind === "chooseEncoding";
  if (!open) {
    return (
      <button type="button" className={`${controls.button} ${controls.small}`} onClick={() => setOpen(true)}>
        {actionText(action)}
      </button>
    );
  }
  return (
    <div className={styles.choice}>
      {byEncoding ? (
        <SelectField
          label={t("options.encoding")}
          value={encoding}
          options={offered.map((name) => ({ value: name, label: name }))}
          onChange={setEncoding}
        />
      ) : (
        <SelectField
          label={t("options.delimiter")}
          value={delimiter}
          options={delimiters.map(({ value, key }) => ({ value, label: t(`options.${key}`) }))}
          onChange={setDelimiter}
        />
      )}
      {byEncoding && file !== null ? <DecodedStart file={file} encoding={encoding} /> : null}
      <button
        type="button"
        className={`${controls.button} ${controls.small} ${controls.primary}`}
        onClick={() => onChoose(byEncoding ? { encoding } : { delimiter })}
      >
        {t("refusal.applyOption")}
      </button>
    </div>
  );
}
