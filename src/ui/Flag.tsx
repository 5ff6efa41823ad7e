/** @file Something that is on or off, on a line of its own, with help that opens below. */
import { useId, useState } from "react";
import { ParamAside } from "./ParamAside.tsx";
import styles from "./ParamForm.module.css";

interface FlagProps {
  readonly label: string;
  /** What a pointer that rests on the label reads. */
  readonly title?: string;
  readonly help?: string;
  readonly reset?: { readonly to: string; readonly run: () => void };
  readonly error?: string;
  readonly disabled?: boolean;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Flag({ label, title, help, reset, error, disabled, checked, onChange }: FlagProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const shown = help !== undefined && open;
  return (
    <div className={styles.flag}>
      <div className={styles.flagLine}>
        <label htmlFor={id} title={title}>
          {label}
        </label>
        <ParamAside
          label={label}
          help={help === undefined ? undefined : { open, toggle: () => setOpen(!open) }}
          reset={reset}
        />
        <input
          id={id}
          type="checkbox"
          checked={checked}
          disabled={disabled}
          aria-describedby={shown ? `${id}-help` : undefined}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      </div>
      {shown ? (
        <p id={`${id}-help`} className={styles.flagHelp}>
          {help}
        </p>
      ) : null}
      {error === undefined ? null : (
        <p className={styles.flagError} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
