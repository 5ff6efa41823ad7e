/**
 * @file A form made from declared fields: a number is typed, a choice is the platform's list, a flag is ticked. Fields
 * marked as advanced wait behind "More". What is typed and cannot be used stays in view with the reason, while the
 * document keeps its last good value.
 */
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { assertNever } from "../core/fault.ts";
import type { Field, Fields, ParamValue } from "../core/params/fields.ts";
import { NumberField } from "./NumberField.tsx";
import styles from "./ParamForm.module.css";
import { SelectField } from "./SelectField.tsx";

interface ParamFormProps {
  readonly fields: Fields;
  /** As the document holds them, which may be of any type. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly onChange: (name: string, value: ParamValue) => void;
  readonly label: (name: string) => string;
  readonly help?: (name: string) => string | undefined;
  /** How a choice is shown; by default as it is. */
  readonly option?: (name: string, option: string) => string;
  /** What an empty "follow the task" field shows. */
  readonly placeholder?: (name: string) => string;
  /** What is wrong with the document's value, by field. */
  readonly errors?: Readonly<Record<string, string>>;
  /** What mends a field's error, below it. */
  readonly mend?: (name: string) => ReactNode;
  readonly disabled?: boolean;
  readonly moreLabel: string;
  /** Stands with the advanced fields. */
  readonly moreChildren?: ReactNode;
}

export function ParamForm(props: ParamFormProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const names = Object.entries(props.fields);
  const plain = names.filter(([, field]) => field.advanced !== true);
  const advanced = names.filter(([, field]) => field.advanced === true);
  // An error must not hide behind a closed lid.
  const shown = open || advanced.some(([name]) => props.errors?.[name] !== undefined);
  const { moreChildren } = props;
  return (
    <>
      <Grid entries={plain} {...props} />
      {advanced.length === 0 && moreChildren === undefined ? null : (
        <>
          <button
            type="button"
            className={styles.more}
            aria-expanded={shown}
            aria-controls={id}
            onClick={() => setOpen(!open)}
          >
            <span aria-hidden="true" className={shown ? styles.open : styles.closed} />
            {props.moreLabel}
          </button>
          <div id={id} hidden={!shown}>
            {moreChildren}
            <Grid entries={advanced} {...props} />
          </div>
        </>
      )}
    </>
  );
}

function Grid({ entries, ...props }: ParamFormProps & { readonly entries: readonly (readonly [string, Field])[] }) {
  if (entries.length === 0) return null;
  return (
    <div className={styles.grid}>
      {entries.map(([name, field]) => (
        <Control key={name} name={name} field={field} {...props} />
      ))}
    </div>
  );
}

function Control({ name, field, ...props }: ParamFormProps & { readonly name: string; readonly field: Field }) {
  const { t } = useTranslation();
  const value = Object.hasOwn(props.values, name) ? props.values[name] : undefined;
  const label = props.label(name);
  const help = props.help?.(name);
  const error = props.errors?.[name];
  const mend = error === undefined ? null : props.mend?.(name);
  const { disabled } = props;
  switch (field.type) {
    case "int":
    case "autoInt":
    case "float":
      return (
        <div title={help}>
          <NumberField
            label={label}
            value={typeof value === "number" && Number.isFinite(value) ? value : null}
            onChange={(next) => props.onChange(name, next)}
            integer={field.type !== "float"}
            nullable={field.type === "autoInt"}
            placeholder={field.type === "autoInt" ? props.placeholder?.(name) : undefined}
            min={field.min}
            max={field.max}
            exclusiveMin={field.type === "float" ? field.exclusiveMin : undefined}
            exclusiveMax={field.type === "float" ? field.exclusiveMax : undefined}
            error={error}
            disabled={disabled}
          />
          {mend}
        </div>
      );
    case "choice": {
      const known = typeof value === "string" && field.options.includes(value);
      const options = field.options.map((option) => ({ value: option, label: props.option?.(name, option) ?? option }));
      const stray = { value: "", label: String(value ?? t("field.notSet")), disabled: true };
      return (
        <div title={help}>
          <SelectField
            label={label}
            value={known ? value : ""}
            options={known ? options : [stray, ...options]}
            onChange={(next) => props.onChange(name, next)}
            error={error}
            disabled={disabled}
          />
          {mend}
        </div>
      );
    }
    case "flag":
      return (
        <label className={styles.flag} title={help}>
          {label}
          <input
            type="checkbox"
            checked={value === true}
            disabled={disabled}
            onChange={(event) => props.onChange(name, event.currentTarget.checked)}
          />
        </label>
      );
    case "ints":
    case "layer":
      return null;
    default:
      return assertNever(field);
  }
}
