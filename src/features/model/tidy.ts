/** @file Lays a whole graph out anew, from input to output. Long edges weigh little, so that the chain stays straight. */
import dagre from "@dagrejs/dagre";
import { anchorOf, type Shown, shownGraph } from "../../core/graph/blocks.ts";
import { arrange, nodeSize, placeOf, step } from "../../core/graph/layout.ts";
import { orderOf } from "../../core/graph/order.ts";
import type { Block, Graph, NodeId, Note, Point, Positions } from "../../core/graph/types.ts";

/** Beyond this many cards the library thinks for seconds; plain rows are drawn at once. */
const mostCards = 500;

/** A collapsed block is laid out as the one card it is; its layers keep their places within it. */
export function tidy(graph: Graph, blocks: readonly Block[] = [], positions: Positions = {}): Positions {
  const shown = shownGraph(graph, blocks);
  const places = shown.items.length > mostCards ? arrange(asGraph(shown)) : layOut(shown);
  const tidied: Record<NodeId, Point> = {};
  for (const { id, block, nodes } of shown.items) {
    const place = placeOf(places, id);
    const anchor = block === null ? null : anchorOf(block, positions);
    for (const node of nodes) {
      const old = placeOf(positions, node.id);
      tidied[node.id] = anchor === null ? place : { x: place.x + old.x - anchor.x, y: place.y + old.y - anchor.y };
    }
  }
  return tidied;
}

const inputsOf = ({ lines }: Shown): ReadonlyMap<string, readonly string[]> => {
  const inputs = new Map<string, string[]>();
  for (const { from, to } of lines) {
    const list = inputs.get(to);
    if (list === undefined) inputs.set(to, [from]);
    else if (!list.includes(from)) list.push(from);
  }
  return inputs;
};

/** The drawing as a graph, for what only looks at ids and inputs. */
function asGraph(shown: Shown): Graph {
  const inputs = inputsOf(shown);
  return {
    nodes: shown.items.flatMap(({ id, nodes: [first] }) =>
      first === undefined ? [] : [{ ...first, id, inputs: inputs.get(id) ?? [] }],
    ),
  };
}

function layOut(shown: Shown): Positions {
  const layout = new dagre.graphlib.Graph();
  layout.setGraph({ rankdir: "TB", nodesep: step.x - nodeSize.width, ranksep: step.y - nodeSize.height });
  layout.setDefaultEdgeLabel(() => ({}));
  const { nodes } = asGraph(shown);
  const known = new Map(nodes.map((node) => [node.id, node]));
  const { order } = orderOf(nodes, (id) => known.get(id)?.inputs.length === 0);
  const depth = new Map<NodeId, number>();
  for (const id of order) {
    const inputs = known.get(id)?.inputs ?? [];
    depth.set(
      id,
      inputs.reduce((deepest, input) => Math.max(deepest, (depth.get(input) ?? -1) + 1), 0),
    );
    layout.setNode(id, { ...nodeSize });
  }
  for (const id of order) {
    for (const input of known.get(id)?.inputs ?? []) {
      const length = (depth.get(id) ?? 0) - (depth.get(input) ?? 0);
      // Skip edges are drawn around the chain: they need no lane of their own.
      if (depth.has(input) && length === 1) layout.setEdge(input, id, { weight: 8 });
    }
  }
  dagre.layout(layout);
  const first = order[0] === undefined ? { x: 0, y: 0 } : (layout.node(order[0]) as Point);
  return Object.fromEntries(
    order.map((id) => {
      const { x, y } = layout.node(id) as Point;
      return [id, { x: Math.round(x - first.x), y: Math.round(y - first.y) }];
    }),
  );
}

const besideLayers = 40;

/** Notes that the layers' new places cover go to the right of all layers, at their own height. */
export function clearNotes(notes: readonly Note[], positions: Positions): readonly Note[] {
  const cards = Object.values(positions);
  const covered = (note: Note) =>
    cards.some(
      ({ x, y }) =>
        x < note.x + note.width &&
        x + nodeSize.width > note.x &&
        y < note.y + note.height &&
        y + nodeSize.height > note.y,
    );
  if (!notes.some(covered)) return notes;
  const right = cards.reduce((most, { x }) => Math.max(most, x + nodeSize.width), 0);
  return notes.map((note) => (covered(note) ? { ...note, x: right + besideLayers } : note));
}
