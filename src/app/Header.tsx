/** @file The bar above: product, project and its save state, the steps, history, palette, language, theme. */
import { Command, Monitor, Moon, Redo2, Sun, Undo2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Step } from "../core/project/types.ts";
import { isLanguage, languages } from "../locales/i18n.ts";
import { themes, usePreferences } from "../state/preferences.ts";
import { useProject } from "../state/project.ts";
import { type UndoLabel, undoLast, useUndoLabel } from "../state/removals.ts";
import { openPalette } from "./CommandPaletteHost.tsx";
import styles from "./Header.module.css";
import { ProjectMenu } from "./ProjectMenu.tsx";
import { ProjectName } from "./ProjectName.tsx";
import { SaveStatus } from "./SaveStatus.tsx";
import { StepNav } from "./StepNav.tsx";
import { Tip } from "./Tip.tsx";

export function Header({ step }: { readonly step: Step }) {
  const { t } = useTranslation();
  return (
    <header className={styles.header}>
      <div className={styles.left}>
        <span className={styles.logo}>
          <i aria-hidden="true" />
          <span className={styles.product}>{t("app.name")}</span>
        </span>
        <ProjectName />
        <ProjectMenu />
        <SaveStatus />
      </div>
      <StepNav step={step} />
      <div className={styles.right}>
        <HistoryButtons />
        <button
          type="button"
          className={`icon-button ${styles.palette}`}
          aria-label={t("palette.open")}
          aria-keyshortcuts="Control+K"
          onClick={openPalette}
        >
          <Command size={13} aria-hidden="true" />
          <span className={styles.keys} data-keys={t("palette.shortcut")} aria-hidden="true" />
        </button>
        <LanguageSelect />
        <ThemeButton />
      </div>
    </header>
  );
}

function HistoryButtons() {
  const { t } = useTranslation();
  const { future, readOnly, redo } = useProject();
  const toUndo = useUndoLabel();
  const toRedo = future[0];
  const canUndo = toUndo !== undefined && !readOnly;
  const canRedo = toRedo !== undefined && !readOnly;
  const textOf = ({ label, detail }: UndoLabel) =>
    detail === undefined ? t(`edits.${label}`) : t(`edits.details.${detail.key}`, { replace: detail });
  return (
    <>
      <Tip label={canUndo ? t("edits.undo", { edit: textOf(toUndo) }) : t("edits.nothingToUndo")}>
        <button
          type="button"
          className="icon-button"
          aria-label={t("actions.undo")}
          aria-disabled={!canUndo}
          onClick={undoLast}
        >
          <Undo2 size={14} aria-hidden="true" />
        </button>
      </Tip>
      <Tip label={canRedo ? t("edits.redo", { edit: textOf(toRedo) }) : t("edits.nothingToRedo")}>
        <button
          type="button"
          className="icon-button"
          aria-label={t("actions.redo")}
          aria-disabled={!canRedo}
          onClick={redo}
        >
          <Redo2 size={14} aria-hidden="true" />
        </button>
      </Tip>
    </>
  );
}

function LanguageSelect() {
  const { t } = useTranslation();
  const { language, setLanguage } = usePreferences();
  return (
    <select
      className={`icon-button ${styles.language}`}
      aria-label={t("language.label")}
      value={language}
      onChange={({ currentTarget: { value } }) => isLanguage(value) && setLanguage(value)}
    >
      {Object.entries(languages).map(([code, name]) => (
        <option key={code} value={code} lang={code}>
          {name}
        </option>
      ))}
    </select>
  );
}

const themeIcons = { light: Sun, dark: Moon, auto: Monitor } as const;

function ThemeButton() {
  const { t } = useTranslation();
  const { theme, setTheme } = usePreferences();
  const Icon = themeIcons[theme];
  const label = t("theme.next", { current: t(`theme.${theme}`) });
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? "auto";
  return (
    <Tip label={label}>
      <button type="button" className="icon-button" aria-label={label} onClick={() => setTheme(next)}>
        <Icon size={14} aria-hidden="true" />
      </button>
    </Tip>
  );
}
