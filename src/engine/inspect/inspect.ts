/**
 * @file One row sent through a graph, with each layer's output kept: what the editor shows at the nodes. Values are cut
 * to a size that crosses to the page and is drawn in a moment; their range and mean are of the whole.
 */
import * as tf from "@tensorflow/tfjs-core";
import { modelContextOf } from "../../core/data/modelContext.ts";
import type { Recipe } from "../../core/data/recipe.ts";
import { AppError } from "../../core/fault.ts";
import { compile, type KerasModel } from "../../core/graph/compile.ts";
import { type InspectedGraph, type InspectedOutput, inspectedLimit } from "../../core/graph/inspected.ts";
import type { Graph, Shape } from "../../core/graph/types.ts";
import type { TrainableModel } from "../model/build.ts";

/** The graph as it would be trained on rows of this recipe. Throws where it has errors. */
export function compiledFor(graph: Graph, recipe: Recipe): KerasModel {
  const { model, issues } = compile(graph, modelContextOf(recipe));
  if (model === null) throw new AppError("unexpected", { message: issues.map(({ code }) => code).join(", ") });
  return model;
}

/** `x`: the encoded row, [width]; `raw`: the same before scaling, or null. Every layer's output, the input's included. */
export async function inspect(
  model: TrainableModel,
  keras: KerasModel,
  x: Float32Array,
  row: number,
  raw: Float32Array | null = null,
): Promise<InspectedGraph> {
  const tensors = tf.tidy(() => model.inspect(tf.tensor2d(x, [1, x.length])));
  try {
    const entries = await Promise.all(
      Object.entries(tensors).map(async ([id, tensor]) => {
        const values = (await tensor.data()) as Float32Array;
        return [id, outputOf(tensor.shape.slice(1), Float32Array.from(values))] as const;
      }),
    );
    const outputs = Object.fromEntries([[keras.input, outputOf(keras.inputShape, x)] as const, ...entries]);
    return raw === null ? { row, outputs } : { row, outputs, raw: rawOf(keras.input, outputs, x, raw) };
  } finally {
    tf.dispose(Object.values(tensors));
  }
}

/** For the input, and the layers that put out the very numbers they were given: a Reshape, a Flatten. */
function rawOf(input: string, outputs: InspectedGraph["outputs"], x: Float32Array, raw: Float32Array) {
  const handedOn = ({ values }: InspectedOutput) => values.length === x.length && values.every((v, i) => v === x[i]);
  const found = Object.entries(outputs).filter(([id, output]) => id === input || handedOn(output));
  return Object.fromEntries(found.map(([id, { shape }]) => [id, outputOf(shape, raw)]));
}

function outputOf(shape: Shape, values: Float32Array): InspectedOutput {
  let [min, max, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of values) {
    // NaN shows: it passes through both.
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
  }
  const shown = fitting(shape, inspectedLimit);
  return { shape, shown, values: corner(values, shape, shown), min, max, mean: sum / values.length };
}

/** The shape cut to at most `limit` numbers: channels go first, from the end; then the front axis. */
export function fitting(shape: Shape, limit: number): Shape {
  const shown = [...shape];
  for (const axis of [shape.length - 1, ...shape.keys()]) {
    const rest = shown.reduce((product, n, i) => (i === axis ? product : product * n), 1);
    shown[axis] = Math.min(shown[axis] as number, Math.max(1, Math.floor(limit / rest)));
  }
  return shown;
}

/** The numbers of `values` (row-major, `shape`) at indices below `shown` in each axis. */
export function corner(values: Float32Array, shape: Shape, shown: Shape): Float32Array {
  if (shown.every((n, axis) => n === shape[axis])) return values;
  const [length = 1, ...inner] = shape;
  const [kept = 1, ...keptInner] = shown;
  const [size, keptSize] = [inner, keptInner].map((axes) => axes.reduce((product, n) => product * n, 1)) as [
    number,
    number,
  ];
  const cut = new Float32Array(kept * keptSize);
  for (let i = 0; i < kept && i < length; i++) {
    cut.set(corner(values.subarray(i * size, (i + 1) * size), inner, keptInner), i * keptSize);
  }
  return cut;
}
