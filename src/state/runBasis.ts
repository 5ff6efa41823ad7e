/**
 * @file Whether a run speaks of what is on the Data step now. A run keeps its own table and target for good, and nothing in
 * its figures shows that the document has gone on to another.
 */
import type { TrainJob } from "../core/training/types.ts";
import { useProject } from "./project.ts";

/** What the run learnt from and the document has exchanged since; null where they agree. */
export type OldBasis = "table" | "target" | null;

export function useOldBasis(job: Pick<TrainJob, "datasetId" | "data">): OldBasis {
  const datasetId = useProject(({ project }) => project?.datasetId ?? null);
  const target = useProject(({ project }) => project?.data.target ?? null);
  if (datasetId === null) return null;
  if (datasetId !== job.datasetId) return "table";
  return target === null || target === job.data.target ? null : "target";
}
