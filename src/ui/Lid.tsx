/** @file The line that opens and closes what lies below it, with the number of changed settings that it covers. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Lid.module.css";

interface LidProps {
  /** The id of what it covers. */
  readonly of: string;
  readonly open: boolean;
  /** Settings below that differ from their defaults. */
  readonly changed?: number;
  readonly onToggle: () => void;
  readonly children: ReactNode;
}

export function Lid({ of, open, changed = 0, onToggle, children }: LidProps) {
  const { t } = useTranslation();
  return (
    <button type="button" className={styles.lid} aria-expanded={open} aria-controls={of} onClick={onToggle}>
      <span aria-hidden="true" className={open ? styles.open : styles.closed} />
      {children}
      {changed === 0 ? null : <span className={styles.changed}>{t("field.changed", { count: changed })}</span>}
    </button>
  );
}
