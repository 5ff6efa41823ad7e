/** @file The saved document. Plain JSON; nothing that can be derived from it is in it. */
import type { DataSettings } from "../data/types.ts";
import type { Graph, Positions } from "../graph/types.ts";
import type { TrainingConfig } from "../training/types.ts";

/** Raised with each change of the saved form that an older program could not read; migrations stand beside the schema. */
export const projectVersion = 1;

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
  readonly training: TrainingConfig;
  /** The step shown last, so that a reload returns there. */
  readonly step: Step;
}

export const steps = ["data", "model", "train", "evaluate", "deploy"] as const;
export type Step = (typeof steps)[number];
