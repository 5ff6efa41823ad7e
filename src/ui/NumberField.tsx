/**
 * @file A number to type. What was typed stays as it is while it is no number of the field's range, with the reason
 * below; the value in force stays the last good one, and the message names it. Nothing is rounded or clamped silently.
 */
import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Field.module.css";
import { describedBy, Field } from "./Field.tsx";
import { useFormat } from "./format.ts";
import { type NumberRange, readNumber, stepNumber } from "./readNumber.ts";

interface NumberFieldProps extends NumberRange {
  readonly label: string;
  readonly title?: string;
  /** null: nothing is set; shown as an empty field with the placeholder. */
  readonly value: number | null;
  /** Called with each valid number while typing; with null only where `nullable`. */
  readonly onChange: (value: number | null) => void;
  /** An empty field is valid and means null. */
  readonly nullable?: boolean;
  readonly placeholder?: string;
  /** How far the arrow keys go; a tenth of the leading digit by default, 1 for integers. */
  readonly step?: number;
  readonly disabled?: boolean;
  readonly help?: string;
  /** An error found elsewhere; the field's own comes first. */
  readonly error?: string;
  /** Stands behind the label, e.g. a "?" button. */
  readonly labelAside?: ReactNode;
  readonly hideLabel?: boolean;
  readonly className?: string;
}

/** ARIA's numbers have no exponent: 1e-7 is written out. React's types know these attributes as numbers only. */
function ariaNumber(value: number | null | undefined): number | undefined {
  if (value === null || value === undefined || !Number.isFinite(value)) return undefined;
  return /e-/.test(String(value)) ? (value.toFixed(20).replace(/\.?0+$/, "") as unknown as number) : value;
}

const textOf = (value: number | null): string => (value === null ? "" : String(value));

export function NumberField(props: NumberFieldProps) {
  const {
    label,
    value,
    onChange,
    nullable = false,
    placeholder,
    step,
    disabled,
    help,
    labelAside,
    hideLabel,
    className,
  } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const id = useId();
  const [draft, setDraft] = useState({ text: textOf(value), value });
  // A value that came from elsewhere (undo, a fix) replaces what was typed.
  if (!Object.is(draft.value, value)) setDraft({ text: textOf(value), value });

  const read = readNumber(draft.text, props);
  const empty = draft.text.trim() === "" && nullable;
  const valid = empty || read.ok;

  function type(text: string) {
    const next = readNumber(text, props);
    const cleared = text.trim() === "" && nullable;
    const nextValue = cleared ? null : next.ok ? next.value : value;
    setDraft({ text, value: nextValue });
    if (nextValue !== value) onChange(nextValue);
  }

  function press(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    type(textOf(stepNumber(value, event.key === "ArrowUp" ? 1 : -1, { ...props, step })));
  }

  const message = valid || read.ok ? props.error : rangeMessage();
  function rangeMessage(): string {
    if (read.ok) return "";
    const context = {
      min: format.number(props.min ?? Number.NEGATIVE_INFINITY, 12),
      max: format.number(props.max ?? Number.POSITIVE_INFINITY, 12),
    };
    const kept = value === null ? "" : ` ${t("field.kept", { value: textOf(value) })}`;
    return t(`field.${read.reason}`, context) + kept;
  }

  const around = { id, label, title: props.title, labelAside, hideLabel, help, error: message, className };
  return (
    <Field {...around}>
      <input
        id={id}
        type="text"
        inputMode={props.integer ? "numeric" : "decimal"}
        role="spinbutton"
        autoComplete="off"
        spellCheck={false}
        className={`${styles.control} ${styles.number}`}
        aria-label={hideLabel ? label : undefined}
        aria-valuenow={ariaNumber(value)}
        aria-valuetext={value === null ? (placeholder ?? t("field.notSet")) : undefined}
        aria-valuemin={ariaNumber(props.min)}
        aria-valuemax={ariaNumber(props.max)}
        aria-invalid={!valid || undefined}
        aria-describedby={describedBy(id, help, message)}
        value={draft.text}
        placeholder={placeholder}
        disabled={disabled}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={press}
      />
    </Field>
  );
}
