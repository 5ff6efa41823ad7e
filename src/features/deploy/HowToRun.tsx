/** @file How an exported model is run, folded away: lines for a terminal, lines of a program, each with its own copy. */
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { showToast } from "../../state/toasts.ts";
import styles from "./DeployStep.module.css";
import type { HowTo } from "./howToRun.ts";

const shownMs = 2000;

interface HowToRunProps {
  readonly howTo: HowTo;
  /** What it runs, for those who hear a button without its surroundings. */
  readonly subject: string;
  readonly hint: string;
}

export function HowToRun({ howTo, subject, hint }: HowToRunProps) {
  const { t } = useTranslation("deploy");
  return (
    <details className={styles.howTo}>
      <summary>{t("howTo.title")}</summary>
      <p className={styles.note}>{hint}</p>
      {(["shell", "program"] as const).map((part) => (
        <div key={part}>
          <p className={styles.note}>{t(`howTo.${part}`)}</p>
          <Code code={howTo[part]} label={t(`howTo.copyOf.${part}`, { subject })} />
        </div>
      ))}
    </details>
  );
}

function Code({ code, label }: { readonly code: string; readonly label: string }) {
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
    <div className={styles.code}>
      <pre>
        <code>{code}</code>
      </pre>
      <button type="button" className="icon-button" aria-label={label} title={label} onClick={copy}>
        <Icon size={13} aria-hidden />
        {copied ? t("howTo.copied") : t("howTo.copy")}
      </button>
    </div>
  );
}
