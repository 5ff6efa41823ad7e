/**
 * @file Ready-made graphs to start from. None depends on the data: shapes and the output's head follow them. Titles and
 * sentences are texts in `locales/<language>/model.ts` under the same names.
 */
import { makeNode } from "./edit.ts";
import { arrange, step } from "./layout.ts";
import type { Graph, Positions } from "./types.ts";

export interface Drawing {
  readonly graph: Graph;
  readonly positions: Positions;
}

const drawn = (graph: Graph): Drawing => ({ graph, positions: arrange(graph) });

/** Logistic, softmax or linear regression: the output reads the data directly. */
const linear = (): Drawing =>
  drawn({ nodes: [makeNode("input", "input_1", []), makeNode("output", "output_1", ["input_1"])] });

const mlp = (): Drawing =>
  drawn({
    nodes: [
      makeNode("input", "input_1", []),
      makeNode("dense", "dense_1", ["input_1"], { units: 64 }),
      makeNode("dense", "dense_2", ["dense_1"], { units: 64 }),
      makeNode("output", "output_1", ["dense_2"]),
    ],
  });

/** One residual block: the sum keeps what the first layer found even while the block has learned nothing. */
const deepMlpSkip = (): Drawing => {
  const graph: Graph = {
    nodes: [
      makeNode("input", "input_1", []),
      makeNode("dense", "dense_1", ["input_1"], { units: 64 }),
      makeNode("batchNormalization", "batch_normalization_1", ["dense_1"], { momentum: 0.9 }),
      makeNode("dense", "dense_2", ["batch_normalization_1"], { units: 64 }),
      makeNode("dense", "dense_3", ["dense_2"], { units: 64 }),
      makeNode("add", "add_1", ["batch_normalization_1", "dense_3"]),
      makeNode("dropout", "dropout_1", ["add_1"], { rate: 0.2 }),
      makeNode("output", "output_1", ["dropout_1"]),
    ],
  };
  return { graph, positions: Object.fromEntries(graph.nodes.map(({ id }, row) => [id, { x: 0, y: row * step.y }])) };
};

export const templates = { linear, mlp, deepMlpSkip } as const satisfies Record<string, () => Drawing>;
export type TemplateName = keyof typeof templates;
export const templateNames = Object.keys(templates) as readonly TemplateName[];

/** What a new project starts with. */
export const defaultDrawing = mlp;
