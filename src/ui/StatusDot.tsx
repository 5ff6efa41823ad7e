/** @file A dot that says a state by colour; the words beside it, or `label`, say it to everyone. */
import styles from "./StatusDot.module.css";

export type DotState = "none" | "ok" | "active" | "warning" | "error";

export function StatusDot({ state, label }: { readonly state: DotState; readonly label?: string }) {
  const classes = `${styles.dot} ${styles[state]}`;
  return label === undefined ? (
    <span className={classes} aria-hidden="true" />
  ) : (
    <span className={classes} role="img" aria-label={label} />
  );
}
