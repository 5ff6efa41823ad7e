/**
 * @file The bar under the canvas that opens the graph's Keras source, and the place where it opens. The editor itself is
 * loaded when it is first asked for.
 */
import { Code } from "lucide-react";
import { lazy, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "../../state/session.ts";
import styles from "./CodePanel.module.css";

const Editor = lazy(async () => ({ default: (await import("./CodePanelEditor.tsx")).CodePanelEditor }));

export function CodePanel({ tools }: { readonly tools?: ReactNode }) {
  const { t } = useTranslation("code");
  const open = useSession((state) => state.sourceOpen);
  const setOpen = useSession((state) => state.showSource);
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
