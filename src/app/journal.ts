/**
 * @file The last edits of pages that are being closed, written in the one way that is done before they are gone; an
 * entry a project, since two tabs may close at once.
 */
import { readSetting, writeSetting } from "../state/settings.ts";

export interface JournalEntry {
  readonly id: string;
  /** When it was written, as the database stamps its records. */
  readonly at: number;
  /** The document as text; it is validated when it is applied. */
  readonly document: string;
}

export function readJournal(): readonly JournalEntry[] {
  const text = readSetting("journal");
  if (text === null) return [];
  try {
    const entries: unknown = JSON.parse(text);
    return Array.isArray(entries) ? entries.filter(isEntry) : [];
  } catch (error) {
    console.warn("The journal of the last edits cannot be read.", error);
    return [];
  }
}

function isEntry(value: unknown): value is JournalEntry {
  if (typeof value !== "object" || value === null) return false;
  const { id, at, document } = value as Partial<Record<keyof JournalEntry, unknown>>;
  return typeof id === "string" && typeof at === "number" && typeof document === "string";
}

const keep = (entries: readonly JournalEntry[]): void =>
  writeSetting("journal", entries.length === 0 ? null : JSON.stringify(entries));

/** Takes the place of an earlier entry of the same project. */
export const addToJournal = (entry: JournalEntry): void =>
  keep([...readJournal().filter(({ id }) => id !== entry.id), entry]);

/** Drops what has been applied; an entry written since stays. */
export const dropFromJournal = (applied: JournalEntry): void =>
  keep(readJournal().filter(({ id, at }) => id !== applied.id || at !== applied.at));
