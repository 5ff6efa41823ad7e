/** @file The last edits of a page that is being closed, written in the one way that is done before it is gone. */
import { readSetting, writeSetting } from "../state/settings.ts";

export interface JournalEntry {
  readonly id: string;
  /** When it was written, as the database stamps its records. */
  readonly at: number;
  /** The document as text; it is validated when it is applied. */
  readonly document: string;
}

export const writeJournal = (entry: JournalEntry | null): void =>
  writeSetting("journal", entry === null ? null : JSON.stringify(entry));

export function readJournal(): JournalEntry | null {
  const text = readSetting("journal");
  if (text === null) return null;
  try {
    const { id, at, document } = JSON.parse(text) as Partial<Record<keyof JournalEntry, unknown>>;
    if (typeof id !== "string" || typeof at !== "number" || typeof document !== "string") return null;
    return { id, at, document };
  } catch (error) {
    console.warn("The journal of the last edits cannot be read.", error);
    return null;
  }
}
