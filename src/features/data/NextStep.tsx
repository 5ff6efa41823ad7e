/** @file The way on, closed with the reason while something is missing. */
import { ArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import controls from "./controls.module.css";
import styles from "./NextStep.module.css";
import type { Readiness } from "./readiness.ts";

export function NextStep({ readiness }: { readonly readiness: Readiness }) {
  const { t } = useTranslation("data");
  const ready = readiness === "ready";
  return (
    <div className={styles.next}>
      <button
        type="button"
        className={`${controls.button} ${controls.primary} ${styles.button}`}
        // It stays in the order of focus while closed, so that its reason can be heard.
        aria-disabled={!ready}
        aria-describedby="data-next-reason"
        onClick={() => {
          if (ready) window.location.hash = "#/model";
        }}
      >
        {t("next.button")}
        <ArrowRight size={14} aria-hidden="true" />
      </button>
      <p id="data-next-reason" className={styles.reason}>
        {t(`next.${readiness}`)}
      </p>
    </div>
  );
}
