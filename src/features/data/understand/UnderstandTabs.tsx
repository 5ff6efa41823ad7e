/**
 * @file What the middle of the Data step shows: the columns, what is understood of them, or what the scan found. Tabs as
 * ARIA has them: one stop of the keyboard, arrows go from one to the next. Only the columns are there from the start.
 */
import { type KeyboardEvent, lazy, type ReactNode, Suspense, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { dataViews, useAnalysis } from "../../../state/analysis.ts";
import { useFormat } from "../../../ui/format.ts";
import styles from "./UnderstandTabs.module.css";

const UnderstandPanel = lazy(() => import("./UnderstandPanel.tsx"));
const ScanPanel = lazy(() => import("./ScanPanel.tsx"));

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** `children`: the columns. */
export function UnderstandTabs({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation("understand");
  const { number } = useFormat();
  const view = useAnalysis((state) => state.view);
  const show = useAnalysis((state) => state.show);
  const found = useAnalysis((state) => state.analysis?.findings.length ?? 0);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const at = dataViews.indexOf(view);
    const step = steps[event.key];
    const to =
      event.key === "Home"
        ? 0
        : event.key === "End"
          ? dataViews.length - 1
          : step === undefined
            ? null
            : (at + step + dataViews.length) % dataViews.length;
    const next = to === null ? undefined : dataViews[to];
    if (next === undefined) return;
    event.preventDefault();
    show(next);
    list.current?.querySelector<HTMLElement>(`[data-view="${next}"]`)?.focus();
  };
  return (
    <>
      <div ref={list} role="tablist" aria-label={t("tabs.label")} className={styles.tabs}>
        {dataViews.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            data-view={name}
            aria-selected={name === view}
            aria-controls={`${id}-panel`}
            tabIndex={name === view ? 0 : -1}
            className={styles.tab}
            onClick={() => show(name)}
            onKeyDown={move}
          >
            {t(`tabs.${name}`)}
            {name === "scan" && found > 0 ? (
              <span className={styles.count}>
                <span aria-hidden="true">{number(found)}</span>
                <span className="visually-hidden">{t("tabs.found", { n: number(found) })}</span>
              </span>
            ) : null}
          </button>
        ))}
      </div>
      <div
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${view}`}
        className={view === "columns" ? `${styles.panel} ${styles.columns}` : styles.panel}
      >
        {view === "columns" ? (
          children
        ) : (
          <Suspense fallback={<p className="visually-hidden">{t("loading")}</p>}>
            {view === "understand" ? <UnderstandPanel /> : <ScanPanel />}
          </Suspense>
        )}
      </div>
    </>
  );
}
