/** @file Work under way in the strip below: its name, a bar, and the way to stop it. */
import { useTranslation } from "react-i18next";
import styles from "./ProgressLine.module.css";

interface ProgressLineProps {
  readonly label: string;
  readonly done: number;
  /** null where it cannot be known. */
  readonly total: number | null;
  /** The bar's own name where the label changes. */
  readonly name?: string;
  /** Words behind the bar. */
  readonly aside?: string;
  readonly onCancel?: () => void;
}

export function ProgressLine({ label, done, total, name, aside, onCancel }: ProgressLineProps) {
  const { t } = useTranslation();
  const share = total === null || total === 0 ? null : Math.min(1, done / total);
  return (
    <span className={styles.line}>
      <span className={styles.label}>{label}</span>
      <span
        role="progressbar"
        aria-label={name ?? label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === null ? undefined : Math.round(share * 100)}
        className={styles.track}
      >
        <span
          className={share === null ? styles.unknown : styles.bar}
          style={share === null ? undefined : { width: `${share * 100}%` }}
        />
      </span>
      {aside === undefined ? null : <span className={styles.aside}>{aside}</span>}
      {onCancel === undefined ? null : (
        <button type="button" className="button small" onClick={onCancel}>
          {t("actions.cancel")}
        </button>
      )}
    </span>
  );
}
