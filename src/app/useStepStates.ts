/** @file How far each step is, as the dots in the navigation show it. */
import type { Step } from "../core/project/types.ts";
import { useDataset } from "../state/dataset.ts";
import { type Problem, useProblems, useShownRun } from "../state/derived.ts";
import { useExports } from "../state/exports.ts";
import { useProject } from "../state/project.ts";
import { useRun } from "../state/run.ts";
import type { DotState } from "../ui/StatusDot.tsx";

/** The gravest of what stands against a step; notices are no trouble. */
function trouble(problems: readonly Problem[], step: Step): DotState | null {
  const severities = problems.filter((problem) => problem.step === step).map(({ issue }) => issue.severity);
  if (severities.includes("error")) return "error";
  return severities.includes("warning") ? "warning" : null;
}

export function useStepStates(): Readonly<Record<Step, DotState>> {
  const problems = useProblems();
  const hasData = useProject((state) => state.project?.datasetId != null);
  const lost = useDataset((state) => state.table.kind === "lost");
  const busy = useDataset((state) => state.reading !== null || state.table.kind === "opening");
  const active = useRun((state) => state.active.kind === "active");
  const hasRuns = useRun((state) => state.runs.length > 0);
  const deploy = useDeployState();
  const report = useShownRun()?.report ?? null;
  const data: DotState = lost ? "error" : busy ? "active" : (trouble(problems, "data") ?? "ok");
  return {
    data: hasData || busy ? data : "none",
    model: hasData ? (trouble(problems, "model") ?? "ok") : "none",
    train: active ? "active" : (trouble(problems, "train") ?? (hasRuns ? "ok" : "none")),
    evaluate: report === null ? "none" : "ok",
    deploy,
  };
}

/** A model of this project was written to a file since the page was opened. */
function useDeployState(): DotState {
  const runs = useRun((state) => state.runs);
  return useExports(({ states }) => {
    const own = Object.values(states).filter(({ runId }) => runs.some(({ id }) => id === runId));
    if (own.some(({ kind }) => kind === "writing")) return "active";
    return own.some(({ kind }) => kind === "written") ? "ok" : "none";
  });
}
