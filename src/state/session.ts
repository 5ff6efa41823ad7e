/** @file What is selected and open right now. Never saved with the project. */
import { create } from "zustand";
import type { Graph, NodeId } from "../core/graph/types.ts";

/** A finding of the Data step, and its column where it stands at one. */
export interface WantedFinding {
  readonly code: string;
  readonly column: string | null;
}

/** What was typed into the source panel and is not the graph's own text. */
export interface TypedSource {
  readonly text: string;
  /** The graph this text is, or was written over. */
  readonly graph: Graph;
  /** Layers that stood in the text before it was edited. */
  readonly written: ReadonlySet<NodeId>;
  readonly state: "writing" | "applied" | "refused";
  /** Marks the edits of one sitting: they are one step of undo. */
  readonly sitting: number;
}

interface SessionState {
  /** The one layer that is marked; null where none is, or several are. */
  readonly selectedNode: string | null;
  /** All layers that are marked, in the order in which they were. */
  readonly marked: readonly string[];
  readonly markedNotes: readonly string[];
  /** The run whose curves and report are shown; null: the latest. */
  readonly selectedRun: string | null;
  /** What was asked to be shown on the Data step; who shows it puts it back to null. */
  readonly wanted: WantedFinding | null;
  /** How much curves are smoothed; null: nobody has chosen, and their length decides. */
  readonly smoothing: number | null;
  /** Whether the charts of a run's steps are shown. */
  readonly stepsOpen: boolean;
  readonly problemsOpen: boolean;
  /** Whether the graph's source is shown; stays so while other steps are visited. */
  readonly sourceOpen: boolean;
  /** Kept while other steps are visited: it may be long, and not a model yet. */
  readonly typedSource: TypedSource | null;
  select(node: string | null): void;
  mark(nodes: readonly string[], notes?: readonly string[]): void;
  selectRun(run: string | null): void;
  want(finding: WantedFinding | null): void;
  smooth(weight: number): void;
  showSteps(open: boolean): void;
  showProblems(open: boolean): void;
  showSource(open: boolean): void;
  typeSource(typed: TypedSource | null): void;
  /** Another project: its layers may have the same ids, and nothing of the one before is meant. */
  forget(): void;
}

const nothing = {
  selectedNode: null,
  marked: [],
  markedNotes: [],
  selectedRun: null,
  wanted: null,
  typedSource: null,
} as const;

export const useSession = create<SessionState>()((set) => ({
  ...nothing,
  smoothing: null,
  stepsOpen: false,
  problemsOpen: false,
  sourceOpen: false,
  select: (selectedNode) => set({ selectedNode, marked: selectedNode === null ? [] : [selectedNode], markedNotes: [] }),
  mark: (marked, markedNotes = []) =>
    set({ marked, markedNotes, selectedNode: marked.length === 1 ? (marked[0] ?? null) : null }),
  selectRun: (selectedRun) => set({ selectedRun }),
  want: (wanted) => set({ wanted }),
  smooth: (smoothing) => set({ smoothing }),
  showSteps: (stepsOpen) => set({ stepsOpen }),
  showProblems: (problemsOpen) => set({ problemsOpen }),
  showSource: (sourceOpen) => set({ sourceOpen }),
  typeSource: (typedSource) => set({ typedSource }),
  forget: () => set(nothing),
}));
