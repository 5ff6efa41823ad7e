/** @file What is selected and open right now. Never saved with the project. */
import { create } from "zustand";

interface SessionState {
  readonly selectedNode: string | null;
  /** The run whose curves and report are shown; null: the latest. */
  readonly selectedRun: string | null;
  readonly problemsOpen: boolean;
  select(node: string | null): void;
  selectRun(run: string | null): void;
  showProblems(open: boolean): void;
}

export const useSession = create<SessionState>()((set) => ({
  selectedNode: null,
  selectedRun: null,
  problemsOpen: false,
  select: (selectedNode) => set({ selectedNode }),
  selectRun: (selectedRun) => set({ selectedRun }),
  showProblems: (problemsOpen) => set({ problemsOpen }),
}));
