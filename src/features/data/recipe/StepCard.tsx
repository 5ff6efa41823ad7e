/** @file One step of the preparation: what it is and on which columns, in a line; opened, its settings. */
import { ArrowDown, ArrowUp, X } from "lucide-react";
import { type KeyboardEvent, useId } from "react";
import { useTranslation } from "react-i18next";
import type { StepSpec } from "../../../core/data/steps/define.ts";
import { steps } from "../../../core/data/steps/index.ts";
import type { RecipeStep } from "../../../core/data/types.ts";
import type { Issue } from "../../../core/issue.ts";
import { applies, completed, type Fields } from "../../../core/params/fields.ts";
import { useFormat } from "../../../ui/format.ts";
import { IssueLine } from "../../../ui/IssueList.tsx";
import { ParamForm } from "../../../ui/ParamForm.tsx";
import { shorten } from "../shorten.ts";
import styles from "./RecipeSteps.module.css";
import { StepColumns } from "./StepColumns.tsx";
import { setColumns, setParam } from "./stepCommands.ts";

interface StepCardProps {
  readonly step: RecipeStep;
  /** From 1. */
  readonly place: number;
  readonly last: boolean;
  readonly open: boolean;
  /** What it can be put on. */
  readonly columns: readonly string[];
  readonly issues: readonly Issue[];
  readonly onToggle: () => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}

export function StepCard({ step, place, last, open, columns, issues, onToggle, onMove, onRemove }: StepCardProps) {
  const { t } = useTranslation("recipe");
  const id = useId();
  const name = t(`steps.${step.kind}.name`);
  function press(event: KeyboardEvent) {
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      onMove(event.key === "ArrowUp" ? -1 : 1);
    }
    if (event.key === "Delete") {
      event.preventDefault();
      onRemove();
    }
  }
  return (
    <li className={styles.step} data-step={step.id}>
      <div className={styles.head}>
        <button
          type="button"
          className={styles.open}
          aria-expanded={open}
          aria-controls={id}
          aria-label={t("edit", { step: name })}
          aria-describedby={`${id}-says`}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete"
          data-does="open"
          onClick={onToggle}
          onKeyDown={press}
        >
          <span className={styles.place}>{place}</span>
          <span className={styles.what}>
            <span className={styles.name}>{name}</span>
            <span id={`${id}-says`} className={styles.says}>
              <Summary step={step} />
            </span>
          </span>
        </button>
        <span className={styles.tools}>
          <Tool label={t("up", { step: name })} does="up" disabled={place === 1} onClick={() => onMove(-1)}>
            <ArrowUp size={13} aria-hidden="true" />
          </Tool>
          <Tool label={t("down", { step: name })} does="down" disabled={last} onClick={() => onMove(1)}>
            <ArrowDown size={13} aria-hidden="true" />
          </Tool>
          <Tool label={t("remove", { step: name })} does="remove" disabled={false} onClick={onRemove}>
            <X size={13} aria-hidden="true" />
          </Tool>
        </span>
      </div>
      {issues.length === 0 ? null : (
        <div className={styles.issues}>
          {issues.map((issue, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: issues have no identity of their own.
            <IssueLine key={`${issue.code}-${index}`} issue={issue} />
          ))}
        </div>
      )}
      <div id={id} hidden={!open} className={styles.body}>
        {open ? <Settings step={step} name={name} columns={columns} /> : null}
      </div>
    </li>
  );
}

interface ToolProps {
  readonly label: string;
  readonly does: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
}

/** Stays in the order of focus at the ends of the list: moving a step there must not lose the focus. */
function Tool({ label, does, disabled, onClick, children }: ToolProps) {
  return (
    <button
      type="button"
      className={styles.tool}
      aria-label={label}
      title={label}
      aria-disabled={disabled}
      data-does={does}
      onClick={disabled ? undefined : onClick}
    >
      {children}
    </button>
  );
}

/** "Median · all numbers": the choices in force, then the columns. */
function Summary({ step }: { readonly step: RecipeStep }) {
  const { t } = useTranslation("recipe");
  const { number, list } = useFormat();
  const spec = steps[step.kind] as unknown as StepSpec;
  const params = completed(spec.fields, step.params);
  const said = Object.entries(spec.fields).flatMap(([field, { type }]) => {
    const value = params[field];
    if ((type !== "choice" && type !== "text") || !applies(spec.fields, field, params)) return [];
    if (typeof value !== "string" || value === "") return [];
    return [type === "choice" ? optionText(t, step.kind, field, value) : shorten(value, 24)];
  });
  return (
    <>
      {list(said)}
      {said.length === 0 ? "" : " · "}
      {columnsText()}
    </>
  );
  function columnsText() {
    if (step.columns === null) return t(`onAll.${step.kind}`);
    const [only, ...more] = step.columns;
    if (only === undefined) return t("onNone");
    if (more.length === 0) return <bdi>{shorten(only, 40)}</bdi>;
    return t("onNamed", { count: step.columns.length, n: number(step.columns.length) });
  }
}

/** Keys that are made of names: the table of texts is checked against the registry by a test. */
type Translate = (key: string, options?: { readonly defaultValue: string }) => string;
const optionText = (t: unknown, kind: string, field: string, option: string): string =>
  (t as Translate)(`recipe:steps.${kind}.options.${field}.${option}`, { defaultValue: option });

interface SettingsProps {
  readonly step: RecipeStep;
  readonly name: string;
  readonly columns: readonly string[];
}

function Settings({ step, name, columns }: SettingsProps) {
  const { t } = useTranslation("recipe");
  const spec = steps[step.kind] as unknown as StepSpec;
  const fields: Fields = spec.fields;
  const text = t as unknown as Translate;
  const field = (field: string, part: "label" | "help") =>
    text(`recipe:steps.${step.kind}.fields.${field}.${part}`, { defaultValue: "" });
  return (
    <>
      <p className={styles.help}>{t(`steps.${step.kind}.help`)}</p>
      <StepColumns
        stepName={name}
        columns={step.columns}
        all={columns}
        mustName={spec.scope === "rows"}
        onChange={(next) => setColumns(step.id, next)}
      />
      <ParamForm
        fields={fields}
        values={completed(fields, step.params)}
        onChange={(param, value) => setParam(step.id, param, value)}
        label={(param) => field(param, "label")}
        help={(param) => field(param, "help") || undefined}
        option={(param, option) => optionText(t, step.kind, param, option)}
        moreLabel={t("more")}
      />
    </>
  );
}
