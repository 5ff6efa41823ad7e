/** @file The one frame of all steps: a bar above, what must be said, the step's body, a strip below. */
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { type Step, steps } from "../core/project/types.ts";
import { useProject } from "../state/project.ts";
import { Banners } from "./Banners.tsx";
import { CommandPaletteHost } from "./CommandPaletteHost.tsx";
import { DropZone } from "./DropZone.tsx";
import { Footer } from "./Footer.tsx";
import styles from "./Frame.module.css";
import { Header } from "./Header.tsx";
import { StepBody } from "./StepBody.tsx";
import { Toasts } from "./Toasts.tsx";
import { useShortcuts } from "./useShortcuts.ts";

export function Frame({ recovered }: { readonly recovered: number }) {
  const { t } = useTranslation();
  const step = useStep();
  useShortcuts();
  return (
    <div className={styles.frame}>
      <button type="button" className={styles.skip} onClick={skipToMain}>
        {t("skip")}
      </button>
      <Header step={step} />
      <div className={styles.middle}>
        <Banners recovered={recovered} step={step} />
        <main id="main" tabIndex={-1} className={styles.main}>
          <h1 className="visually-hidden">{t(`steps.${step}`)}</h1>
          <StepBody step={step} />
        </main>
      </div>
      <Footer step={step} />
      <DropZone />
      <Toasts />
      <CommandPaletteHost />
    </div>
  );
}

/** A button, not a link: the fragment is the step's address, so a link to it would lead away. */
const skipToMain = () => document.getElementById("main")?.focus();

const stepOf = (path: string): Step | null => steps.find((step) => `/${step}` === path) ?? null;

/** The step in the address; an address that names none is that of the project's last step. */
function useStep(): Step {
  const [path, navigate] = useLocation();
  const project = useProject((state) => state.project);
  const visit = useProject((state) => state.visit);
  const id = project?.id;
  const step = stepOf(path);
  const last = project?.step ?? "data";
  useEffect(() => {
    if (step === null) navigate(`/${last}`, { replace: true });
    else visit(step);
  }, [step, last, navigate, visit]);
  // A project that was just opened shows its own last step, not the one before it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change of project moves the user.
  useEffect(() => {
    if (id === undefined || id === openedFirst) return;
    if (openedFirst !== null) navigate(`/${last}`, { replace: true });
    openedFirst = id;
  }, [id]);
  return step ?? last;
}

/** The project the address was last matched with; the first one obeys the address the page was opened with. */
let openedFirst: string | null = null;
