/**
 * @file How many numbers a layer leaves on the device in a training step. What the way back needs is kept until the step's
 * end, and so is the gradient of each output; what only the layer itself needs is given back and serves others. The
 * figures follow the operations that training runs (`engine/ops`, `engine/kernels`), and are measured against the
 * recorder's memory.
 */
import type { Shape } from "../graph/types.ts";
import type { NestedLayer, ParamValue } from "../params/fields.ts";

export interface LayerMemory {
  /** Numbers of one row, from the forward pass to the end of the step. */
  readonly kept: number;
  /** Numbers of one row, from this layer's way back to the end of the step. */
  readonly gradients: number;
  /** Numbers of one row, only while the layer itself is on its way back. */
  readonly work: number;
  /** Numbers of one row in the largest buffer of the layer's own; 0: its output is the largest. */
  readonly widest: number;
  /** Long sums that are cut into shares, which lie on the device until they are added. */
  readonly sums: readonly LongSum[];
}

/** A product of matrices, [rows of the batch · rows, inner] · [inner, columns]; or the gradient of windows' weights. */
export type LongSum =
  | { readonly kind: "product"; readonly rows: number; readonly inner: number; readonly columns: number }
  | {
      readonly kind: "windows";
      readonly lines: number;
      readonly places: number;
      readonly tiles: number;
      readonly numbers: number;
    };

export interface SizedCall {
  readonly kind: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly inputs: readonly Shape[];
  readonly output: Shape;
}

const size = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);
const last = (shape: Shape | undefined): number => shape?.at(-1) ?? 1;

const simple = (kept: number, gradients: number, work = 0, widest = 0): LayerMemory => ({
  kept,
  gradients,
  work,
  widest,
  sums: [],
});
export const noMemory: LayerMemory = simple(0, 0);

export function layerMemory(call: SizedCall): LayerMemory {
  const { kind, params, inputs, output } = call;
  const own = size(output);
  switch (kind) {
    case "input":
      // The batch as it is gathered; nobody asks for its gradient.
      return simple(own, 0);
    case "flatten":
    case "reshape":
      // Another view of the same numbers.
      return noMemory;
    case "dense":
    case "output":
      return activated(call, [
        { kind: "product", rows: own / last(output), inner: last(inputs[0]), columns: last(output) },
      ]);
    case "conv1d":
    case "conv2d":
    case "conv2dTranspose":
    case "separableConv2d":
    case "depthwiseConv2d":
      return activated(call, [windows(call)]);
    case "maxPooling1d":
    case "maxPooling2d":
    case "globalMaxPooling1d":
    case "globalMaxPooling2d":
      // Beside the largest number, which one it was.
      return simple(2 * own, own);
    case "lstm":
    case "gru":
    case "simpleRnn":
      return recurrent(kind, Number(params.units), inputs[0] ?? [], own);
    case "bidirectional":
      return bothWays(call);
    case "timeDistributed":
      return eachStep(call);
    case "multiHeadAttention":
      return attention(call);
    default:
      return simple(own, own);
  }
}

/** Activations whose slope follows from what they are given, not from what they give: that is kept, too. */
const fromArgument: ReadonlySet<string> = new Set(["gelu", "swish", "mish", "softplus"]);

/** Weights, a bias and an activation, whose slope is multiplied in before the weights' gradient is taken. */
function activated({ kind, params, output }: SizedCall, sums: readonly LongSum[]): LayerMemory {
  const own = size(output);
  const { activation } = params;
  // The head's activation is part of the loss.
  const linear = activation === undefined || activation === "linear" || kind === "output";
  const kept = typeof activation === "string" && fromArgument.has(activation) ? 2 * own : own;
  return { kept, gradients: own, work: linear ? 0 : own, widest: 0, sums };
}

function windows({ kind, params, inputs, output }: SizedCall): LongSum {
  const kernel = Array.isArray(params.kernelSize) ? size(params.kernelSize) : Number(params.kernelSize);
  const groups = typeof params.groups === "number" ? params.groups : 1;
  const filters = last(output);
  const channels = kind === "depthwiseConv2d" ? 1 : last(inputs[0]) / groups;
  const rows = kernel * channels;
  const places = size(output) / filters;
  // A sequence is one line.
  const lines = output.length === 3 ? (output[0] ?? 1) : 1;
  const tiles = groups * Math.ceil(filters / groups / 4) * (Math.ceil(rows / 4) + 1);
  return { kind: "windows", lines, places, tiles, numbers: (rows + 1) * filters };
}

/** Blocks of units a step: what is kept, most of it in one buffer, and what the way back takes (it writes over the projected input). */
const cells = {
  lstm: { gates: 4, kept: 6, widest: 4, back: 5 },
  gru: { gates: 3, kept: 5, widest: 4, back: 7 },
  simpleRnn: { gates: 1, kept: 2, widest: 1, back: 2 },
} as const;

function recurrent(kind: keyof typeof cells, units: number, input: Shape, own: number): LayerMemory {
  const { gates, kept, widest, back } = cells[kind];
  const [steps = 1] = input;
  const perStep = steps * units;
  const sums: LongSum[] = [{ kind: "product", rows: steps, inner: last(input), columns: gates * units }];
  const gradients = perStep * back + size(input) + own;
  return { kept: perStep * kept + own, gradients, work: 0, widest: perStep * widest, sums };
}

/** Two of the wrapped layer, and their outputs joined. */
function bothWays({ params, inputs, output }: SizedCall): LayerMemory {
  const own = size(output);
  const { kind, params: inner } = params.layer as NestedLayer;
  if (kind !== "lstm" && kind !== "gru" && kind !== "simpleRnn") return simple(own, own);
  const one = recurrent(kind, Number(inner.units), inputs[0] ?? [], own / 2);
  return { ...one, kept: 2 * one.kept + own, gradients: 2 * one.gradients + own };
}

/** The wrapped layer for each step, as though the batch were longer. */
function eachStep({ params, inputs, output }: SizedCall): LayerMemory {
  const { kind, params: inner } = params.layer as NestedLayer;
  const [steps = 1, ...one] = output;
  const step = layerMemory({ kind, params: inner, inputs: inputs.map((shape) => shape.slice(1)), output: one });
  const { kept, gradients, work, widest } = step;
  const sums = step.sums.map((sum) =>
    sum.kind === "product"
      ? { ...sum, rows: sum.rows * steps }
      : { ...sum, lines: sum.lines * steps, places: sum.places * steps },
  );
  return { kept: kept * steps, gradients: gradients * steps, work: work * steps, widest: widest * steps, sums };
}

/** Queries, keys and values, the scores of all pairs of steps and their shares, and the values they weigh. */
function attention({ params, inputs, output }: SizedCall): LayerMemory {
  const [queries = 1] = inputs[0] ?? [];
  const [values = 1] = inputs[1] ?? inputs[0] ?? [];
  const heads = Number(params.numHeads);
  const projected = heads * Number(params.keyDim) * (2 * queries + 2 * values);
  const pairs = heads * queries * values;
  const kept = 2 * projected + 3 * pairs + size(output);
  return simple(kept, kept, pairs, pairs);
}

/** As `engine/kernels/matmul.ts` and `convShares.ts` cut sums. */
const enoughInvocations = 4096;
const leastPerSplit = 128;
const wantedInvocations = 2 ** 15;
const mostShares = 2 ** 23;

/** Numbers that the shares of a sum take; 0: it is not cut. */
export function shareNumbers(sum: LongSum, batchSize: number): number {
  if (sum.kind === "product") {
    const rows = sum.rows * batchSize;
    const tiles = Math.ceil(rows / 4) * Math.ceil(sum.columns / 4);
    const splits = Math.min(Math.floor(sum.inner / leastPerSplit), Math.ceil(enoughInvocations / tiles));
    return splits > 1 ? splits * rows * sum.columns : 0;
  }
  const { lines, places, tiles, numbers } = sum;
  const most = Math.min(lines * batchSize, Math.ceil(Math.sqrt(places * batchSize)), Math.floor(mostShares / numbers));
  const shares = Math.min(most, Math.ceil(wantedInvocations / tiles));
  return shares > 1 ? shares * numbers : 0;
}
