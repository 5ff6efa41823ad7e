/**
 * @file What is understood of the open dataset, asked for while someone looks: the worker is told to stop as soon as the
 * settings change or nobody looks any more. The last answer stays in sight until the next one is there.
 */
import { create } from "zustand";
import type { Analysis } from "../core/data/analysis.ts";
import type { DataSettings } from "../core/data/types.ts";
import { type Fault, toFault } from "../core/fault.ts";
import type { Progress } from "../core/progress.ts";
import { summaryOf, taskOf, useDataset } from "./dataset.ts";
import { engine, useEngine } from "./engine.ts";
import { useProject } from "./project.ts";

export const dataViews = ["columns", "understand", "scan"] as const;
export type DataView = (typeof dataViews)[number];

export type AnalysisWork =
  | { readonly kind: "none" }
  | { readonly kind: "running"; readonly progress: Progress | null }
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly fault: Fault };

interface AnalysisState {
  /** What the middle of the Data step shows; kept while other steps are visited. */
  readonly view: DataView;
  readonly work: AnalysisWork;
  readonly analysis: Analysis | null;
  show(view: DataView): void;
  /** Asks again after a failure. */
  retry(): void;
}

/** Settings are typed: of a burst of changes only the last is computed. */
const settleMs = 250;

let controller: AbortController | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
/** What the analysis under way, or the last one, was asked with. */
let asked: Question | null = null;

interface Question {
  readonly datasetId: string;
  readonly generation: number;
  readonly task: string | null;
  readonly data: DataSettings;
}

export const useAnalysis = create<AnalysisState>()((set) => ({
  view: "columns",
  work: { kind: "none" },
  analysis: null,
  show: (view) => set({ view }),
  retry: () => {
    asked = null;
    follow();
  },
}));

/** Augmentation changes nothing that is looked at. */
const isSame = (a: Question, b: Question): boolean =>
  a.datasetId === b.datasetId &&
  a.generation === b.generation &&
  a.task === b.task &&
  (Object.keys(a.data) as (keyof DataSettings)[]).every((key) => key === "augmentation" || a.data[key] === b.data[key]);

/** What would be asked now; null while there is nothing to look at. */
function question(): Question | null {
  const { project } = useProject.getState();
  const summary = summaryOf(useDataset.getState().table);
  if (project === null || summary === null || project.datasetId !== summary.id) return null;
  const { generation } = useEngine.getState();
  return { datasetId: summary.id, generation, task: taskOf(project, summary), data: project.data };
}

function stop(): void {
  clearTimeout(timer);
  controller?.abort();
  controller = null;
}

function follow(): void {
  const next = question();
  if (next === null) {
    stop();
    asked = null;
    useAnalysis.setState({ work: { kind: "none" }, analysis: null });
    return;
  }
  if (asked !== null && isSame(asked, next)) return;
  stop();
  const kept = asked?.datasetId === next.datasetId ? useAnalysis.getState().analysis : null;
  const settles = asked !== null;
  asked = next;
  useAnalysis.setState({ work: { kind: "running", progress: null }, analysis: kept });
  timer = setTimeout(() => void ask(next), settles ? settleMs : 0);
}

async function ask({ datasetId, data }: Question): Promise<void> {
  const mine = new AbortController();
  controller = mine;
  const { project } = useProject.getState();
  const summary = summaryOf(useDataset.getState().table);
  // Without a target no task matters.
  const task = taskOf(project, summary) ?? "regression";
  try {
    const walk = engine().analyse({ datasetId, data, task }, mine.signal);
    for (;;) {
      const { done, value } = await walk.next();
      if (mine.signal.aborted) return;
      if (done) {
        useAnalysis.setState({ work: { kind: "ready" }, analysis: value });
        return;
      }
      useAnalysis.setState({ work: { kind: "running", progress: value } });
    }
  } catch (error) {
    if (!mine.signal.aborted) useAnalysis.setState({ work: { kind: "failed", fault: toFault(error) } });
  }
}

/** Keeps the analysis in step with the document until the returned function is called. */
export function lookAtAnalysis(): () => void {
  const stops = [useProject.subscribe(follow), useDataset.subscribe(follow), useEngine.subscribe(follow)];
  follow();
  return () => {
    for (const end of stops) end();
    const isUnderWay = useAnalysis.getState().work.kind === "running";
    stop();
    // What was not finished is begun anew by whoever looks next.
    if (isUnderWay) {
      asked = null;
      useAnalysis.setState({ work: { kind: "none" } });
    }
  };
}
