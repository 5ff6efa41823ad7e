/**
 * @file The bar under the canvas that opens the graph's Keras source, and the place where it opens. The editor itself is
 * loaded when it is first asked for.
 */
import { Code } from "lucide-react";
import { lazy, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { create } from "zustand";
import styles from "./CodePanel.module.css";

const Editor = lazy(async () => ({ default: (await import("./CodePanelEditor.tsx")).CodePanelEditor }));

/** Stays open while other steps are visited. */
const useOpen = create<{ readonly open: boolean }>()(() => ({ open: false }));
const setOpen = (open: boolean) => useOpen.setState({ open });

export function CodePanel({ tools }: { readonly tools?: ReactNode }) {
  const { t } = useTranslation("code");
  const open = useOpen((state) => state.open);
  return (
    <div className={open ? styles.opened : styles.closed}>
      {open ? (
        <Suspense fallback={<div className={styles.loading} />}>
          <Editor onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
      <div className={styles.bar}>
        <button type="button" className={styles.tab} aria-expanded={open} onClick={() => setOpen(!open)}>
          <Code size={14} aria-hidden="true" />
          {t("open")}
        </button>
        {tools}
      </div>
    </div>
  );
}
