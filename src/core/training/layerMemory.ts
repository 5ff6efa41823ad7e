/**
 * @file How many numbers a layer leaves on the device for one row of a training step. What the way back needs is kept until
 * the step's end, and so is the gradient of each output; what was only passed through is given back and serves others.
 * The table follows the operations that training runs (`engine/ops`), and is measured against the recorder's memory.
 */
import type { Shape } from "../graph/types.ts";
import type { NestedLayer, ParamValue } from "../params/fields.ts";

/** Numbers of one row. */
export interface LayerMemory {
  /** From the forward pass to the end of the step. */
  readonly kept: number;
  /** From this layer's way back to the end of the step. */
  readonly gradients: number;
  /** Only while the layer itself is computed, forward or back. */
  readonly work: number;
}

export interface SizedCall {
  readonly kind: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly inputs: readonly Shape[];
  readonly output: Shape;
}

const size = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

/** The output is another view of the input: nothing is copied. */
const views: ReadonlySet<string> = new Set(["flatten", "reshape"]);

/** How many times its output a layer keeps, hands back, and takes meanwhile; of all others each counts once. */
const shares: Readonly<Record<string, LayerMemory>> = {
  // The batch as it is gathered; nobody asks for its gradient.
  input: { kept: 1, gradients: 0, work: 0 },
};
const once: LayerMemory = { kept: 1, gradients: 1, work: 0 };

/** Blocks of units that a step of a recurrent cell projects its input to, and keeps for the way back. */
const cells: Readonly<Record<string, { readonly gates: number; readonly kept: number }>> = {
  lstm: { gates: 4, kept: 4 },
  gru: { gates: 3, kept: 4 },
  simpleRnn: { gates: 1, kept: 1 },
};

const times = ({ kept, gradients, work }: LayerMemory, by: number): LayerMemory => ({
  kept: kept * by,
  gradients: gradients * by,
  work: work * by,
});

export function layerMemory(call: SizedCall): LayerMemory {
  const { kind, params, inputs, output } = call;
  const own = size(output);
  if (views.has(kind)) return times(once, 0);
  const cell = cells[kind];
  if (cell !== undefined) return recurrent(cell, Number(params.units), inputs[0] ?? [], own);
  if (kind === "bidirectional") return bothWays(call);
  if (kind === "multiHeadAttention") return attention(call);
  return times(shares[kind] ?? once, own);
}

function recurrent({ gates, kept }: { gates: number; kept: number }, units: number, input: Shape, own: number) {
  const steps = input[0] ?? 1;
  const perStep = steps * units;
  // The projected input, what the cell keeps, and the outputs of all steps; back: a gradient of each projection.
  return { kept: perStep * (gates + kept + 1) + own, gradients: perStep * gates + size(input), work: perStep };
}

/** Two of the wrapped layer, and their outputs joined. */
function bothWays({ params, inputs, output }: SizedCall): LayerMemory {
  const { kind, params: inner } = params.layer as NestedLayer;
  const cell = cells[kind];
  if (cell === undefined) return times(once, size(output));
  const half = size(output) / 2;
  const { kept, gradients, work } = recurrent(cell, Number(inner.units), inputs[0] ?? [], half);
  return { kept: 2 * kept + size(output), gradients: 2 * (gradients + half) + size(output), work: 2 * work };
}

/** Queries, keys and values, the scores of all pairs of steps and their shares, and the values they weigh. */
function attention({ params, inputs, output }: SizedCall): LayerMemory {
  const [queries = 1] = inputs[0] ?? [];
  const [values = 1] = inputs[1] ?? inputs[0] ?? [];
  const heads = Number(params.numHeads);
  const projected = heads * Number(params.keyDim) * (2 * queries + 2 * values);
  const pairs = heads * queries * values;
  const kept = 2 * projected + 3 * pairs + size(output);
  return { kept, gradients: kept, work: pairs };
}
