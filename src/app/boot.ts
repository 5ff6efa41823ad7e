/**
 * @file What happens once before the studio can be used: the project shown last is opened, the stores begin to follow
 * each other, and whatever must be written when the page goes away is written.
 */
import { toFault } from "../core/fault.ts";
import { createProject } from "../core/project/create.ts";
import type { Project } from "../core/project/types.ts";
import { followProject } from "../state/dataset.ts";
import { engine } from "../state/engine.ts";
import { flushProject, useProject } from "../state/project.ts";
import { useProjects } from "../state/projects.ts";
import { readSetting } from "../state/settings.ts";
import { listProjects, loadProject, projectSavedAt, purge, recoverProjects, saveProject } from "../storage/projects.ts";
import { addToJournal, dropFromJournal, readJournal } from "./journal.ts";

export interface Booted {
  /** Projects brought back from their second copies because the database was found empty. */
  readonly recovered: number;
}

/** Where a tab tells the others that nothing is left. */
export const erasedChannel = "layerwise:erased";

/** Opens the studio. `untitled` names a first project. */
export async function boot(untitled: string): Promise<Booted> {
  followProject();
  listenForLeaving();
  askToPersist();
  followErasure();
  // The device is shown from the start, and starting it takes longest.
  engine();
  try {
    const recovered = await recoverProjects();
    await applyJournal();
    await useProjects.getState().refresh();
    await openLast(untitled);
    void purge().catch((error) => console.warn("Old data could not be cleared away.", error));
    return { recovered };
  } catch (error) {
    // No storage at all: the studio works, and says that nothing is kept.
    useProject.getState().open(createProject({ id: crypto.randomUUID(), now: Date.now(), name: untitled }));
    useProject.setState({ save: { kind: "unsaved", fault: toFault(error) } });
    return { recovered: 0 };
  }
}

async function openLast(untitled: string): Promise<void> {
  const { openStored, create } = useProjects.getState();
  const last = readSetting("lastProject");
  const stored = (await listProjects()).map(({ id }) => id);
  const candidates = [...stored.filter((id) => id === last), ...stored.filter((id) => id !== last)];
  for (const id of candidates) if (await openStored(id)) return;
  await create(untitled, "lazily");
}

/** Edits made just before pages were closed, where the database did not get them any more. */
async function applyJournal(): Promise<void> {
  for (const entry of readJournal()) {
    const savedAt = await projectSavedAt(entry.id);
    if (savedAt !== null && savedAt < entry.at) {
      const { parseProjectText } = await import("../core/project/schema.ts");
      const parsed = parseProjectText(entry.document);
      if (parsed.ok && (await loadProject(entry.id))?.ok) await saveProject(parsed.value);
    }
    dropFromJournal(entry);
  }
}

/** Writes what is unsaved when the page is hidden or closed: at once into the journal, then into the database. */
function listenForLeaving(): void {
  const leave = () => {
    const { project, save, readOnly } = useProject.getState();
    if (project === null || readOnly || save.kind === "saved") return;
    addToJournal({ id: project.id, at: Date.now(), document: JSON.stringify(project) });
    void flushProject();
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
  });
  window.addEventListener("pagehide", leave);
  window.addEventListener("beforeunload", (event) => {
    // Only where saving fails: then closing would lose something.
    const { save, readOnly } = useProject.getState();
    if (save.kind === "unsaved" && !readOnly) event.preventDefault();
  });
}

/** Asks the browser, once there is something to lose, not to clear this origin's storage under pressure. */
function askToPersist(): void {
  const stop = useProject.subscribe(({ project }: { readonly project: Project | null }) => {
    if (project?.datasetId == null) return;
    stop();
    const storage = navigator.storage as Partial<StorageManager> | undefined;
    void storage?.persist?.().catch((error) => console.warn("The browser did not answer about keeping data.", error));
  });
}

/** Another tab erased everything: what is open here must not bring a part of it back. */
function followErasure(): void {
  if (typeof BroadcastChannel === "undefined") return;
  new BroadcastChannel(erasedChannel).addEventListener("message", () => {
    useProject.getState().setReadOnly(true);
    location.reload();
  });
}
