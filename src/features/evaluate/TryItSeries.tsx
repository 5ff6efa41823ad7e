/**
 * @file Rows that follow one another, for a model of windows: the last ones of the run's own table, or pasted ones. Loaded
 * with the first model of windows.
 */
import { type FormEvent, useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FittedWindow } from "../../core/data/recipe.ts";
import { type Fault, toFault } from "../../core/fault.ts";
import type { Run } from "../../core/training/types.ts";
import { type RawRow, type SeriesEnd, seriesEndsOf, usePredictions } from "../../state/predict.ts";
import { useRun } from "../../state/run.ts";
import { useIssueText } from "../../ui/issueText.ts";
import { SelectField } from "../../ui/SelectField.tsx";
import { AnswerView } from "./AnswerView.tsx";
import { PredictFile } from "./PredictFile.tsx";
import { neededColumns, type PastedRows, pastedRows } from "./seriesRows.ts";
import styles from "./TryIt.module.css";

type Source = "table" | "pasted";
type Ends =
  | { readonly kind: "waiting" }
  | { readonly kind: "found"; readonly ends: readonly SeriesEnd[] }
  | { readonly kind: "failed"; readonly fault: Fault };

interface TryItSeriesProps {
  readonly run: Run;
  readonly window: FittedWindow;
}

export default function TryItSeries({ run, window }: TryItSeriesProps) {
  const { t } = useTranslation("evaluate");
  const name = useId();
  const [source, setSource] = useState<Source>("table");
  const ends = useSeriesEnds(run);
  const [chosen, setChosen] = useState(0);
  const [text, setText] = useState("");
  const answer = usePredictions(({ row }) => (row.kind !== "none" && row.runId === run.id ? row : null));
  const askRows = usePredictions((state) => state.askRows);
  const training = useRun(({ active }) => active.kind === "active");
  const pasted = text.trim() === "" ? null : pastedRows(text, run.recipe);
  const rows = source === "table" ? endRows(ends, chosen) : pasted?.kind === "rows" ? pasted.rows : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (rows !== null) void askRows(run, rows);
  };
  const fresh = answer !== null && JSON.stringify(answer.row) === JSON.stringify(rows?.at(-1));
  return (
    <>
      <p className={styles.hint}>{t(`tryIt.series.${window.mode}`, { length: window.length })}</p>
      <form onSubmit={submit} className={styles.form}>
        <fieldset className={styles.sources}>
          <legend className={styles.label}>{t("tryIt.series.source")}</legend>
          {(["table", "pasted"] as const).map((option) => (
            <label key={option} className={styles.source}>
              <input type="radio" name={name} checked={source === option} onChange={() => setSource(option)} />
              {t(`tryIt.series.${option}`)}
            </label>
          ))}
        </fieldset>
        {source === "table" ? (
          <TableEnd ends={ends} window={window} chosen={chosen} onChoose={setChosen} />
        ) : (
          <Paste run={run} window={window} text={text} pasted={pasted} onText={setText} />
        )}
        <div className={styles.buttons}>
          <button className="button primary" type="submit" disabled={rows === null}>
            {t("tryIt.predict")}
          </button>
        </div>
        {training ? <p className={styles.hint}>{t("tryIt.busy")}</p> : null}
      </form>
      <div role="status" className={styles.answer}>
        {answer === null ? null : <AnswerView answer={answer} run={run} fresh={fresh} issues="all" />}
        {answer?.kind === "answered" ? <WhatFor run={run} window={window} row={answer.row} /> : null}
      </div>
      <PredictFile run={run} />
    </>
  );
}

function useSeriesEnds(run: Run): Ends {
  const [ends, setEnds] = useState<Ends>({ kind: "waiting" });
  useEffect(() => {
    let over = false;
    seriesEndsOf(run).then(
      (found) => !over && setEnds({ kind: "found", ends: found }),
      (error) => !over && setEnds({ kind: "failed", fault: toFault(error) }),
    );
    return () => {
      over = true;
    };
  }, [run]);
  return ends;
}

const endRows = (ends: Ends, chosen: number): readonly RawRow[] | null =>
  ends.kind === "found" ? (ends.ends[chosen]?.rows ?? null) : null;

const timeOf = (row: RawRow | undefined, { time }: FittedWindow): string | null => {
  const cell = time === null ? null : row?.[time];
  return typeof cell === "string" ? cell : null;
};

interface TableEndProps {
  readonly ends: Ends;
  readonly window: FittedWindow;
  readonly chosen: number;
  readonly onChoose: (place: number) => void;
}

/** The last rows of the table, or of one of its groups. */
function TableEnd({ ends, window, chosen, onChoose }: TableEndProps) {
  const { t } = useTranslation("evaluate");
  const { faultText } = useIssueText();
  switch (ends.kind) {
    case "waiting":
      return <p className={styles.hint}>{t("tryIt.series.looking")}</p>;
    case "failed":
      return (
        <p className={styles.failed} role="alert">
          {faultText(ends.fault)}
        </p>
      );
    case "found": {
      if (ends.ends.length === 0) return <p className={styles.hint}>{t("tryIt.series.none")}</p>;
      const rows = ends.ends[chosen]?.rows ?? [];
      const [from, to] = [timeOf(rows[0], window), timeOf(rows.at(-1), window)];
      return (
        <>
          {window.group === null ? null : (
            <SelectField
              label={window.group}
              className={styles.field ?? ""}
              value={String(chosen)}
              options={ends.ends.map(({ group }, i) => ({ value: String(i), label: group ?? "" }))}
              onChange={(value) => onChoose(Number(value))}
            />
          )}
          {from === null || to === null ? null : (
            <p className={styles.hint}>{t("tryIt.series.span", { count: rows.length, from, to })}</p>
          )}
        </>
      );
    }
  }
}

interface PasteProps {
  readonly run: Run;
  readonly window: FittedWindow;
  readonly text: string;
  readonly pasted: PastedRows | null;
  readonly onText: (text: string) => void;
}

function Paste({ run, window, text, pasted, onText }: PasteProps) {
  const { t } = useTranslation("evaluate");
  const id = useId();
  const { length } = window;
  const problem =
    pasted === null || pasted.kind === "rows"
      ? null
      : pasted.kind === "columns"
        ? t("tryIt.series.columns", { columns: pasted.missing.slice(0, 5).join(", ") })
        : pasted.kind === "tooFew"
          ? t("tryIt.series.tooFew", { rows: pasted.rows, length })
          : t("tryIt.series.tooLong");
  return (
    <>
      <label htmlFor={id} className={`${styles.label} ${styles.sentence}`}>
        {t("tryIt.series.rows", { length })}
      </label>
      <textarea
        id={id}
        className={`${styles.text} ${styles.cells}`}
        rows={8}
        spellCheck={false}
        placeholder={`${neededColumns(run.recipe).slice(0, 8).join(",")}\n…`}
        aria-describedby={problem === null ? undefined : `${id}-problem`}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
      />
      {problem === null ? null : (
        <p id={`${id}-problem`} className={styles.warning}>
          {problem}
        </p>
      )}
    </>
  );
}

interface WhatForProps {
  readonly run: Run;
  readonly window: FittedWindow;
  readonly row: RawRow;
}

/** For when the answer is, and in which unit. */
function WhatFor({ run, window, row }: WhatForProps) {
  const { t } = useTranslation("evaluate");
  const last = timeOf(row, window);
  if (window.mode === "classify") {
    const text = last === null ? t("tryIt.series.ofLast") : t("tryIt.series.ofTime", { last });
    return <p className={styles.hint}>{text}</p>;
  }
  const { target } = run.recipe;
  const count = window.horizon;
  const unit =
    target.kind === "numbers" ? t("tryIt.series.ownUnits") : t("tryIt.series.unit", { target: target.column });
  const after = last === null ? t("tryIt.series.after", { count }) : t("tryIt.series.afterTime", { count, last });
  return (
    <p className={styles.hint}>
      {after} {unit}
    </p>
  );
}
