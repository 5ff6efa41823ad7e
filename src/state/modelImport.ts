/**
 * @file Models from outside, and the weights that training starts from: opening files, which layers the stored weights
 * fit, and cutting a head off. Weights stay in the worker's storage; the page knows their names and shapes.
 */
import { useEffect, useMemo } from "react";
import { create } from "zustand";
import { type Fault, toFault } from "../core/fault.ts";
import { type Compiled, compile } from "../core/graph/compile.ts";
import { type NewHead, newHead } from "../core/graph/newHead.ts";
import type { Graph, NodeId, Positions } from "../core/graph/types.ts";
import type { Issue } from "../core/issue.ts";
import type { ModelContext } from "../core/layers/define.ts";
import type { Progress } from "../core/progress.ts";
import type { StartWeights } from "../core/project/types.ts";
import type { WeightShape } from "../engine/protocol.ts";
import { useCompiled } from "./derived.ts";
import { engine } from "./engine.ts";
import { useProject } from "./project.ts";
import { useSession } from "./session.ts";

export type Opening =
  | { readonly kind: "idle" }
  | { readonly kind: "opening"; readonly progress: Progress | null }
  | {
      readonly kind: "opened";
      readonly name: string;
      /** Counted as the model's summary counts them. */
      readonly layers: number;
      readonly withWeights: boolean;
      readonly files: readonly File[];
      readonly issues: readonly Issue[];
    }
  | { readonly kind: "refused"; readonly files: readonly File[]; readonly issues: readonly Issue[] }
  | { readonly kind: "failed"; readonly fault: Fault };

interface ModelImport {
  readonly opening: Opening;
  /** Whether the dialog is shown. */
  readonly shown: boolean;
  show(shown: boolean): void;
  /** The model in these files becomes the graph, one step of undo. `place` arranges it on the canvas. */
  open(files: readonly File[], context: ModelContext, place: (graph: Graph) => Positions): Promise<void>;
  cancel(): void;
}

let abort: AbortController | null = null;

export const useModelImport = create<ModelImport>()((set, get) => ({
  opening: { kind: "idle" },
  shown: false,
  show: (shown) => {
    get().cancel();
    set({ shown, opening: { kind: "idle" } });
  },
  cancel: () => {
    abort?.abort();
    abort = null;
    if (get().opening.kind === "opening") set({ opening: { kind: "idle" } });
  },
  open: async (files, context, place) => {
    abort?.abort();
    const controller = new AbortController();
    abort = controller;
    const projectId = useProject.getState().project?.id;
    set({ shown: true, opening: { kind: "opening", progress: null } });
    const list = files.map((file) => ({ name: file.webkitRelativePath || file.name, blob: file }));
    try {
      const stream = engine().importModel({ files: list, context }, controller.signal);
      for (;;) {
        const { done, value } = await stream.next();
        // Another opening began, or this one was given up.
        if (abort !== controller) return;
        if (!done) {
          set({ opening: { kind: "opening", progress: value } });
          continue;
        }
        if (!value.ok) return set({ opening: { kind: "refused", files, issues: value.issues } });
        const { project, readOnly } = useProject.getState();
        // Another tab may have taken the project over meanwhile; the dialog says so.
        if (project?.id !== projectId || readOnly) return set({ opening: { kind: "idle" } });
        const name = nameOf(files, value.startWeights);
        const { graph, startWeights, issues } = value;
        useProject
          .getState()
          .edit("setGraph", { graph, positions: place(graph), startWeights }, { detail: { key: "openModel", name } });
        useSession.getState().select(null);
        const { layers } = compile(graph, context).totals;
        return set({ opening: { kind: "opened", name, layers, withWeights: startWeights !== null, files, issues } });
      }
    } catch (error) {
      if (abort === controller) set({ opening: { kind: "failed", fault: toFault(error) } });
    }
  },
}));

/** The file that described the model; of several without weights, the one that can have. */
const nameOf = (files: readonly File[], weights: StartWeights | null): string =>
  weights?.source ?? (files.find(({ name }) => /\.(json|keras)$/i.test(name)) ?? files[0])?.name ?? "";

type Index = readonly WeightShape[] | "missing";
const useIndices = create<{ readonly known: Readonly<Record<string, Index>> }>()(() => ({ known: {} }));
const asked = new Set<string>();

/** Names and shapes of stored weights; null until they are known. */
function useWeightsIndex(id: string | null): Index | null {
  const known = useIndices((state) => (id === null ? undefined : state.known[id]));
  useEffect(() => {
    if (id === null || asked.has(id)) return;
    asked.add(id);
    const put = (index: Index) => useIndices.setState((state) => ({ known: { ...state.known, [id]: index } }));
    engine()
      .weightsIndex(id)
      .then(
        (index) => put(index ?? "missing"),
        // The worker may have been replaced meanwhile: the next one is asked again.
        () => asked.delete(id),
      );
  }, [id]);
  return known ?? null;
}

export type WeightsFit =
  | { readonly kind: "unknown" }
  | { readonly kind: "missing" }
  | { readonly kind: "known"; readonly matched: number; readonly total: number; readonly has: (id: NodeId) => boolean };

/** For how many of the layers with weights the chosen ones fit, by name and size. */
export function useWeightsFit(): WeightsFit {
  const id = useProject((state) => state.project?.startWeights?.id ?? null);
  const index = useWeightsIndex(id);
  const compiled = useCompiled();
  return useMemo(() => {
    if (index === null) return { kind: "unknown" };
    if (index === "missing") return { kind: "missing" };
    return { kind: "known", ...fitOf(index, compiled) };
  }, [index, compiled]);
}

function fitOf(index: readonly WeightShape[], compiled: Compiled) {
  const sizes = new Map<NodeId, number>();
  for (const { name, shape } of index) {
    const layer = name.slice(0, name.indexOf("/"));
    sizes.set(layer, (sizes.get(layer) ?? 0) + shape.reduce((product, n) => product * n, 1));
  }
  const weighted = [...compiled.nodes].filter(([, { active, trainable, fixed }]) => active && trainable + fixed > 0);
  const fitting = new Set(
    weighted.filter(([id, { trainable, fixed }]) => sizes.get(id) === trainable + fixed).map(([id]) => id),
  );
  return { matched: fitting.size, total: weighted.length, has: (id: NodeId) => fitting.has(id) };
}

/** What a new head would make of the graph; null where there is nothing to keep. */
export function useNewHead(): NewHead | null {
  const graph = useProject((state) => state.project?.graph);
  const compiled = useCompiled();
  const fit = useWeightsFit();
  return useMemo(() => {
    if (graph === undefined || fit.kind !== "known" || fit.matched === 0) return null;
    const size = (id: NodeId) => {
      const node = compiled.nodes.get(id);
      return node === undefined ? 0 : node.trainable + node.fixed;
    };
    const shape = (id: NodeId) => compiled.nodes.get(id)?.outputShape ?? null;
    return newHead(graph, { hasWeights: fit.has, parameters: size, shape });
  }, [graph, compiled, fit]);
}

/** Chooses what training starts from; null: weights drawn by chance. */
export function startFrom(startWeights: StartWeights | null): void {
  const detail =
    startWeights === null
      ? ({ key: "dropWeights" } as const)
      : ({ key: "useWeights", name: startWeights.source } as const);
  useProject.getState().edit("setStartWeights", { startWeights }, { detail });
}

/** One step of undo. */
export function applyNewHead({ graph }: NewHead, place: (graph: Graph) => Positions): void {
  useProject.getState().edit("setGraph", { graph, positions: place(graph) }, { detail: { key: "newHead" } });
}
