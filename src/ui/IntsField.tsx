/**
 * @file A short list of whole numbers: as many small fields side by side where the length is fixed (3 × 3), one text
 * ("8×8×1") where it is free. The last good list stays in force while what is typed is none.
 */
import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Field.module.css";
import { describedBy, Field } from "./Field.tsx";
import { useFormat } from "./format.ts";
import own from "./IntsField.module.css";
import { type IntsRange, lengthsOf, type ReadInts, readInts } from "./readInts.ts";
import { readNumber, stepNumber } from "./readNumber.ts";

interface IntsFieldProps extends IntsRange {
  readonly label: string;
  readonly title?: string;
  /** null: the document holds no list. */
  readonly value: readonly number[] | null;
  /** Called with each valid list while typing. */
  readonly onChange: (value: readonly number[]) => void;
  readonly disabled?: boolean;
  readonly help?: string;
  /** An error found elsewhere; the field's own comes first. */
  readonly error?: string;
  readonly labelAside?: ReactNode;
}

const same = (a: readonly number[] | null, b: readonly number[] | null): boolean =>
  a === b || (a !== null && b !== null && a.length === b.length && a.every((n, i) => n === b[i]));

const textOf = (value: readonly number[] | null): string => (value ?? []).join(" × ");

export function IntsField(props: IntsFieldProps) {
  return typeof props.length === "number" ? <Parts {...props} length={props.length} /> : <FreeList {...props} />;
}

/** Why what is typed is no list of the field, and what stays in force. */
function useMessage(props: IntsFieldProps) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (read: ReadInts): string | undefined => {
    if (read.ok) return props.error;
    const { min: fewest, max: most } = lengthsOf(props);
    const context = { min: number(props.min), max: number(props.max), fewest: number(fewest), most: number(most) };
    const kept = props.value === null ? "" : ` ${t("field.kept", { value: textOf(props.value) })}`;
    return t(`field.${read.reason}`, context) + kept;
  };
}

function FreeList(props: IntsFieldProps) {
  const { label, value, onChange, disabled, help, labelAside } = props;
  const { t } = useTranslation();
  const id = useId();
  const [draft, setDraft] = useState({ text: textOf(value), value });
  // A list that came from elsewhere (undo, a fix) replaces what was typed.
  if (!same(draft.value, value)) setDraft({ text: textOf(value), value });
  const read = readInts(draft.text, props);
  const message = useMessage(props)(read);

  function type(text: string) {
    const next = readInts(text, props);
    setDraft({ text, value: next.ok ? next.value : value });
    if (next.ok && !same(next.value, value)) onChange(next.value);
  }

  return (
    <Field id={id} label={label} title={props.title} labelAside={labelAside} help={help} error={message}>
      <input
        id={id}
        type="text"
        autoComplete="off"
        spellCheck={false}
        className={`${styles.control} ${styles.number}`}
        aria-invalid={!read.ok || undefined}
        aria-describedby={describedBy(id, help, message)}
        placeholder={t("field.list")}
        value={draft.text}
        disabled={disabled}
        onChange={(event) => type(event.currentTarget.value)}
      />
    </Field>
  );
}

function Parts({ length, ...props }: Omit<IntsFieldProps, "length"> & { readonly length: number }) {
  const { label, value, onChange, disabled, help, labelAside, min, max } = props;
  const { t } = useTranslation();
  const id = useId();
  const filled = (list: readonly number[] | null) =>
    Array.from({ length }, (_, i) => (list?.[i] === undefined ? "" : String(list[i])));
  const [draft, setDraft] = useState({ texts: filled(value), value });
  if (!same(draft.value, value)) setDraft({ texts: filled(value), value });

  const range = { min, max, integer: true };
  const reads = draft.texts.map((text) => readNumber(text, range));
  const wrong = reads.find((read) => !read.ok);
  const message = useMessage({ ...props, length })(wrong === undefined ? { ok: true, value: [] } : wrong);

  function type(at: number, text: string) {
    const texts = draft.texts.map((old, i) => (i === at ? text : old));
    const next = readInts(texts.map((part) => (part.trim() === "" ? "?" : part)).join(","), { length, min, max });
    setDraft({ texts, value: next.ok ? next.value : value });
    if (next.ok && !same(next.value, value)) onChange(next.value);
  }

  function press(event: KeyboardEvent<HTMLInputElement>, at: number) {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    const read = reads[at];
    const from = read?.ok ? read.value : (value?.[at] ?? null);
    type(at, String(stepNumber(from, event.key === "ArrowUp" ? 1 : -1, range)));
  }

  return (
    <Field id={`${id}-0`} label={label} title={props.title} labelAside={labelAside} help={help} error={message}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot share a line with the help button. */}
      <div role="group" aria-label={label} className={own.parts}>
        {draft.texts.map((text, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the list.
          <span key={at} className={own.part}>
            {at === 0 ? null : (
              <span className={own.times} aria-hidden="true">
                ×
              </span>
            )}
            <input
              id={`${id}-${at}`}
              type="text"
              inputMode="numeric"
              role="spinbutton"
              autoComplete="off"
              spellCheck={false}
              className={`${styles.control} ${styles.number} ${own.number}`}
              aria-label={t("field.part", { label, part: at + 1, count: length })}
              aria-valuenow={value?.[at]}
              aria-valuetext={value === null ? t("field.notSet") : undefined}
              aria-valuemin={min}
              aria-valuemax={max}
              aria-invalid={reads[at]?.ok === false || undefined}
              aria-describedby={describedBy(`${id}-0`, help, message)}
              value={text}
              disabled={disabled}
              onChange={(event) => type(at, event.currentTarget.value)}
              onKeyDown={(event) => press(event, at)}
              onFocus={(event) => event.currentTarget.select()}
            />
          </span>
        ))}
      </div>
    </Field>
  );
}
