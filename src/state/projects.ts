/**
 * @file The projects on this device and which one is open: opening, making, deleting, exporting and importing. One tab
 * writes a project; this store holds its lock and turns the document read-only where another tab has it.
 */
import { create } from "zustand";
import { AppError, toFault } from "../core/fault.ts";
import { faultIssue, type Issue } from "../core/issue.ts";
import type { Progress } from "../core/progress.ts";
import { createProject } from "../core/project/create.ts";
import { type Project, projectVersion } from "../core/project/types.ts";
import { lockProject, type ProjectLock } from "../storage/lock.ts";
import {
  deleteProject,
  listProjects,
  loadDocument,
  loadProject,
  type ProjectEntry,
  restoreProject,
  saveProject,
  trashProject,
} from "../storage/projects.ts";
import { listRuns } from "../storage/runs.ts";
import { download, fileNameOf } from "./download.ts";
import { engine } from "./engine.ts";
import { useInspect } from "./inspect.ts";
import { useModelImport } from "./modelImport.ts";
import { saveAll, useProject } from "./project.ts";
import { useRun, useRunFault } from "./run.ts";
import { useSession } from "./session.ts";
import { writeSetting } from "./settings.ts";

/** Who may write the open project. */
export type Access =
  | { readonly kind: "writer" }
  | { readonly kind: "otherTab" }
  /** A newer studio saved it: shown as far as it can be. */
  | { readonly kind: "newer"; readonly found: number; readonly known: number };

/** A project file on its way in or out. */
export interface Transfer {
  readonly kind: "importing" | "exporting";
  readonly fileName: string;
  readonly progress: Progress | null;
  cancel(): void;
}

/** Why a project or a project file could not be opened. */
export interface ProjectRefusal {
  readonly name: string;
  readonly issues: readonly Issue[];
}

interface ProjectsState {
  readonly list: readonly ProjectEntry[];
  readonly access: Access;
  readonly transfer: Transfer | null;
  readonly refusal: ProjectRefusal | null;
  refresh(): Promise<void>;
  /** Opens a stored project; false where it could not be, with the reason in `refusal`. */
  openStored(id: string): Promise<boolean>;
  /** Makes and opens a new project. "lazily": it is stored with its first change, so that an empty visit leaves no trace. */
  create(name: string, stored?: "atOnce" | "lazily"): Promise<void>;
  /** Takes a project out of the list and opens another; the deletion is final only with `finishDeletion`. */
  remove(entry: { readonly id: string }, untitled: string): Promise<void>;
  restore(id: string): Promise<void>;
  finishDeletion(id: string): Promise<void>;
  exportOpen(): Promise<void>;
  /** Opens a project file as a new project; true where it was. */
  importFile(file: Blob, fileName: string): Promise<boolean>;
  takeOver(): void;
  dismissRefusal(): void;
}

let lock: ProjectLock | null = null;

/** Whether the open project may be left: not while its last changes are nowhere but here. Says so, under `name`. */
async function mayLeave(name: string): Promise<boolean> {
  const fault = await saveAll();
  if (fault !== null) useProjects.setState({ refusal: { name, issues: [faultIssue(fault)] } });
  return fault === null;
}

/** What was marked, seen or said of one project means nothing in the next, whose layers may have the same ids. */
function leaveOpen(): void {
  useSession.getState().forget();
  useInspect.getState().forget();
  useModelImport.getState().show(false);
  useRunFault.setState({ fault: null });
}

/** Shows a document and takes its lock; the document turns writable when the lock is ours. */
async function show(project: Project): Promise<void> {
  lock?.release();
  leaveOpen();
  useProject.getState().open(project, { readOnly: true });
  const isOpen = () => useProject.getState().project?.id === project.id;
  await new Promise<void>((resolve) => {
    lock = lockProject(project.id, {
      granted: (waited) => {
        resolve();
        if (isOpen()) void becomeWriter(project.id, waited);
      },
      waiting: () => {
        resolve();
        if (isOpen()) becomeReader();
      },
      letGo: async () => void (await saveAll()),
      lost: becomeReader,
    });
  });
}

async function becomeWriter(id: string, waited: boolean): Promise<void> {
  // Whoever wrote meanwhile wrote a newer document than the one shown here.
  const stored = waited ? await loadProject(id) : null;
  if (useProject.getState().project?.id !== id) return;
  if (stored?.ok) useProject.getState().open(stored.value);
  else useProject.getState().setReadOnly(false);
  useProjects.setState({ access: { kind: "writer" } });
  if (waited) await useRun.getState().refresh(id);
}

function becomeReader(): void {
  useProject.getState().setReadOnly(true);
  useProjects.setState({ access: { kind: "otherTab" } });
}

/** Shows a document that must not be saved. */
function showNewer(project: Project, found: number): void {
  lock?.release();
  lock = null;
  leaveOpen();
  useRun.setState({ runs: [] });
  useProject.getState().open(project, { readOnly: true });
  useProjects.setState({ access: { kind: "newer", found, known: projectVersion } });
}

/** The document of a newer version as far as it can be shown. */
async function viewNewer(document: unknown, issues: readonly Issue[]): Promise<boolean> {
  const newer = issues.find((issue) => issue.code === "newerVersion");
  if (newer?.code !== "newerVersion") return false;
  const { viewNewerProject } = await import("../core/project/schema.ts");
  const view = viewNewerProject(document);
  if (view.ok) showNewer(view.value, newer.context.found);
  return view.ok;
}

async function openNow(id: string): Promise<boolean> {
  const refuse = (issues: readonly Issue[]): false => {
    useProjects.setState(({ list }) => ({ refusal: { name: nameOf(list, id), issues } }));
    return false;
  };
  try {
    const loaded = await loadProject(id);
    if (loaded === null) throw new AppError("notFound", { what: id });
    if (loaded.ok) {
      await openShown(loaded.value);
      writeSetting("lastProject", id);
      return true;
    }
    return (await viewNewer(await loadDocument(id), loaded.issues)) || refuse(loaded.issues);
  } catch (error) {
    return refuse([faultIssue(toFault(error))]);
  }
}

async function openShown(project: Project): Promise<void> {
  await show(project);
  await useRun.getState().refresh(project.id);
}

export const useProjects = create<ProjectsState>()((set, get) => ({
  list: [],
  access: { kind: "writer" },
  transfer: null,
  refusal: null,
  refresh: async () => set({ list: await listProjects() }),
  openStored: async (id) => (await mayLeave(nameOf(get().list, id))) && (await openNow(id)),
  create: async (name, stored = "atOnce") => {
    if (!(await mayLeave(name))) return;
    const project = createProject({ id: crypto.randomUUID(), now: Date.now(), name });
    await openShown(project);
    if (stored === "lazily") return;
    try {
      await saveProject(project);
      writeSetting("lastProject", project.id);
    } catch (error) {
      useProject.setState({ save: { kind: "unsaved", fault: toFault(error) } });
    }
  },
  remove: async ({ id }, untitled) => {
    // What cannot be saved can still be deleted, and makes room.
    await saveAll();
    await trashProject(id);
    await get().refresh();
    if (useProject.getState().project?.id !== id) return;
    useProject.getState().close();
    const [next] = get().list;
    if (next === undefined || !(await get().openStored(next.id))) await get().create(untitled, "lazily");
  },
  restore: async (id) => {
    await restoreProject(id);
    await get().refresh();
    await get().openStored(id);
  },
  finishDeletion: deleteProject,
  exportOpen: async () => {
    const { project } = useProject.getState();
    if (project === null || get().transfer !== null) return;
    const fileName = `${fileNameOf(project.name)}.layerwise`;
    await transferring("exporting", fileName, async (signal, report) => {
      const runs = await listRuns(project.id);
      const stream = engine().exportProject(
        { project, runs: runs.filter(({ status }) => status !== "running") },
        signal,
      );
      download(await lastOf(stream, report), fileName);
    });
  },
  importFile: async (file, fileName) => {
    if (get().transfer !== null) return false;
    return transferring("importing", fileName, async (signal, report) => {
      const outcome = await lastOf(engine().importProject({ file }, signal), report);
      const newer = outcome.issues.find((issue) => issue.code === "newerVersion");
      // A newer project that can be shown says so for as long as it is shown.
      const shown = outcome.ok ? outcome.issues.filter((issue) => issue !== newer) : outcome.issues;
      if (shown.length > 0) set({ refusal: { name: fileName, issues: shown } });
      if (!outcome.ok) return false;
      await get().refresh();
      if (!(await mayLeave(fileName))) return false;
      if (newer?.code === "newerVersion") showNewer(outcome.project, newer.context.found);
      else {
        await openShown(outcome.project);
        writeSetting("lastProject", outcome.project.id);
      }
      return true;
    });
  },
  takeOver: () => lock?.takeOver(),
  dismissRefusal: () => set({ refusal: null }),
}));

const nameOf = (list: readonly ProjectEntry[], id: string): string => list.find((entry) => entry.id === id)?.name ?? id;

async function lastOf<T>(stream: AsyncGenerator<Progress, T, void>, report: (progress: Progress) => void): Promise<T> {
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return value;
    report(value);
  }
}

/** Runs a transfer with its progress shown; a failure becomes a refusal, a cancelling nothing. */
async function transferring<T>(
  kind: Transfer["kind"],
  fileName: string,
  work: (signal: AbortSignal, report: (progress: Progress) => void) => Promise<T>,
): Promise<T | false> {
  const controller = new AbortController();
  const transfer: Transfer = { kind, fileName, progress: null, cancel: () => controller.abort() };
  useProjects.setState({ transfer, refusal: null });
  try {
    return await work(controller.signal, (progress) => useProjects.setState({ transfer: { ...transfer, progress } }));
  } catch (error) {
    if (toFault(error).code !== "cancelled") {
      useProjects.setState({ refusal: { name: fileName, issues: [faultIssue(toFault(error))] } });
    }
    return false;
  } finally {
    useProjects.setState({ transfer: null });
  }
}
