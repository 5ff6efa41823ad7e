/**
 * @file The text in the source panel: the graph's own, or what the user is writing. Writing is read after a pause; what
 * reads without a slip becomes the graph, as one step of undo for as long as the user goes on. A graph that changes
 * elsewhere takes the text over, unless there are slips in it that would be lost. The panel may be closed and opened again.
 */
import { useEffect, useMemo, useRef } from "react";
import { keepLayers } from "../../core/code/keepLayers.ts";
import { readSource, type SourceReading } from "../../core/code/readSource.ts";
import { sourceText } from "../../core/code/sourceText.ts";
import type { Compiled } from "../../core/graph/compile.ts";
import { placeMissing } from "../../core/graph/layout.ts";
import type { Graph, NodeId, Positions } from "../../core/graph/types.ts";
import type { Issue } from "../../core/issue.ts";
import type { ModelContext } from "../../core/layers/define.ts";
import { specOf } from "../../core/layers/index.ts";
import type { Project } from "../../core/project/types.ts";
import { useCompiled, useModelContext } from "../../state/derived.ts";
import { useProject } from "../../state/project.ts";
import { type TypedSource, useSession } from "../../state/session.ts";
import { tidy } from "./tidy.ts";

/** As long as a pause between two words of someone who thinks. */
const pauseMs = 500;

export type SourceState = "noData" | "unwritable" | "live" | "writing" | "applied" | "refused" | "stale";

export interface SourceDraft {
  readonly text: string;
  readonly state: SourceState;
  readonly reading: SourceReading;
  readonly issues: readonly Issue[];
  write(text: string): void;
  /** Makes the text the graph, over what was changed elsewhere since it was written. */
  applyAnyway(): void;
  discard(): void;
}

let sittings = 0;
const noGraph: Graph = { nodes: [] };

export function useSourceDraft(): SourceDraft {
  const graph = useProject((state) => state.project?.graph) ?? noGraph;
  const context = useModelContext();
  const compiled = useCompiled();
  const draft = useSession((state) => state.typedSource);
  const setDraft = useSession((state) => state.typeSource);
  const printed = useMemo(() => sourceText(graph, compiled, context), [graph, compiled, context]);
  const elsewhere = draft !== null && draft.graph !== graph;
  // The graph's own text again, once it moved on and nothing written would be lost.
  const shown = draft !== null && !(elsewhere && draft.state === "applied") ? draft : null;
  const text = shown?.text ?? printed?.text ?? "";
  const reading = useMemo(() => readSource(text, context), [text, context]);

  const issues = useMemo(() => {
    if (shown === null || shown.state === "writing") return [];
    return shown.state === "applied" ? [...reading.issues, ...errorsAtLines(compiled, reading)] : reading.issues;
  }, [shown, reading, compiled]);

  useEffect(() => {
    if (draft !== null && shown === null) setDraft(null);
  }, [draft, shown, setDraft]);
  useEffect(() => {
    if (draft?.state !== "writing") return;
    const timer = setTimeout(() => setDraft(appliedUnlessStale(draft, context)), pauseMs);
    return () => clearTimeout(timer);
  }, [draft, context, setDraft]);
  const latest = useRef(context);
  latest.current = context;
  // Who leaves without a pause may be on the way to training what was written.
  useEffect(
    () => () => {
      const { typedSource, typeSource } = useSession.getState();
      if (typedSource?.state === "writing") typeSource(appliedUnlessStale(typedSource, latest.current));
    },
    [],
  );

  return {
    text,
    reading,
    issues,
    state: stateOf(shown, elsewhere, printed === null, context),
    write: (next) => {
      const written = shown?.written ?? new Set(printed?.lines.keys() ?? graph.nodes.map(({ id }) => id));
      if (shown === null) sittings += 1;
      setDraft({ text: next, graph: shown?.graph ?? graph, written, state: "writing", sitting: sittings });
    },
    applyAnyway: () => shown !== null && setDraft(applied(shown, context)),
    discard: () => setDraft(null),
  };
}

function stateOf(
  draft: TypedSource | null,
  elsewhere: boolean,
  unwritten: boolean,
  context: ModelContext,
): SourceState {
  if (draft === null) {
    if (!unwritten) return "live";
    return context.inputShape === null || context.task === null ? "noData" : "unwritable";
  }
  return draft.state === "refused" && elsewhere ? "stale" : draft.state;
}

/** A graph that was changed elsewhere meanwhile, or taken back, is not overwritten unasked. */
const appliedUnlessStale = (draft: TypedSource, context: ModelContext): TypedSource =>
  useProject.getState().project?.graph === draft.graph ? applied(draft, context) : { ...draft, state: "refused" };

/** Makes the text the graph, if it reads; the draft then knows how it went. */
function applied(draft: TypedSource, context: ModelContext): TypedSource {
  const { project, edit } = useProject.getState();
  if (project === null) return draft;
  const { graph: read } = readSource(draft.text, context);
  if (read === null) return { ...draft, state: "refused" };
  const graph = keepLayers(read, { before: project.graph, written: draft.written, context });
  if (JSON.stringify(graph.nodes) === JSON.stringify(project.graph.nodes)) {
    return { ...draft, graph: project.graph, state: "applied" };
  }
  const positions = placesFor(graph, project);
  edit("setGraph", { graph, positions }, { coalesce: `code:${draft.sitting}`, detail: { key: "editCode" } });
  const now = useProject.getState().project?.graph ?? graph;
  const written = new Set([...draft.written, ...read.nodes.map(({ id }) => id)]);
  return { ...draft, graph: now, written, state: "applied" };
}

/** What keeps the graph from being trained, at the line that makes its layer. */
function errorsAtLines(compiled: Compiled, { spans }: SourceReading): readonly Issue[] {
  return compiled.issues.flatMap((issue) => {
    const span = issue.severity === "error" ? spans.get(issue.at.node ?? "") : undefined;
    return span === undefined ? [] : [{ ...issue, at: { ...issue.at, line: span.from } }];
  });
}

/** Another model is laid out anew: names alone, which many models share, make no layer stay. */
function isAnother(graph: Graph, before: Graph): boolean {
  const kinds = new Map(before.nodes.map(({ id, kind }) => [id, kind]));
  const hidden = graph.nodes.filter(({ kind }) => specOf(kind)?.role === "hidden");
  return 2 * hidden.filter(({ id, kind }) => kinds.get(id) === kind).length < hidden.length;
}

/** Layers stay where they were, unless the new ones between them would then stand upside down. */
function placesFor(graph: Graph, { graph: drawn, positions: before }: Project): Positions {
  if (isAnother(graph, drawn)) return tidy(graph);
  const known = new Set(graph.nodes.map(({ id }) => id));
  const places = Object.entries(before).filter(([id]) => known.has(id));
  const positions = placeMissing(graph, Object.fromEntries(places));
  const y = (id: NodeId) => positions[id]?.y ?? 0;
  const falls = graph.nodes.every(({ id, inputs }) => inputs.every((from) => y(from) < y(id)));
  const fell = places.length === known.size;
  return falls || fell ? positions : tidy(graph);
}
