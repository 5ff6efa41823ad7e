/** @file A sentence that says what would be better, with the button that makes it so, but not under a run. */
import type { ReactNode } from "react";
import { useRun } from "../../state/run.ts";
import styles from "./Preflight.module.css";

interface OfferProps {
  readonly label: string;
  readonly onAccept: () => void;
  readonly children: ReactNode;
}

export function Offer({ label, onAccept, children }: OfferProps) {
  const busy = useRun(({ active, queue }) => active.kind === "active" || queue !== null);
  return (
    <p className={styles.offer}>
      <span>{children}</span>
      <button type="button" className="button small" disabled={busy} onClick={onAccept}>
        {label}
      </button>
    </p>
  );
}
