/**
 * @file How the open file was read, and the way to read it otherwise. Folded: what was detected is right nearly always.
 * Nothing changes until "Read again", because a reading of a large file takes its time.
 */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sheetSeparator } from "../../core/data/readingIssues.ts";
import type { DatasetSummary, TableFormat } from "../../core/data/types.ts";
import { heldFiles, onlyFile } from "../../state/dataset.ts";
import { NumberField } from "../../ui/NumberField.tsx";
import { SelectField } from "../../ui/SelectField.tsx";
import controls from "./controls.module.css";
import { DecodedStart } from "./DecodedStart.tsx";
import styles from "./ReadingOptions.module.css";
import { delimiters, encodings, missingText, overridesOf, parseMissing } from "./readingDraft.ts";
import { rereadTable, rowsTaken } from "./reread.ts";

interface ReadingOptionsProps {
  readonly summary: DatasetSummary;
  readonly disabled: boolean;
}

/** More rows than any table may have. */
const mostRows = 1e9;

export function ReadingOptions({ summary, disabled }: ReadingOptionsProps) {
  const { t } = useTranslation("data");
  const { format } = summary;
  const read = { of: summary.id, format, missing: missingText(format.missing), maxRows: rowsTaken(summary) };
  const [draft, setDraft] = useState(read);
  const [fileGone, setFileGone] = useState(false);
  // Another table, or this one read another way: its own format is shown.
  if (draft.of !== summary.id) setDraft(read);

  const set = (change: Partial<TableFormat>) => setDraft({ ...draft, format: { ...draft.format, ...change } });
  const overrides = overridesOf(format, { ...draft.format, missing: parseMissing(draft.missing) });
  const taken = onlyFile(heldFiles(summary.fileName));
  const changed = overrides !== null || draft.maxRows !== read.maxRows;
  // Images are files by themselves: nothing of a table's format was read.
  const isTable = summary.columns.every(({ type }) => type !== "image");
  return (
    <details className={styles.details}>
      <summary>{t("options.title")}</summary>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (changed) setFileGone(!rereadTable(summary, overrides ?? {}, { maxRows: draft.maxRows }));
        }}
      >
        <fieldset className={controls.group} disabled={disabled}>
          <Sheets summary={summary} onGone={() => setFileGone(true)} />
          {isTable ? <FormatFields format={draft.format} onChange={set} /> : null}
          {taken !== null && draft.format.encoding !== format.encoding ? (
            <DecodedStart file={taken} encoding={draft.format.encoding} />
          ) : null}
          {isTable ? (
            <MissingWords text={draft.missing} onChange={(missing) => setDraft({ ...draft, missing })} />
          ) : null}
          <NumberField
            label={t(isTable ? "options.mostRows" : "options.mostImages")}
            help={isTable ? undefined : t("options.mostImagesHelp")}
            value={draft.maxRows}
            min={1}
            max={mostRows}
            integer
            nullable
            placeholder={t("options.all")}
            onChange={(maxRows) => setDraft({ ...draft, maxRows })}
          />
          <button
            type="submit"
            className={controls.button}
            aria-disabled={!changed}
            title={!changed ? t("options.unchanged") : undefined}
          >
            {t("options.reread")}
          </button>
          {fileGone ? (
            <p className={styles.gone} role="alert">
              {t("options.fileGone")}
            </p>
          ) : null}
        </fieldset>
      </form>
    </details>
  );
}

interface SheetsProps {
  readonly summary: DatasetSummary;
  /** The file is no longer at hand. */
  readonly onGone: () => void;
}

/** The sheets of a workbook that has several; choosing one reads it at once. */
function Sheets({ summary, onGone }: SheetsProps) {
  const { t } = useTranslation("data");
  const chosen = summary.issues.find((issue) => issue.code === "sheetChosen");
  if (chosen?.code !== "sheetChosen") return null;
  const { sheet, others } = chosen.context;
  return (
    <SelectField
      label={t("options.sheet")}
      value={sheet}
      options={[sheet, ...others.split(sheetSeparator)].map((name) => ({ value: name, label: name }))}
      onChange={(name) => {
        if (!rereadTable(summary, {}, { sheet: name })) onGone();
      }}
    />
  );
}

interface FormatFieldsProps {
  readonly format: TableFormat;
  readonly onChange: (change: Partial<TableFormat>) => void;
}

/** Detected values that are not in a list stand at its head. */
function FormatFields({ format, onChange }: FormatFieldsProps) {
  const { t } = useTranslation("data");
  const encodingNames = [...new Set<string>([...encodings, format.encoding])];
  const known = delimiters.some(({ value }) => value === format.delimiter);
  const delimiterOptions = [
    ...(known ? [] : [{ value: format.delimiter, label: t("options.other", { delimiter: format.delimiter }) }]),
    ...delimiters.map(({ value, key }) => ({ value: value as string, label: t(`options.${key}`) })),
  ];
  const { source = "text" } = format;
  const named = source === "parquet" || source === "json";
  return (
    <>
      {source !== "text" ? null : (
        <div className={controls.pair}>
          <SelectField
            label={t("options.encoding")}
            value={format.encoding}
            options={encodingNames.map((name) => ({ value: name, label: name }))}
            onChange={(encoding) => onChange({ encoding })}
          />
          <SelectField
            label={t("options.delimiter")}
            value={format.delimiter}
            options={delimiterOptions}
            onChange={(delimiter) => onChange({ delimiter })}
          />
        </div>
      )}
      {named ? null : (
        <SelectField
          label={t("options.header")}
          value={format.header ? "names" : "data"}
          options={[
            { value: "names", label: t("options.headerYes") },
            { value: "data", label: t("options.headerNo") },
          ]}
          onChange={(value) => onChange({ header: value === "names" })}
        />
      )}
      <SelectField
        label={t("options.decimal")}
        value={format.decimal}
        options={[
          { value: ".", label: t("options.decimalPoint") },
          { value: ",", label: t("options.decimalComma") },
        ]}
        onChange={(decimal) => onChange({ decimal })}
      />
      <SelectField
        label={t("options.dates")}
        value={format.dayFirst ? "day" : "month"}
        options={[
          { value: "month", label: t("options.monthFirst") },
          { value: "day", label: t("options.dayFirst") },
        ]}
        onChange={(value) => onChange({ dayFirst: value === "day" })}
      />
    </>
  );
}

function MissingWords({ text, onChange }: { readonly text: string; readonly onChange: (text: string) => void }) {
  const { t } = useTranslation("data");
  return (
    <div className={styles.words}>
      <label htmlFor="missing-words">{t("options.missing")}</label>
      <textarea
        id="missing-words"
        rows={4}
        spellCheck={false}
        aria-describedby="missing-words-help"
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <p id="missing-words-help" className={controls.note}>
        {t("options.missingHelp")}
      </p>
    </div>
  );
}
