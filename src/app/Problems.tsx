/** @file Everything that is wrong or worth knowing, in one list; each line leads to its place and may mend it. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { type Problem, useProblems } from "../state/derived.ts";
import { useSession } from "../state/session.ts";
import { IssueLine } from "../ui/IssueList.tsx";
import { StatusDot } from "../ui/StatusDot.tsx";
import styles from "./Problems.module.css";

export function Problems() {
  const { t } = useTranslation();
  const problems = useProblems();
  const open = useSession((state) => state.problemsOpen);
  const show = useSession((state) => state.showProblems);
  const region = useRef<HTMLElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const close = (event: PointerEvent) => {
      if (!region.current?.contains(event.target as Node)) show(false);
    };
    document.addEventListener("pointerdown", close);
    return () => document.removeEventListener("pointerdown", close);
  }, [open, show]);
  const { text, severity } = useSummary(problems);
  return (
    <section
      ref={region}
      aria-label={t("problems.label")}
      className={styles.problems}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return;
        show(false);
        button.current?.focus();
      }}
    >
      <button
        ref={button}
        type="button"
        className={`${styles.button} ${styles[severity]}`}
        aria-expanded={open}
        aria-label={`${t("problems.label")}: ${text}`}
        onClick={() => show(!open)}
      >
        {text}
      </button>
      {open ? <Panel problems={problems} /> : null}
    </section>
  );
}

function useSummary(problems: readonly Problem[]) {
  const { t } = useTranslation();
  const real = problems.filter(({ issue }) => issue.severity !== "notice").length;
  if (real > 0) {
    const severity = problems.some(({ issue }) => issue.severity === "error") ? "error" : "warning";
    return { text: t("problems.count", { count: real }), severity } as const;
  }
  const text = problems.length > 0 ? t("problems.notices", { count: problems.length }) : t("problems.none");
  return { text, severity: "none" } as const;
}

function Panel({ problems }: { readonly problems: readonly Problem[] }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const select = useSession((state) => state.select);
  const show = useSession((state) => state.showProblems);
  const goTo = ({ step, issue }: Problem) => {
    if (issue.at.node !== undefined) select(issue.at.node);
    navigate(`/${step}`);
    show(false);
  };
  const order = ["error", "warning", "notice"] as const;
  const sorted = order.flatMap((severity) => problems.filter(({ issue }) => issue.severity === severity));
  return (
    <div className={styles.panel}>
      {sorted.length === 0 ? (
        <p className={styles.empty}>
          <StatusDot state="ok" /> {t("problems.empty")}
        </p>
      ) : (
        <ul className={styles.list}>
          {sorted.map((problem, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: issues have no identity of their own.
            <li key={`${problem.issue.code}-${index}`} className={styles.item}>
              <IssueLine issue={problem.issue} />
              <button type="button" className={styles.place} onClick={() => goTo(problem)}>
                {t("problems.goTo", { step: t(`steps.${problem.step}`) })}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
