/** @file What is selected and open right now. Never saved with the project. */
import { create } from "zustand";

interface SessionState {
  /** The one layer that is marked; null where none is, or several are. */
  readonly selectedNode: string | null;
  /** All layers that are marked, in the order in which they were. */
  readonly marked: readonly string[];
  readonly markedNotes: readonly string[];
  /** The run whose curves and report are shown; null: the latest. */
  readonly selectedRun: string | null;
  readonly problemsOpen: boolean;
  /** Whether the graph's source is shown; stays so while other steps are visited. */
  readonly sourceOpen: boolean;
  select(node: string | null): void;
  mark(nodes: readonly string[], notes?: readonly string[]): void;
  selectRun(run: string | null): void;
  showProblems(open: boolean): void;
  showSource(open: boolean): void;
}

export const useSession = create<SessionState>()((set) => ({
  selectedNode: null,
  marked: [],
  markedNotes: [],
  selectedRun: null,
  problemsOpen: false,
  sourceOpen: false,
  select: (selectedNode) => set({ selectedNode, marked: selectedNode === null ? [] : [selectedNode], markedNotes: [] }),
  mark: (marked, markedNotes = []) =>
    set({ marked, markedNotes, selectedNode: marked.length === 1 ? (marked[0] ?? null) : null }),
  selectRun: (selectedRun) => set({ selectedRun }),
  showProblems: (problemsOpen) => set({ problemsOpen }),
  showSource: (sourceOpen) => set({ sourceOpen }),
}));
