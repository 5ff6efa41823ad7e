/**
 * @file The page's languages. Each file of `en/` and `zh/` is a namespace of its name; a language is one lazy chunk, so
 * that the first paint loads one of them. English stands in for a text that is missing, which the tests forbid.
 */
import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";
import type { Texts } from "./namespaces.ts";

/** The languages there are, each by its own name. */
export const languages = { en: "English", zh: "中文" } as const;
export type Language = keyof typeof languages;

export const isLanguage = (value: unknown): value is Language =>
  typeof value === "string" && Object.hasOwn(languages, value);

/** What `<html lang>` says, so that fonts and screen readers choose well. */
export const languageTag: Readonly<Record<Language, string>> = { en: "en", zh: "zh-CN" };

const load: Readonly<Record<Language, () => Promise<{ readonly namespaces: Texts }>>> = {
  en: () => import("./bundleEn.ts"),
  zh: () => import("./bundleZh.ts"),
};

const backend: BackendModule = {
  type: "backend",
  init: () => undefined,
  read: (language, namespace, done) => {
    if (!isLanguage(language)) return done(null, {});
    load[language]().then(
      ({ namespaces }) => done(null, (namespaces[namespace] ?? {}) as Record<string, string>),
      (error) => done(error as Error, false),
    );
  },
};

/** Loads the texts of a language; resolves when the page can be drawn. */
export async function startI18n(language: Language): Promise<void> {
  const { namespaces } = await load[language]();
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: "en",
      supportedLngs: Object.keys(languages),
      ns: Object.keys(namespaces),
      defaultNS: "common",
      // React escapes; nesting in the user's own words stays text.
      interpolation: { escapeValue: false, skipOnVariables: true },
      returnNull: false,
      react: { useSuspense: false },
    });
}

export const changeLanguage = (language: Language): Promise<unknown> => i18next.changeLanguage(language);
