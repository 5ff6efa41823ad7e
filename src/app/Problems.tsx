/**
 * @file Everything that is wrong or worth knowing, in one list; each line leads to its place and may mend it. F8 and
 * Shift+F8 go from one to the next, whether the list is open or not.
 */
import { ChevronDown, ChevronUp } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { type Problem, useProblems } from "../state/derived.ts";
import { useSession } from "../state/session.ts";
import { IssueLine } from "../ui/IssueList.tsx";
import { useIssueText } from "../ui/issueText.ts";
import { StatusDot } from "../ui/StatusDot.tsx";
import styles from "./Problems.module.css";

export function Problems() {
  const { t } = useTranslation();
  const problems = useSorted();
  const walk = useWalk(problems);
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
        aria-keyshortcuts="F8 Shift+F8"
        onClick={() => show(!open)}
      >
        {text}
      </button>
      {open ? <Panel problems={problems} walk={walk} /> : null}
      <output className="visually-hidden">{walk.said}</output>
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

const order = ["error", "warning", "notice"] as const;

/** The gravest first; within a degree in the order of the steps. */
function useSorted(): readonly Problem[] {
  const problems = useProblems();
  return useMemo(
    () => order.flatMap((severity) => problems.filter(({ issue }) => issue.severity === severity)),
    [problems],
  );
}

interface Walk {
  /** Which one was shown last; null where none was, or where it is gone. */
  readonly at: number | null;
  /** For those who cannot see where the page went. */
  readonly said: string;
  readonly show: (problem: Problem) => void;
  readonly step: (by: 1 | -1) => void;
}

function useWalk(problems: readonly Problem[]): Walk {
  const { t } = useTranslation();
  const { issueText } = useIssueText();
  const [, navigate] = useLocation();
  const select = useSession((state) => state.select);
  const want = useSession((state) => state.want);
  const [last, setLast] = useState<Problem | null>(null);
  const found = last === null ? -1 : problems.findIndex((problem) => sameProblem(problem, last));
  const at = found < 0 ? null : found;
  const shown = at === null ? undefined : problems[at];
  const said =
    shown === undefined
      ? ""
      : t("problems.at", { at: found + 1, count: problems.length, text: issueText(shown.issue) });

  const show = useCallback(
    (problem: Problem) => {
      setLast(problem);
      select(problem.issue.at.node ?? null);
      const { code, at } = problem.issue;
      want(problem.step === "data" ? { code, column: at.column ?? null } : null);
      navigate(`/${problem.step}`);
    },
    [select, want, navigate],
  );
  const step = useCallback(
    (by: 1 | -1) => {
      const from = at ?? (by === 1 ? -1 : 0);
      const next = problems[(from + by + problems.length) % Math.max(1, problems.length)];
      if (next !== undefined) show(next);
    },
    [at, problems, show],
  );
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== "F8" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      // What is behind a dialog cannot be reached.
      if (document.querySelector("dialog[open]") !== null) return;
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [step]);
  return { at, said, show, step };
}

/** Issues are made anew with each compilation: the same one is the same code at the same place. */
const sameProblem = (a: Problem, b: Problem): boolean =>
  a.step === b.step && a.issue.code === b.issue.code && JSON.stringify(a.issue.at) === JSON.stringify(b.issue.at);

interface PanelProps {
  readonly problems: readonly Problem[];
  readonly walk: Walk;
}

function Panel({ problems, walk }: PanelProps) {
  const { t } = useTranslation();
  const show = useSession((state) => state.showProblems);
  if (problems.length === 0) {
    return (
      <div className={styles.panel}>
        <p className={styles.empty}>
          <StatusDot state="ok" /> {t("problems.empty")}
        </p>
      </div>
    );
  }
  return (
    <div className={styles.panel}>
      <PanelHead problems={problems} walk={walk} />
      <ul className={styles.list}>
        {problems.map((problem, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: issues have no identity of their own.
            key={`${problem.issue.code}-${index}`}
            className={index === walk.at ? `${styles.item} ${styles.current}` : styles.item}
            aria-current={index === walk.at ? "true" : undefined}
          >
            <IssueLine issue={problem.issue} />
            <button
              type="button"
              className={styles.place}
              onClick={() => {
                walk.show(problem);
                show(false);
              }}
            >
              {t("problems.goTo", { step: t(`steps.${problem.step}`) })}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** How many of each degree, and the way through them. */
function PanelHead({ problems, walk }: PanelProps) {
  const { t } = useTranslation();
  const counts = order
    .map((severity) => ({ severity, count: problems.filter(({ issue }) => issue.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => t(`problems.counts.${severity}`, { count }));
  return (
    <div className={styles.head}>
      <span>{counts.join(" · ")}</span>
      <span className={styles.walk}>
        <span className={styles.at}>
          {walk.at === null ? "–" : walk.at + 1} / {problems.length}
        </span>
        <button
          type="button"
          className="icon-button"
          aria-label={t("problems.previous")}
          title={`${t("problems.previous")} (Shift+F8)`}
          onClick={() => walk.step(-1)}
        >
          <ChevronUp size={14} aria-hidden="true" />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={t("problems.next")}
          title={`${t("problems.next")} (F8)`}
          onClick={() => walk.step(1)}
        >
          <ChevronDown size={14} aria-hidden="true" />
        </button>
      </span>
    </div>
  );
}
