/** @file What follows from the document and the table: never stored, computed where it is asked for. */
import { useMemo } from "react";
import { relevantIssues } from "../core/data/columnRoles.ts";
import { isText, outputsOf } from "../core/data/recipe.ts";
import type { Task } from "../core/data/types.ts";
import { type Compiled, compile } from "../core/graph/compile.ts";
import type { Issue } from "../core/issue.ts";
import type { ModelContext } from "../core/layers/define.ts";
import type { Step } from "../core/project/types.ts";
import { checkTraining } from "../core/training/check.ts";
import type { Run } from "../core/training/types.ts";
import { summaryOf, taskOf, useDataset } from "./dataset.ts";
import { useProject } from "./project.ts";
import { useRun } from "./run.ts";
import { useSession } from "./session.ts";

export function useTask(): Task | null {
  const project = useProject((state) => state.project);
  const table = useDataset((state) => state.table);
  return taskOf(project, summaryOf(table));
}

export function useModelContext(): ModelContext {
  const task = useTask();
  const preparation = useDataset((state) => state.preparation);
  const info = preparation.kind === "ready" ? preparation.info : null;
  const shape = info === null ? null : info.inputShape.join(",");
  const classes = info?.classes.length ?? 0;
  const text = info !== null && isText(info.recipe);
  const outputs = info === null ? 1 : outputsOf(info.recipe.target).length;
  const vocabulary = info?.recipe.vocabulary ?? null;
  return useMemo(
    () => ({ inputShape: shape?.split(",").map(Number) ?? null, task, classes, outputs, vocabulary, text }),
    [shape, task, classes, outputs, vocabulary, text],
  );
}

export function useCompiled(): Compiled {
  const graph = useProject((state) => state.project?.graph);
  const context = useModelContext();
  return useMemo(() => compile(graph ?? { nodes: [] }, context), [graph, context]);
}

export interface Problem {
  readonly step: Step;
  readonly issue: Issue;
}

/** Everything that is wrong or worth knowing, each with the step where it is mended. */
export function useProblems(): readonly Problem[] {
  const project = useProject((state) => state.project);
  const table = useDataset((state) => state.table);
  const preparation = useDataset((state) => state.preparation);
  const compiled = useCompiled();
  const task = useTask();
  return useMemo(() => {
    const at = (step: Step, issues: readonly Issue[]): Problem[] => issues.map((issue) => ({ step, issue }));
    return [
      ...at("data", project === null ? [] : relevantIssues(summaryOf(table)?.issues ?? [], project.data)),
      ...at("data", preparation.kind === "ready" ? preparation.info.issues : []),
      ...at("model", project?.datasetId == null ? [] : compiled.issues),
      ...at("train", project === null ? [] : checkTraining(project.training, task)),
    ];
  }, [project, table, preparation, compiled, task]);
}

/** The run whose curves and report are shown: the selected one, else the newest. */
export function useShownRun(): Run | null {
  const runs = useRun((state) => state.runs);
  const selected = useSession((state) => state.selectedRun);
  return runs.find(({ id }) => id === selected) ?? runs[0] ?? null;
}
