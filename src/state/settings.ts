/**
 * @file Small texts of the page that must be there at once or written at once: preferences, widths of columns, the project
 * shown last, and the journal of an edit made just before the page was closed. A browser that refuses local storage has none of them.
 */

type SettingName = "language" | "theme" | "columns" | "lastProject" | "journal" | "minimap";

const keyOf = (name: SettingName): string => `layerwise:${name}`;

export function readSetting(name: SettingName): string | null {
  try {
    return localStorage.getItem(keyOf(name));
  } catch (error) {
    console.warn("Local storage cannot be read.", error);
    return null;
  }
}

/** null removes it. Resolves nothing: what cannot be kept is only a preference, or has the database as its first copy. */
export function writeSetting(name: SettingName, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(keyOf(name));
    else localStorage.setItem(keyOf(name), value);
  } catch (error) {
    console.warn("Local storage cannot be written.", error);
  }
}

export function eraseSettings(): void {
  try {
    localStorage.clear();
    sessionStorage.clear();
  } catch (error) {
    console.warn("Local storage cannot be cleared.", error);
  }
}
