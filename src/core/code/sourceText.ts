/**
 * @file The text of the source panel: the graph as Keras source, also while it has errors, so that they can be mended
 * there. What a layer is called with may be unknown then; the layers themselves are not.
 */
import { writeKeras } from "../export/keras/writeKeras.ts";
import type { Compiled, KerasLayer, KerasModel } from "../graph/compile.ts";
import type { Graph, NodeId } from "../graph/types.ts";
import type { ModelContext } from "../layers/define.ts";
import { specOf } from "../layers/index.ts";
import { checkField, completed } from "../params/fields.ts";

export interface SourceText {
  readonly text: string;
  /** The line at which each layer's statement begins, from 1. */
  readonly lines: ReadonlyMap<NodeId, number>;
}

/** null where the graph cannot be written: there are no data yet, a value is none, or an end is missing. */
export function sourceText(graph: Graph, compiled: Compiled, context: ModelContext): SourceText | null {
  const model = compiled.model ?? looseModel(graph, compiled, context);
  if (model === null) return null;
  const labels = Object.fromEntries(graph.nodes.map(({ id, label }) => [id, label]));
  const { source, lines } = writeKeras(model, { labels });
  return { text: source, lines: new Map(Object.entries(lines)) };
}

/** The calls of a graph whose shapes do not all follow. */
function looseModel(graph: Graph, compiled: Compiled, context: ModelContext): KerasModel | null {
  if (context.inputShape === null || context.task === null) return null;
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const layers: KerasLayer[] = [];
  let input: NodeId | null = null;
  let output: NodeId | null = null;
  for (const id of compiled.order) {
    const node = nodes.get(id);
    const result = compiled.nodes.get(id);
    if (node === undefined || result === undefined || !result.active) continue;
    const spec = specOf(node.kind);
    if (spec === null) return null;
    if (spec.role === "input") input = id;
    if (spec.role === "output") output = id;
    if (spec.keras === null) continue;
    const params = completed(spec.fields, node.params) as KerasLayer["params"];
    if (Object.entries(spec.fields).some(([name, field]) => checkField(field, params[name]) !== null)) return null;
    const inputShapes = result.inputShapes.filter((shape) => shape !== null);
    layers.push({
      name: id,
      call: spec.keras({ params: params as never, inputs: inputShapes, context }),
      inputs: node.inputs.filter((from) => nodes.has(from)),
      kind: node.kind,
      params,
      inputShapes,
      outputShape: result.outputShape ?? [],
      frozen: node.frozen === true,
    });
  }
  // A circle has no order in which it could be written.
  const written = new Set<NodeId>(input === null ? [] : [input]);
  for (const { name, inputs } of layers) {
    if (inputs.length === 0 || !inputs.every((from) => written.has(from))) return null;
    written.add(name);
  }
  if (input === null || output === null) return null;
  return { inputShape: context.inputShape, layers, input, output, context };
}
