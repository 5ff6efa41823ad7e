/** @file Words to type: each letter is handed on as it is typed. */
import { type ReactNode, useId } from "react";
import styles from "./Field.module.css";
import { describedBy, Field } from "./Field.tsx";

interface TextFieldProps {
  readonly label: string;
  readonly title?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly disabled?: boolean;
  readonly help?: string;
  readonly error?: string;
  readonly labelAside?: ReactNode;
  readonly hideLabel?: boolean;
  readonly placeholder?: string;
  readonly className?: string;
}

export function TextField(props: TextFieldProps) {
  const { label, value, onChange, disabled, help, error, labelAside, hideLabel, placeholder, className } = props;
  const id = useId();
  const around = { id, label, title: props.title, labelAside, hideLabel, help, error, className };
  return (
    <Field {...around}>
      <input
        id={id}
        type="text"
        className={styles.control}
        autoComplete="off"
        spellCheck={false}
        aria-label={hideLabel ? label : undefined}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, help, error)}
        value={value}
        placeholder={placeholder}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </Field>
  );
}
