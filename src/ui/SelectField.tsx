/** @file A choice of a few, as the platform's own list: it works by keyboard, touch and screen reader everywhere. */
import { type ReactNode, useId } from "react";
import styles from "./Field.module.css";
import { describedBy, Field } from "./Field.tsx";

export interface SelectOption<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly disabled?: boolean;
}

interface SelectFieldProps<V extends string> {
  readonly label: string;
  readonly title?: string;
  readonly value: V;
  readonly options: readonly SelectOption<V>[];
  readonly onChange: (value: V) => void;
  readonly disabled?: boolean;
  readonly help?: string;
  readonly error?: string;
  readonly labelAside?: ReactNode;
  readonly hideLabel?: boolean;
  readonly className?: string;
}

export function SelectField<V extends string>(props: SelectFieldProps<V>) {
  const { label, value, options, onChange, disabled, help, error, labelAside, hideLabel, className } = props;
  const id = useId();
  const around = { id, label, title: props.title, labelAside, hideLabel, help, error, className };
  return (
    <Field {...around}>
      <select
        id={id}
        className={`${styles.control} ${styles.select}`}
        aria-label={hideLabel ? label : undefined}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, help, error)}
        value={value}
        disabled={disabled}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.currentTarget.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}
