/** @file A new document, with what is known before there is data. */
import { defaultDataSettings } from "../data/types.ts";
import { defaultDrawing } from "../graph/templates.ts";
import { defaultTraining } from "../training/types.ts";
import { type Project, projectVersion } from "./types.ts";

interface NewProject {
  readonly id: string;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
  readonly name: string;
}

export const createProject = ({ id, now, name }: NewProject): Project => ({
  version: projectVersion,
  id,
  name,
  named: false,
  createdAt: now,
  datasetId: null,
  data: defaultDataSettings,
  ...defaultDrawing(),
  notes: [],
  blocks: [],
  startWeights: null,
  training: defaultTraining,
  step: "data",
});
