/**
 * @file One row of the table sent through the graph: which row, with which weights, and what each layer put out. Only the
 * newest question counts, and one is under way at a time: a graph that is being edited asks often.
 */
import { create } from "zustand";
import { type Fault, toFault } from "../core/fault.ts";
import type { InspectedGraph } from "../core/graph/inspected.ts";
import type { Graph, NodeId } from "../core/graph/types.ts";
import type { Run } from "../core/training/types.ts";
import { summaryOf, taskOf, useDataset } from "./dataset.ts";
import { engine, replaceFaultyDevice } from "./engine.ts";
import { useProject } from "./project.ts";
import { useRun } from "./run.ts";

export type SampleAnswer =
  | { readonly kind: "none" }
  | { readonly kind: "asking" }
  | { readonly kind: "answered" }
  | { readonly kind: "failed"; readonly fault: Fault };

/** What was seen last, and of which graph: it stays in view while another is asked for. */
interface Seen {
  readonly inspected: InspectedGraph;
  /** As it was asked for. */
  readonly runId: string | null;
  readonly kinds: Readonly<Record<NodeId, string>>;
}

interface InspectState {
  readonly shown: boolean;
  /** From 0, as in the table. */
  readonly row: number;
  /** null: the weights that training would start from. */
  readonly runId: string | null;
  readonly answer: SampleAnswer;
  readonly seen: Seen | null;
  show(shown: boolean): void;
  setRow(row: number): void;
  setRun(runId: string | null): void;
  /** Asks the worker; a question under way is answered first, and thrown away. */
  ask(): Promise<void>;
  /** The graph cannot be computed, or nobody looks: nothing is shown. */
  forget(): void;
}

let turn = 0;
let underWay: Promise<void> = Promise.resolve();

export const useInspect = create<InspectState>()((set, get) => ({
  shown: false,
  row: 0,
  runId: null,
  answer: { kind: "none" },
  seen: null,
  show: (shown) => {
    set({ shown });
    if (!shown) get().forget();
  },
  setRow: (row) => set({ row }),
  setRun: (runId) => set({ runId }),
  forget: () => {
    turn++;
    set({ answer: { kind: "none" }, seen: null });
  },
  ask: async () => {
    const mine = ++turn;
    set({ answer: { kind: "asking" } });
    await underWay;
    if (mine !== turn) return;
    underWay = answer(mine);
    await underWay;
  },
}));

/** What is shown is of another row or of other weights than those chosen, or is being computed anew. */
export const isStale = ({ answer, seen, row, runId }: InspectState): boolean =>
  seen !== null && (answer.kind !== "answered" || seen.inspected.row !== row || seen.runId !== runId);

/** The run whose weights are asked for; one that is gone gives the untrained model. */
export const inspectedRun = (runs: readonly Run[], runId: string | null): Run | null =>
  runs.find(({ id, status }) => id === runId && (status === "done" || status === "stopped")) ?? null;

async function answer(mine: number): Promise<void> {
  const { project } = useProject.getState();
  const task = taskOf(project, summaryOf(useDataset.getState().table));
  const { row, runId } = useInspect.getState();
  if (project?.datasetId == null || task === null) return useInspect.getState().forget();
  const run = inspectedRun(useRun.getState().runs, runId);
  const graph: Graph = run?.job.graph ?? project.graph;
  try {
    const inspected = await engine().inspect({
      datasetId: project.datasetId,
      data: project.data,
      task,
      graph,
      seed: project.training.seed,
      startWeights: project.startWeights,
      run,
      row,
    });
    if (mine !== turn) return;
    const kinds = Object.fromEntries(graph.nodes.map(({ id, kind }) => [id, kind]));
    useInspect.setState({ answer: { kind: "answered" }, seen: { inspected, runId, kinds } });
  } catch (error) {
    const fault = toFault(error);
    if (mine === turn) useInspect.setState({ answer: { kind: "failed", fault }, seen: null });
    // A run under way meets the same fault, and must be recorded before its worker is replaced.
    if (useRun.getState().active.kind === "idle") replaceFaultyDevice(fault);
  }
}
