/**
 * @file Keras source becomes a graph: text → tokens → statements → calls → layers. Each step reports at line and
 * character; a graph comes out only where none of them found a slip. No text is run, however it reads.
 */
import { fromKeras } from "../graph/fromKeras.ts";
import type { Graph, NodeId, Shape } from "../graph/types.ts";
import type { Issue } from "../issue.ts";
import type { ModelContext } from "../layers/define.ts";
import { parsePython } from "./parsePython.ts";
import { type ModelProblem, modelOfSource } from "./sourceModel.ts";

/** The lines of a layer, both from 1 and inclusive. */
export interface LineSpan {
  readonly from: number;
  readonly to: number;
}

export interface SourceReading {
  /** null where the text has errors. */
  readonly graph: Graph | null;
  readonly issues: readonly Issue[];
  readonly inputShape: Shape | null;
  /** Where each layer stands. */
  readonly spans: ReadonlyMap<NodeId, LineSpan>;
  /** Layers of which the text says whether they keep their weights. */
  readonly spoken: ReadonlySet<NodeId>;
}

export function readSource(text: string, context: ModelContext): SourceReading {
  const { statements, problems } = parsePython(text);
  if (problems.length > 0) return failed(problems.map(issueOf));
  const model = modelOfSource(statements);
  const { layers, outputs } = model;
  const read = fromKeras({ layers, outputs, dialect: "keras3" }, context);
  const { graph, issues, inputShape, ids, spoken } = read;
  if (model.problems.length > 0) {
    // What is wrong with one layer's call is so whatever is missing around it.
    const ofCalls = layers.length === 0 ? [] : issues.filter(({ code }) => aboutOneCall.has(code));
    return failed([...model.problems.map(issueOf), ...ofCalls].toSorted((a, b) => (a.at.line ?? 0) - (b.at.line ?? 0)));
  }
  const spans = new Map<NodeId, LineSpan>();
  for (const { key, line, endLine } of layers) {
    const id = ids.get(key);
    if (id !== undefined) spans.set(id, { from: line, to: Math.max(line, endLine) });
  }
  return { graph, issues, inputShape, spans, spoken };
}

const aboutOneCall: ReadonlySet<string> = new Set([
  "unknownClass",
  "layerMisspelt",
  "argumentUnknown",
  "argumentMisspelt",
  "valueMisspelt",
  "argumentMissing",
  "argumentUnsupported",
  "argumentInvalid",
]);

const failed = (issues: readonly Issue[]): SourceReading => ({
  graph: null,
  issues,
  inputShape: null,
  spans: new Map(),
  spoken: new Set(),
});

const issueOf = ({ code, context, line, character }: ModelProblem): Issue =>
  // Code and context agree because the problem is one member of a union, which a spread cannot express.
  ({ code, severity: "error", at: { line, character }, context }) as Issue;
