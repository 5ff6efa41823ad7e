/** @file On which columns a step works: all that it suits, or those that are ticked in a list that can be searched. */
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../ui/format.ts";
import { ForeignText } from "../ForeignText.tsx";
import styles from "./StepColumns.module.css";
import { foundColumns } from "./stepColumns.ts";

interface StepColumnsProps {
  readonly stepName: string;
  /** null: all that it suits. */
  readonly columns: readonly string[] | null;
  /** What it can be put on. */
  readonly all: readonly string[];
  /** Rows are filtered by a column that is named. */
  readonly mustName: boolean;
  readonly onChange: (columns: readonly string[] | null) => void;
}

/** Fewer are found by eye. */
const searchFrom = 9;

export function StepColumns({ stepName, columns, all, mustName, onChange }: StepColumnsProps) {
  const { t } = useTranslation("recipe");
  const group = useId();
  const named = columns !== null || mustName;
  return (
    <fieldset className={styles.columns}>
      <legend>{t("on")}</legend>
      {mustName ? null : (
        <div className={styles.modes}>
          {([false, true] as const).map((byName) => (
            <label key={String(byName)} className={styles.mode}>
              <input
                type="radio"
                name={group}
                checked={named === byName}
                onChange={() => onChange(byName ? [] : null)}
              />
              {t(byName ? "choose.named" : "choose.all")}
            </label>
          ))}
        </div>
      )}
      {named ? <NamedColumns stepName={stepName} columns={columns ?? []} all={all} onChange={onChange} /> : null}
    </fieldset>
  );
}

type NamedColumnsProps = Pick<StepColumnsProps, "stepName" | "all" | "onChange"> & {
  readonly columns: readonly string[];
};

function NamedColumns({ stepName, columns, all, onChange }: NamedColumnsProps) {
  const { t } = useTranslation("recipe");
  const { number } = useFormat();
  const [query, setQuery] = useState("");
  const chosen = new Set(columns);
  const known = new Set(all);
  const gone = columns.filter((name) => !known.has(name));
  const { shown, found } = foundColumns(all, chosen, query);
  const toggle = (name: string) => {
    const next = new Set(chosen);
    if (!next.delete(name)) next.add(name);
    onChange([...gone, ...all].filter((column) => next.has(column)));
  };
  return (
    <>
      {all.length < searchFrom ? null : (
        <input
          type="search"
          className={styles.search}
          placeholder={t("choose.search")}
          aria-label={t("choose.search")}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: the fieldset around it holds more than this list. */}
      <div role="group" aria-label={t("choose.list", { step: stepName })} className={styles.list}>
        {[...gone, ...shown].map((name) => (
          <label key={name} className={styles.column}>
            <input type="checkbox" checked={chosen.has(name)} onChange={() => toggle(name)} />
            <ForeignText text={name} className={styles.name} />
            {known.has(name) ? null : <span className={styles.gone}>{t("choose.gone")}</span>}
          </label>
        ))}
        {found === 0 ? <p className={styles.note}>{t("choose.none")}</p> : null}
      </div>
      {found > shown.length ? (
        <p className={styles.note}>{t("choose.shown", { n: number(shown.length), all: number(found) })}</p>
      ) : null}
    </>
  );
}
