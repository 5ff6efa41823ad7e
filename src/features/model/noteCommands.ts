/** @file What can be done to the notes on the canvas. They have no effect on the model. */
import { maxNotes } from "../../core/graph/clipboard.ts";
import type { Note, Point } from "../../core/graph/types.ts";
import type { EditDetail } from "../../core/project/edits.ts";
import { useProject } from "../../state/project.ts";
import { useSession } from "../../state/session.ts";
import { canChange, sheetNow } from "./sheet.ts";

export const noteSize = { width: 200, height: 96 } as const;
export const smallestNote = { width: 96, height: 40 } as const;

export const newNoteId = (): string => crypto.randomUUID();

const setNotes = (notes: readonly Note[], detail: EditDetail["key"], coalesce?: string): void => {
  if (canChange()) useProject.getState().edit("setNotes", { notes }, { coalesce, detail: { key: detail } });
};

/** An empty note with its middle at a point, marked; answers its id, or null where there can be no other. */
export function addNote(at: Point): string | null {
  const id = newNoteId();
  const place = { x: Math.round(at.x - noteSize.width / 2), y: Math.round(at.y - noteSize.height / 2) };
  const { notes } = sheetNow();
  if (notes.length >= maxNotes || !canChange()) return null;
  setNotes([...notes, { id, text: "", ...place, ...noteSize }], "addNote");
  useSession.getState().mark([], [id]);
  return id;
}

/** Typing is one step of undo as long as nothing else is done. */
export const writeNote = (id: string, text: string): void =>
  setNotes(
    sheetNow().notes.map((note) => (note.id === id ? { ...note, text: text.slice(0, 10_000) } : note)),
    "editNote",
    `note:${id}`,
  );

export type NoteBox = Omit<Note, "id" | "text">;

export const withBoxes = (notes: readonly Note[], boxes: ReadonlyMap<string, Partial<NoteBox>>): readonly Note[] =>
  boxes.size === 0 ? notes : notes.map((note) => ({ ...note, ...boxes.get(note.id) }));

export const placeNotes = (boxes: ReadonlyMap<string, Partial<NoteBox>>, byKey: boolean): void => {
  const resized = [...boxes.values()].some(({ width, height }) => width !== undefined || height !== undefined);
  setNotes(
    withBoxes(sheetNow().notes, boxes),
    resized ? "resizeNote" : "moveNote",
    byKey ? `notes:${[...boxes.keys()].join()}:${resized}` : undefined,
  );
};

export const withoutNotes = (notes: readonly Note[], ids: readonly string[]): readonly Note[] =>
  ids.length === 0 ? notes : notes.filter(({ id }) => !ids.includes(id));

export function removeNotes(ids: readonly string[]): void {
  setNotes(withoutNotes(sheetNow().notes, ids), "removeNotes");
  useSession.getState().mark(useSession.getState().marked);
}
