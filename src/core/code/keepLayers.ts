/**
 * @file What source does not say, kept from the graph it came from: labels, layers that lead nowhere and were not
 * written, and parameters that mean the same.
 */

import type { Graph, NodeId } from "../graph/types.ts";
import type { ModelContext } from "../layers/define.ts";
import { type LayerNode, specOf } from "../layers/index.ts";
import { checkField } from "../params/fields.ts";

interface Kept {
  readonly before: Graph;
  /** Layers of `before` that stood in the text. */
  readonly written: ReadonlySet<NodeId>;
  readonly context: ModelContext;
}

/** The graph of a text, with what it leaves open taken from the graph before. Layers are the same by name and kind. */
export function keepLayers(read: Graph, { before, written, context }: Kept): Graph {
  const earlier = new Map(before.nodes.map((node) => [node.id, node]));
  const nodes = read.nodes.map((node) => kept(node, earlier.get(node.id), context));
  const known = new Set(nodes.map(({ id }) => id));
  const loose = before.nodes.filter(({ id }) => !written.has(id) && !known.has(id));
  const all = new Set([...known, ...loose.map(({ id }) => id)]);
  const rest = loose.map((node): LayerNode => ({ ...node, inputs: node.inputs.filter((id) => all.has(id)) }));
  // The Output stays last, so that documents read from input to output.
  const head = nodes.at(-1);
  if (head === undefined || rest.length === 0) return { nodes };
  return { nodes: [...nodes.slice(0, -1), ...rest, head] };
}

function kept(node: LayerNode, before: LayerNode | undefined, context: ModelContext): LayerNode {
  if (before === undefined || before.kind !== node.kind) return node;
  const label = before.label === undefined ? {} : { label: before.label };
  const params = sameCall(node, before, context) ? { params: before.params } : {};
  // Source states `trainable=False` wherever it holds, so silence means that the layer learns.
  return { ...node, ...params, ...label } as LayerNode;
}

/** Whether both mean the same call: what follows the task may be written out. */
function sameCall(a: LayerNode, b: LayerNode, context: ModelContext): boolean {
  const spec = specOf(a.kind);
  if (spec?.keras == null || (spec.role === "output" && context.task === null)) return false;
  const keras = spec.keras;
  const valid = [a, b].every(({ params }) =>
    Object.entries(spec.fields).every(
      ([name, field]) => checkField(field, (params as Record<string, unknown>)[name]) === null,
    ),
  );
  if (!valid) return false;
  const [x, y] = [a, b].map(({ params }) => JSON.stringify(keras({ params: params as never, inputs: [], context })));
  return x === y;
}
