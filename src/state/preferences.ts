/** @file What the user prefers on this device, for all projects: language and theme. Kept in the page's local storage. */
import { create } from "zustand";
import { readSetting, writeSetting } from "./settings.ts";

export const themes = ["light", "dark", "auto"] as const;
export type Theme = (typeof themes)[number];

/** The languages of the texts; their names and tables are in `locales`. */
export const languageCodes = ["en", "zh"] as const;
export type LanguageCode = (typeof languageCodes)[number];

interface Preferences {
  readonly language: LanguageCode;
  readonly theme: Theme;
  setLanguage(language: LanguageCode): void;
  setTheme(theme: Theme): void;
}

const oneOf = <T extends string>(list: readonly T[], value: unknown): T | null =>
  list.find((item) => item === value) ?? null;

/** The first of the browser's languages that there are texts for. */
function browserLanguage(): LanguageCode {
  const wanted = navigator.languages.map((tag) => oneOf(languageCodes, tag.toLowerCase().split("-")[0]));
  return wanted.find((code) => code !== null) ?? "en";
}

export const usePreferences = create<Preferences>()((set) => ({
  language: oneOf(languageCodes, readSetting("language")) ?? browserLanguage(),
  theme: oneOf(themes, readSetting("theme")) ?? "auto",
  setLanguage: (language) => {
    writeSetting("language", language);
    set({ language });
  },
  setTheme: (theme) => {
    writeSetting("theme", theme);
    set({ theme });
  },
}));
