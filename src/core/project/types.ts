/** @file The saved document. Plain JSON; nothing that can be derived from it is in it. */
import type { DataSettings } from "../data/types.ts";
import type { Block, Graph, Note, Positions } from "../graph/types.ts";
import type { TrainingConfig } from "../training/types.ts";

/** Raised with each change of the saved form that an older program could not read; migrations stand beside the schema. */
export const projectVersion = 4;

export interface Project {
  readonly version: typeof projectVersion;
  readonly id: string;
  readonly name: string;
  /** Whether the user chose the name; until then it follows the table. */
  readonly named: boolean;
  readonly createdAt: number;
  readonly datasetId: string | null;
  readonly data: DataSettings;
  readonly graph: Graph;
  readonly positions: Positions;
  readonly notes: readonly Note[];
  readonly blocks: readonly Block[];
  /** Weights that training starts from, for the layers of the same name and shape. null: all are drawn by chance. */
  readonly startWeights: StartWeights | null;
  readonly training: TrainingConfig;
  /** The step shown last, so that a reload returns there. */
  readonly step: Step;
}

/** Stored weights: those of a run (its id), or of a model opened from a file. */
export interface StartWeights {
  readonly id: string;
  /** Where they come from, in the user's words: a run's or a file's name. */
  readonly source: string;
}

export const steps = ["data", "model", "train", "evaluate", "deploy"] as const;
export type Step = (typeof steps)[number];
