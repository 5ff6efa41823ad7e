/** @file A few lines of a program, folded away, with a button that copies them. */
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { showToast } from "../../state/toasts.ts";
import styles from "./DeployStep.module.css";

const shownMs = 2000;

/** `subject`: what it runs, for those who hear the button without its surroundings. */
export function HowToRun({
  code,
  subject,
  hint,
}: {
  readonly code: string;
  readonly subject: string;
  readonly hint: string;
}) {
  const { t } = useTranslation("deploy");
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), shownMs);
    return () => clearTimeout(timer);
  }, [copied]);
  function copy() {
    navigator.clipboard.writeText(code).then(
      () => setCopied(true),
      () => showToast({ kind: "problem", text: t("howTo.copyFailed") }),
    );
  }
  const Icon = copied ? Check : Copy;
  return (
    <details className={styles.howTo}>
      <summary>{t("howTo.title")}</summary>
      <p className={styles.note}>{hint}</p>
      <div className={styles.code}>
        <pre>
          <code>{code}</code>
        </pre>
        <button
          type="button"
          className="icon-button"
          aria-label={t("howTo.copyOf", { subject })}
          title={t("howTo.copyOf", { subject })}
          onClick={copy}
        >
          <Icon size={13} aria-hidden />
          {copied ? t("howTo.copied") : t("howTo.copy")}
        </button>
      </div>
    </details>
  );
}
