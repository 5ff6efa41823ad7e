/** @file The studio: theme and language around one frame, opened once the last project is read. */
import { MantineProvider } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Router } from "wouter";
import { useHashLocation } from "wouter/use-hash-location";
import { changeLanguage, languageTag } from "../locales/i18n.ts";
import { usePreferences } from "../state/preferences.ts";
import { applyFix, useProject } from "../state/project.ts";
import { FixContext } from "../ui/FixContext.ts";
import { type Booted, boot } from "./boot.ts";
import { ErrorBoundary } from "./ErrorBoundary.tsx";
import { Frame } from "./Frame.tsx";
import { cssVariables, mantineTheme } from "./mantineTheme.ts";
import { preloadRest } from "./preloadRest.ts";

/** The studio opens once, however often React mounts the page. */
let booting: Promise<Booted> | null = null;

export function App() {
  const theme = usePreferences((state) => state.theme);
  return (
    <MantineProvider
      theme={mantineTheme}
      cssVariablesResolver={cssVariables}
      {...(theme === "auto" ? { defaultColorScheme: "auto" } : { forceColorScheme: theme })}
    >
      <ErrorBoundary>
        <Router hook={useHashLocation}>
          <FixContext value={applyFix}>
            <Opened />
          </FixContext>
        </Router>
      </ErrorBoundary>
    </MantineProvider>
  );
}

function Opened() {
  const { t } = useTranslation();
  const [booted, setBooted] = useState<Booted | null>(null);
  useEffect(() => {
    booting ??= boot(t("project.untitled"));
    let gone = false;
    void booting.then((value) => {
      if (gone) return;
      setBooted(value);
      void preloadRest();
    });
    return () => {
      gone = true;
    };
  }, [t]);
  useLanguage();
  useTitle();
  if (booted === null) return <p className="visually-hidden">{t("app.loading")}</p>;
  return <Frame recovered={booted.recovered} />;
}

/** Texts, `<html lang>` and the direction of words follow the preference. */
function useLanguage() {
  const language = usePreferences((state) => state.language);
  const { i18n } = useTranslation();
  useEffect(() => {
    document.documentElement.lang = languageTag[language];
    if (i18n.language !== language) void changeLanguage(language);
  }, [language, i18n]);
}

function useTitle() {
  const name = useProject((state) => state.project?.name);
  useEffect(() => {
    document.title = name === undefined ? "Layerwise" : `${name} — Layerwise`;
  }, [name]);
}
