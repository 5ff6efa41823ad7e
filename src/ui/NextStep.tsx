/** @file The way on to the next step, closed with the reason while something is missing. */
import { ArrowRight } from "lucide-react";
import { useId } from "react";
import styles from "./NextStep.module.css";

interface NextStepProps {
  readonly label: string;
  /** Under the button: what is still missing, or that nothing is. */
  readonly reason: string;
  readonly ready: boolean;
  readonly to: "model" | "train" | "evaluate";
}

export function NextStep({ label, reason, ready, to }: NextStepProps) {
  const id = useId();
  return (
    <div className={styles.next}>
      <button
        type="button"
        className={`button primary ${styles.button}`}
        // It stays in the order of focus while closed, so that its reason can be heard.
        aria-disabled={!ready}
        aria-describedby={id}
        onClick={() => {
          if (!ready) return;
          window.location.hash = `#/${to}`;
          // This button goes with its step: the keyboard goes on at the next one's beginning.
          document.getElementById("main")?.focus({ preventScroll: true });
        }}
      >
        {label}
        <ArrowRight size={14} aria-hidden="true" />
      </button>
      <p id={id} className={styles.reason}>
        {reason}
      </p>
    </div>
  );
}
