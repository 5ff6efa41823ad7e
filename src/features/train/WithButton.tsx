/** @file A sentence that says what could be better, with the button that makes it so. */
import type { ReactNode } from "react";
import styles from "./Preflight.module.css";

interface WithButtonProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

export function WithButton({ label, onClick, children }: WithButtonProps) {
  return (
    <p className={styles.line}>
      {children}{" "}
      <button type="button" className="button small" onClick={onClick}>
        {label}
      </button>
    </p>
  );
}
