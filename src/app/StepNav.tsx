/** @file The five steps as links, each with a dot for how far it is. */
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { type Step, steps } from "../core/project/types.ts";
import { type DotState, StatusDot } from "../ui/StatusDot.tsx";
import { preload } from "./StepBody.tsx";
import styles from "./StepNav.module.css";
import { useStepStates } from "./useStepStates.ts";

const stateText = {
  none: "stepState.none",
  ok: "stepState.ok",
  active: "stepState.active",
  warning: "stepState.warning",
  error: "stepState.error",
} as const satisfies Record<DotState, string>;

export function StepNav({ step: current }: { readonly step: Step }) {
  const { t } = useTranslation();
  const states = useStepStates();
  return (
    <nav aria-label={t("steps.label")} className={styles.steps}>
      {steps.map((step) => (
        <Link
          key={step}
          href={`/${step}`}
          className={styles.step}
          aria-current={step === current ? "page" : undefined}
          title={t(stateText[states[step]])}
          onPointerEnter={() => void preload(step)}
          onFocus={() => void preload(step)}
        >
          <StatusDot state={states[step]} />
          <span className={styles.label} data-label={t(`steps.${step}`)}>
            {t(`steps.${step}`)}
          </span>
        </Link>
      ))}
    </nav>
  );
}
