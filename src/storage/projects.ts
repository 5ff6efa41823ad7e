/**
 * @file Documents. The database is the first copy, a file a document the second: a browser that finds its database
 * damaged begins with an empty one and says nothing, and the files survive that. A deletion can be undone until purged.
 */
import type { Result } from "../core/issue.ts";
import type { Project } from "../core/project/types.ts";
import { type ProjectRecord, type Studio, withStudio, writing } from "./database.ts";
import { deleteDataset, sweepDatasets } from "./datasets.ts";
import { listFiles, readFile, removeFile, writeFile } from "./files.ts";
import { deleteKept } from "./kept.ts";
import { deleteParts } from "./parts.ts";
import { sweepScratch } from "./scratchFolder.ts";

export interface ProjectEntry {
  readonly id: string;
  readonly name: string;
  readonly updatedAt: number;
  readonly datasetId: string | null;
}

const mirrorName = (id: string): string => `${id}.json`;

const recordOf = (document: Project): ProjectRecord => ({
  id: document.id,
  name: document.name,
  updatedAt: Date.now(),
  datasetId: document.datasetId,
  document,
});

async function putRecord(record: ProjectRecord): Promise<void> {
  await withStudio("project", async (studio) => {
    const transaction = writing(studio, ["projects"]);
    await Promise.all([transaction.objectStore("projects").put(record), transaction.done]);
  });
}

/** Writes the second copy. Its failure is no failure of the save: the first copy is on the disk already. */
async function mirror(project: Project): Promise<void> {
  try {
    await writeFile("projects", mirrorName(project.id), [JSON.stringify(project)]);
  } catch (error) {
    console.warn("The second copy of the project was not written.", error);
  }
}

/** Resolves when the document is on the disk. */
export async function saveProject(project: Project): Promise<void> {
  await putRecord(recordOf(project));
  await mirror(project);
}

/** When the document was written last; null where there is none. */
export const projectSavedAt = (id: string): Promise<number | null> =>
  withStudio("project", async (studio) => (await studio.get("projects", id))?.updatedAt ?? null);

/**
 * The document of that id as this version understands it, or the reasons it does not; null where there is none. An
 * older form is migrated, and its original is kept.
 */
export async function loadProject(id: string): Promise<Result<Project> | null> {
  const record = await withStudio("project", (studio) => studio.get("projects", id));
  if (record === undefined || record.deletedAt !== undefined) return null;
  const { parseProject, versionOf } = await import("../core/project/schema.ts");
  const parsed = parseProject(record.document);
  const found = versionOf(record.document);
  if (parsed.ok && found !== null && found < parsed.value.version) {
    await writeFile("originals", `${id}.v${found}.json`, [JSON.stringify(record.document)]);
  }
  return parsed;
}

/** The raw document, for a view of what a newer version wrote. */
export const loadDocument = (id: string): Promise<unknown> =>
  withStudio("project", async (studio) => (await studio.get("projects", id))?.document ?? null);

/** The projects on this device, the last changed first. */
export const listProjects = (): Promise<readonly ProjectEntry[]> =>
  withStudio("projects", async (studio) => {
    const records = await studio.getAll("projects");
    return records
      .filter(({ deletedAt }) => deletedAt === undefined)
      .sort((a, b) => b.updatedAt - a.updatedAt)
      .map(({ id, name, updatedAt, datasetId }) => ({ id, name, updatedAt, datasetId }));
  });

/** Takes a project out of the list; it can be restored until it is purged. */
export async function trashProject(id: string): Promise<void> {
  const record = await withStudio("project", (studio) => studio.get("projects", id));
  if (record === undefined) return;
  await putRecord({ ...record, deletedAt: Date.now() });
  await removeFile("projects", mirrorName(id));
}

export async function restoreProject(id: string): Promise<void> {
  const record = await withStudio("project", (studio) => studio.get("projects", id));
  if (record === undefined) return;
  const { deletedAt: _, ...kept } = record;
  await putRecord(kept);
  await mirror(kept.document);
}

/** Removes a project for good, with its runs, their parts, weights and checkpoints, and the tables no one else uses. */
export async function deleteProject(id: string): Promise<void> {
  const runIds = await withStudio("runs", (studio) => studio.getAllKeysFromIndex("runs", "projectId", id));
  for (const runId of runIds) {
    await deleteParts(runId);
    await deleteKept(runId);
  }
  const own = await withStudio("project", async (studio) => {
    const [record, runs] = await Promise.all([
      studio.get("projects", id),
      studio.getAllFromIndex("runs", "projectId", id),
    ]);
    const transaction = writing(studio, ["projects", "runs", "weights", "checkpoints"]);
    const removals = runs.flatMap((run) => [
      transaction.objectStore("runs").delete(run.id),
      transaction.objectStore("weights").delete(run.id),
      transaction.objectStore("checkpoints").delete(run.id),
    ]);
    await Promise.all([...removals, transaction.objectStore("projects").delete(id), transaction.done]);
    return {
      datasets: [record?.datasetId ?? null, ...runs.map(({ job }) => job.datasetId)],
      // A document of an older version has no such field.
      models: [record?.document.startWeights?.id, ...runs.map(({ job }) => job.startWeights?.id)],
    };
  });
  await removeFile("projects", mirrorName(id));
  const used = await withStudio("datasets", usedDatasets);
  for (const datasetId of new Set(own.datasets)) {
    if (datasetId !== null && !used.has(datasetId)) await deleteDataset(datasetId);
  }
  await deleteUnusedModels(own.models);
}

/** Removes those opened models' weights that no other project starts from. A run's own weights go with the run. */
async function deleteUnusedModels(ids: readonly (string | undefined)[]): Promise<void> {
  const models = new Set(ids.filter((id) => id?.startsWith("model-")));
  if (models.size === 0) return;
  await withStudio("weights", async (studio) => {
    const [projects, runs] = await Promise.all([studio.getAll("projects"), studio.getAll("runs")]);
    for (const { document } of projects) models.delete(document.startWeights?.id);
    for (const { job } of runs) models.delete(job.startWeights?.id);
    const transaction = writing(studio, ["weights"]);
    const removals = [...models].map((id) => transaction.objectStore("weights").delete(id as string));
    await Promise.all([...removals, transaction.done]);
  });
}

/** How long a deletion can be undone. */
const trashMs = 60_000;

/** Finishes deletions whose time to undo has passed, and removes tables that have been out of use for long. */
export async function purge(): Promise<void> {
  const records = await withStudio("projects", (studio) => studio.getAll("projects"));
  for (const { id, deletedAt } of records) {
    if (deletedAt !== undefined && Date.now() - deletedAt > trashMs) await deleteProject(id);
  }
  await sweepDatasets(await withStudio("datasets", usedDatasets));
  await sweepScratch();
}

/** Tables that a project or a run names; runs keep theirs when the project takes another. */
async function usedDatasets(studio: Studio): Promise<ReadonlySet<string>> {
  const [projects, runs] = await Promise.all([studio.getAll("projects"), studio.getAll("runs")]);
  const ids = [...projects.map(({ datasetId }) => datasetId), ...runs.map(({ job }) => job.datasetId)];
  return new Set(ids.filter((id) => id !== null));
}

/**
 * Brings documents back from their second copies where the database is empty. Returns how many; 0 on a first visit.
 * Runs and weights have no second copy.
 */
export async function recoverProjects(): Promise<number> {
  const count = await withStudio("projects", (studio) => studio.count("projects"));
  if (count > 0) return 0;
  const { parseProjectText } = await import("../core/project/schema.ts");
  let recovered = 0;
  for (const { name } of await listFiles("projects")) {
    const file = await readFile("projects", name);
    if (file === null || !name.endsWith(".json")) continue;
    const parsed = parseProjectText(await file.text());
    if (!parsed.ok) continue;
    await putRecord(recordOf(parsed.value));
    recovered++;
  }
  return recovered;
}
