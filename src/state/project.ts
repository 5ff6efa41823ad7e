/**
 * @file The open document, its history and its saving. The document changes only by named edits; undo is the list of
 * earlier documents with the names of what was done. Each change is stored within a second.
 */
import { create } from "zustand";
import { type Fault, toFault } from "../core/fault.ts";
import type { Fix } from "../core/issue.ts";
import { applyEdit, type EditArgs, type EditDetail, type EditName } from "../core/project/edits.ts";
import type { Project, Step } from "../core/project/types.ts";
import { saveProject } from "../storage/projects.ts";

export type SaveState =
  | { readonly kind: "saved"; readonly at: number }
  | { readonly kind: "saving" }
  | { readonly kind: "unsaved"; readonly fault: Fault };

interface HistoryEntry {
  readonly label: EditName;
  /** What was done, where the edit's name says too little. */
  readonly detail?: EditDetail | undefined;
  readonly project: Project;
}

interface EditOptions {
  /** Edits with the same `coalesce` in a row become one step of undo. */
  readonly coalesce?: string | undefined;
  readonly detail?: EditDetail | undefined;
}

interface ProjectState {
  readonly project: Project | null;
  readonly past: readonly HistoryEntry[];
  readonly future: readonly HistoryEntry[];
  readonly save: SaveState;
  /** Another tab holds this project: nothing is written from here. */
  readonly readOnly: boolean;
  /** Shows a stored document; its history begins here. */
  open(project: Project, options?: { readonly readOnly?: boolean }): void;
  close(): void;
  /** Another tab took the project over, or let it go. */
  setReadOnly(readOnly: boolean): void;
  edit<E extends EditName>(name: E, args: EditArgs<E>, options?: EditOptions): void;
  undo(): void;
  redo(): void;
  /** Remembers the step shown; no part of the history. */
  visit(step: Step): void;
}

const historyLimit = 200;
const saveDelayMs = 300;

let lastCoalesce: string | undefined;

export const useProject = create<ProjectState>()((set, get) => ({
  project: null,
  past: [],
  future: [],
  save: { kind: "saved", at: 0 },
  readOnly: false,
  open: (project, options) => {
    lastCoalesce = undefined;
    set({
      project,
      past: [],
      future: [],
      readOnly: options?.readOnly === true,
      save: { kind: "saved", at: Date.now() },
    });
  },
  close: () => set({ project: null, past: [], future: [] }),
  setReadOnly: (readOnly) => set({ readOnly }),
  edit: (name, args, options) => {
    const { project, past, readOnly } = get();
    if (project === null || readOnly) return;
    const next = applyEdit(project, name, args);
    if (next === project) return;
    const merged = options?.coalesce !== undefined && options.coalesce === lastCoalesce;
    lastCoalesce = options?.coalesce;
    set({
      project: next,
      past: merged ? past : [...past, { label: name, detail: options?.detail, project }].slice(-historyLimit),
      future: [],
    });
    scheduleSave();
  },
  undo: () => {
    const { project, past, future, readOnly } = get();
    const entry = past.at(-1);
    if (project === null || readOnly || entry === undefined) return;
    lastCoalesce = undefined;
    set({
      project: { ...entry.project, step: project.step },
      past: past.slice(0, -1),
      future: [{ ...entry, project }, ...future],
    });
    scheduleSave();
  },
  redo: () => {
    const { project, past, future, readOnly } = get();
    const entry = future[0];
    if (project === null || readOnly || entry === undefined) return;
    lastCoalesce = undefined;
    set({
      project: { ...entry.project, step: project.step },
      past: [...past, { ...entry, project }],
      future: future.slice(1),
    });
    scheduleSave();
  },
  visit: (step) => {
    const { project, readOnly } = get();
    if (project === null || project.step === step) return;
    set({ project: { ...project, step } });
    if (!readOnly) scheduleSave();
  },
}));

/** Carries out a one-click mend. */
export const applyFix = (fix: Fix): void => useProject.getState().edit<EditName>(fix.edit, fix.args);

let timer: ReturnType<typeof setTimeout> | undefined;
let saving: Promise<void> = Promise.resolve();

function scheduleSave() {
  useProject.setState({ save: { kind: "saving" } });
  clearTimeout(timer);
  timer = setTimeout(() => void flushProject(), saveDelayMs);
}

/** Writes what is not written yet; called before the page hides. One write at a time, the newest document last. */
export function flushProject(): Promise<void> {
  clearTimeout(timer);
  const { project, save, readOnly } = useProject.getState();
  if (project === null || readOnly || save.kind === "saved") return saving;
  saving = saving
    .then(() => saveProject(project))
    .then(
      () => {
        if (useProject.getState().project === project) useProject.setState({ save: { kind: "saved", at: Date.now() } });
      },
      (error) => {
        if (useProject.getState().project?.id !== project.id) return;
        useProject.setState({ save: { kind: "unsaved", fault: toFault(error) } });
      },
    );
  return saving;
}

/** Writes until nothing is left to write, edits made while it writes included; why it could not, or null. */
export async function saveAll(): Promise<Fault | null> {
  for (;;) {
    await flushProject();
    const { project, save, readOnly } = useProject.getState();
    if (project === null || readOnly || save.kind === "saved") return null;
    if (save.kind === "unsaved") return save.fault;
  }
}
