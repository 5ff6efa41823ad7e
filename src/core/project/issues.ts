/** @file The codes of project issues and what each message is told. Texts: `locales/<language>/projectIssues.ts`. */
import type { Fault } from "../fault.ts";

export interface ProjectIssueContexts {
  /** A failure of the world, shown where the action was asked for. */
  fault: { fault: Fault };
  notJson: { detail: string };
  tooDeep: { detail: string };
  tooLarge: { detail: string };
  /** JSON, but no document of the studio. */
  notAProject: { detail: string };
  /** Saved by a later version of the studio; it can be looked at, not edited. */
  newerVersion: { found: number; known: number };
  invalidField: { path: string; reason: string };
  /** The file is no project file at all, and of no kind that is known. */
  notAnArchive: Record<string, never>;
  /** By its first bytes it is something else: "PNG", "PDF" … */
  otherKindOfFile: { looksLike: string };
  archiveTruncated: Record<string, never>;
  archiveDamaged: { entry: string };
  archiveEncrypted: Record<string, never>;
  archiveTooLarge: { megabytes: number };
  archiveTooManyEntries: { count: number; limit: number };
  duplicateEntry: { entry: string };
  /** Files in the archive that the studio does not know; they were left out. */
  entriesIgnored: { count: number; example: string };
  projectMissing: Record<string, never>;
  /** The run was left out: its weights do not have the length or the numbers its record states. */
  weightsDamaged: { run: string };
  weightsMissing: { run: string };
  startWeightsDamaged: { source: string };
  /** The run was taken without them: they are no division of the rows its record states. */
  partsDamaged: { run: string };
  runDamaged: { run: string; path: string };
  /** The file holds no table for its project, or another one; the settings are kept. */
  datasetMissing: Record<string, never>;
  /** Exports. `name` is how the node is called on the canvas, `layer` its Keras class. */
  layerNotInTfjs: { name: string; layer: string };
  /** `setting`: the parameter's own name; messages translate it. */
  settingNotInTfjs: { name: string; layer: string; setting: string };
  /** Masked steps reach a layer that treats them in another way there. */
  maskNotInTfjs: { name: string; layer: string };
}
