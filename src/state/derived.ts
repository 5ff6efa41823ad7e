/** @file What follows from the document and the table: never stored, computed where it is asked for. */
import { useMemo } from "react";
import { relevantIssues } from "../core/data/columnRoles.ts";
import { isText, outputsOf } from "../core/data/recipe.ts";
import type { Task } from "../core/data/types.ts";
import { type Compiled, compile, sizedLayers } from "../core/graph/compile.ts";
import type { Issue } from "../core/issue.ts";
import type { ModelContext } from "../core/layers/define.ts";
import type { Step } from "../core/project/types.ts";
import { checkTraining } from "../core/training/check.ts";
import { memoryIssues, type TrainingSize } from "../core/training/estimate.ts";
import { optimizers } from "../core/training/optimizers.ts";
import type { Run } from "../core/training/types.ts";
import { summaryOf, taskOf, useDataset } from "./dataset.ts";
import { useEngine } from "./engine.ts";
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

/** The graph for the data at hand; layers that the device cannot hold say so. */
export function useCompiled(): Compiled {
  const compiled = useGraphCompiled();
  const memory = useMemoryIssues();
  return useMemo(() => withLayerIssues(compiled, memory), [compiled, memory]);
}

function withLayerIssues(compiled: Compiled, issues: readonly Issue[]): Compiled {
  const nodes = new Map(compiled.nodes);
  const added = issues.filter(({ at }) => at.node !== undefined);
  for (const issue of added) {
    const node = nodes.get(issue.at.node as string);
    if (node !== undefined) nodes.set(issue.at.node as string, { ...node, issues: [...node.issues, issue] });
  }
  return added.length === 0 ? compiled : { ...compiled, nodes, issues: [...compiled.issues, ...added] };
}

function useGraphCompiled(): Compiled {
  const graph = useProject((state) => state.project?.graph);
  const context = useModelContext();
  return useMemo(() => compile(graph ?? { nodes: [] }, context), [graph, context]);
}

/** What the next run takes to the device: its batch, the optimizer's slots, and the samples where they are known. */
export function useTrainingSize(): TrainingSize {
  const batchSize = useProject((state) => state.project?.training.batchSize ?? 0);
  const optimizer = useProject((state) => state.project?.training.optimizer);
  const preparation = useDataset((state) => state.preparation);
  const info = preparation.kind === "ready" ? preparation.info : null;
  const counts = info?.counts;
  const samples = counts === undefined ? 0 : counts.train + counts.validation + counts.test;
  const width = info?.inputShape.reduce((product, n) => product * n, 1) ?? 0;
  const slots = optimizer === undefined ? 0 : optimizers[optimizer].slots;
  // A batch is at most all there is to learn from.
  const rows = counts === undefined ? batchSize : Math.min(batchSize, counts.train);
  return useMemo(() => ({ batchSize: rows, slots, samples, width }), [rows, slots, samples, width]);
}

/** What stands in the way of training this model with this batch on this device. */
export function useMemoryIssues(): readonly Issue[] {
  const compiled = useGraphCompiled();
  const size = useTrainingSize();
  const device = useEngine((state) => (state.device.kind === "ready" ? state.device.info : null));
  return useMemo(
    // What is wrong with the graph itself comes first.
    () => (compiled.model === null ? [] : memoryIssues(sizedLayers(compiled), size, device?.maxTensorBytes)),
    [compiled, size, device],
  );
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
  const memory = useMemoryIssues();
  return useMemo(() => {
    const at = (step: Step, issues: readonly Issue[]): Problem[] => issues.map((issue) => ({ step, issue }));
    return [
      ...at("data", project === null ? [] : relevantIssues(summaryOf(table)?.issues ?? [], project.data)),
      ...at("data", preparation.kind === "ready" ? preparation.info.issues : []),
      ...at("model", project?.datasetId == null ? [] : compiled.issues),
      // Those of a layer stand at the layer.
      ...at(
        "train",
        memory.filter((issue) => issue.at.node === undefined),
      ),
      ...at("train", project === null ? [] : checkTraining(project.training, task)),
    ];
  }, [project, table, preparation, compiled, task, memory]);
}

/** The run whose curves and report are shown: the selected one, else the newest. */
export function useShownRun(): Run | null {
  const runs = useRun((state) => state.runs);
  const selected = useSession((state) => state.selectedRun);
  return runs.find(({ id }) => id === selected) ?? runs[0] ?? null;
}
