/** @file What export and import of projects need of the storage; tests put memory in its place. */
import type { Parts } from "../../core/data/split.ts";
import type { Project } from "../../core/project/types.ts";
import type { Weights } from "../../core/training/checkpoint.ts";
import type { Run } from "../../core/training/types.ts";
import { hasDataset, loadDatasetBytes, saveDatasetBytes } from "../../storage/datasets.ts";
import { loadParts, saveParts } from "../../storage/parts.ts";
import { deleteProject, saveProject } from "../../storage/projects.ts";
import { saveRun } from "../../storage/runs.ts";
import { loadWeights, saveWeights } from "../../storage/weights.ts";

export interface ProjectStore {
  loadWeights(runId: string): Promise<Weights | null>;
  /** The rows of a run's parts, over a table of so many rows. */
  loadParts(runId: string, rows: number): Promise<Parts | null>;
  loadDatasetBytes(id: string): Promise<Blob | null>;
  hasDataset(id: string): Promise<boolean>;
  saveDatasetBytes(id: string, parts: readonly BlobPart[]): Promise<void>;
  saveWeights(runId: string, weights: Weights): Promise<void>;
  saveParts(runId: string, parts: Parts): Promise<void>;
  saveRun(run: Run): Promise<void>;
  saveProject(project: Project): Promise<void>;
  /** Removes a project with its runs: what an import that failed half-way leaves. */
  deleteProject(id: string): Promise<void>;
  newId(): string;
}

export const projectStore: ProjectStore = {
  loadWeights,
  loadParts,
  loadDatasetBytes,
  hasDataset,
  saveDatasetBytes,
  saveWeights,
  saveParts,
  saveRun,
  saveProject,
  deleteProject,
  newId: () => crypto.randomUUID(),
};
