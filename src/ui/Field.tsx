/** @file What stands around a control: its label above, help and error below, tied to it for screen readers. */
import type { ReactNode } from "react";
import styles from "./Field.module.css";

interface FieldProps {
  /** The control's id. */
  readonly id: string;
  readonly label: string;
  /** What a pointer that rests on the label reads. */
  readonly title?: string;
  readonly labelAside?: ReactNode;
  readonly hideLabel?: boolean;
  readonly help?: string;
  readonly error?: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** The control's `aria-describedby`: what of help and error is shown. */
export function describedBy(id: string, help: string | undefined, error: string | undefined): string | undefined {
  const ids = [help === undefined ? null : `${id}-help`, error ? `${id}-error` : null].filter(Boolean);
  return ids.length === 0 ? undefined : ids.join(" ");
}

export function Field({ id, label, title, labelAside, hideLabel, help, error, className, children }: FieldProps) {
  return (
    <div className={[styles.field, className].filter(Boolean).join(" ")}>
      {hideLabel ? null : (
        <div className={styles.label}>
          <label htmlFor={id} title={title}>
            {label}
          </label>
          {labelAside}
        </div>
      )}
      {children}
      {help === undefined ? null : (
        <p id={`${id}-help`} className={styles.help}>
          {help}
        </p>
      )}
      {error ? (
        <p id={`${id}-error`} className={styles.error} role="alert">
          {error}
        </p>
      ) : null}
    </div>
  );
}
