/**
 * @file What stands beside a field's name: a "?" that opens its help below the field, by click, touch or keyboard, and a
 * way back to the default where the value is another.
 */
import { RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import styles from "./ParamForm.module.css";

interface ParamAsideProps {
  readonly label: string;
  /** Absent: the field explains itself. */
  readonly help?: { readonly open: boolean; readonly toggle: () => void };
  /** Absent: the value is the default. */
  readonly reset?: { readonly to: string; readonly run: () => void };
}

export function ParamAside({ label, help, reset }: ParamAsideProps) {
  const { t } = useTranslation();
  return (
    <>
      {help === undefined ? null : (
        <button
          type="button"
          className={`${styles.aside} ${help.open ? styles.asideOpen : ""}`}
          aria-expanded={help.open}
          aria-label={t("field.help", { label })}
          onClick={help.toggle}
        >
          ?
        </button>
      )}
      {reset === undefined ? null : (
        <button
          type="button"
          className={`${styles.aside} ${styles.reset}`}
          aria-label={t("field.reset", { label, value: reset.to })}
          title={t("field.reset", { label, value: reset.to })}
          onClick={reset.run}
        >
          <RotateCcw size={11} aria-hidden="true" />
        </button>
      )}
    </>
  );
}
