/**
 * @file A compiled graph becomes a model that trains. Layers are made from their Keras calls by tfjs's own registry, so
 * that nothing here knows a layer; initial weights come from the run's seed; the output activation is left off where
 * the loss works on logits.
 */
import * as tf from "@tensorflow/tfjs-core";
import { input, model, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { AppError, assert } from "../../core/fault.ts";
import type { KerasModel } from "../../core/graph/compile.ts";
import type { ActivationName } from "../../core/layers/activations.ts";
import { pcgHash } from "../../core/random.ts";
import type { NamedTensor, Weights } from "../../core/training/checkpoint.ts";
import { setVariable } from "../gpu/inPlace.ts";
import { activate } from "../train/losses.ts";
import type { NamedVariable } from "../train/optimizer/optimizer.ts";
import "./customLayers/index.ts";
import type { NoiseSource } from "./customLayers/noise.ts";
import { joinNoise, type Layer, makeLayer, seedInitializers } from "./keras.ts";
import {
  applyLimits,
  type Limit,
  limitsOf,
  outputPenalty,
  type Penalty,
  penaltyOn,
  penaltySum,
  weightPenalties,
} from "./penalties.ts";

export interface TrainableModel {
  /** The randomness of training-only layers; the loop sets `step`. */
  readonly noise: NoiseSource;
  /** The output activation, left off by `forward`; "linear" where the network holds its own. */
  readonly head: ActivationName;
  readonly parameters: number;
  /** Numbers in the largest output of a layer for one row: what a batch takes at its widest. */
  readonly widest: number;
  /** Rows a forward pass takes at once, where nothing else says how many. */
  readonly rowsAtOnce: number;
  /** [batch, width] → [batch, units], the head not applied; and the penalties' sum, a scalar, null where there are none. */
  forward(x: tf.Tensor, training: boolean): { readonly outputs: tf.Tensor2D; readonly penalty: tf.Scalar | null };
  /** [batch, width] → predictions, the head applied. */
  predict(x: tf.Tensor): tf.Tensor2D;
  /** What each layer puts out for rows [batch, width]: by the layer's name, the head applied. */
  inspect(x: tf.Tensor): Readonly<Record<string, tf.Tensor>>;
  /** Brings weights back within their limits; after each update. */
  limit(): void;
  readonly trainable: readonly NamedVariable[];
  readonly weights: readonly NamedVariable[];
  dispose(): void;
}

/** A forward pass is cut so that no output of a layer takes more than 64 MB, whatever the network's shape. */
const numbersAtOnce = 2 ** 24;
const mostRows = 4096;

/** The output activations that belong to a loss on logits. */
const heads: readonly ActivationName[] = ["softmax", "sigmoid", "linear"];

/** Builds the model with weights drawn from `seed`. Throws AppError("outOfMemory") where the device refuses. */
export function buildModel(keras: KerasModel, seed: number): TrainableModel {
  const noise: NoiseSource = { seed: pcgHash(seed), step: 0 };
  const inputs = input({ shape: [...keras.inputShape] });
  const made = new Map<string, SymbolicTensor>([[keras.input, inputs]]);
  const layerOf = new Map<string, Layer>();
  let head: ActivationName = "linear";

  for (const [index, { name, call, inputs: sources, frozen }] of keras.layers.entries()) {
    // tfjs takes letters and digits for names; a document's own names may hold anything.
    const args = { ...call.args, name: `layer_${index}` };
    if (name === keras.output && heads.includes(call.args.activation as ActivationName)) {
      head = call.args.activation as ActivationName;
      Object.assign(args, { activation: "linear" });
    }
    const layer = makeLayer({ className: call.className, args });
    seedInitializers(layer, pcgHash(seed ^ pcgHash(index + 1)));
    joinNoise(layer, noise, index);
    const tensors = sources.map((source) => {
      const tensor = made.get(source);
      assert(tensor !== undefined, `"${source}" stands before "${name}"`);
      return tensor;
    });
    made.set(name, layer.apply(tensors.length === 1 ? (tensors[0] as SymbolicTensor) : tensors) as SymbolicTensor);
    if (frozen) freeze(layer);
    layerOf.set(name, layer);
  }

  const output = made.get(keras.output);
  assert(output !== undefined, "the output was built");
  const rest = sidesOf(keras, layerOf, made);
  const net = model({ inputs, outputs: [output, ...rest.outputs] });
  const forward = (x: tf.Tensor, training: boolean) => {
    const results = net.apply(shaped(x, keras.inputShape), { training }) as tf.Tensor | tf.Tensor[];
    const [outputs, ...further] = Array.isArray(results) ? results : [results];
    const penalty = rest.penalties.length === 0 ? null : penaltySum(rest.penalties, further);
    return { outputs: outputs as tf.Tensor2D, penalty };
  };
  const shapes = [keras.inputShape, ...keras.layers.map(({ outputShape }) => outputShape)];
  const widest = Math.max(...shapes.map((shape) => shape.reduce((product, n) => product * n, 1)));
  const namesInOrder = keras.layers.map(({ name }) => name);
  const weights = namedWeights(namesInOrder, layerOf, (layer) => layer.weights);
  return {
    noise,
    head,
    parameters: net.countParams(),
    widest,
    rowsAtOnce: Math.max(1, Math.min(mostRows, Math.floor(numbersAtOnce / widest))),
    forward,
    predict: (x) => tf.tidy(() => activate(head, forward(x, false).outputs)),
    inspect: (x) => {
      const all = model({ inputs, outputs: namesInOrder.map((name) => made.get(name) as SymbolicTensor) });
      const results = all.apply(shaped(x, keras.inputShape), { training: false }) as tf.Tensor | tf.Tensor[];
      const list = Array.isArray(results) ? results : [results];
      return Object.fromEntries(
        namesInOrder.map((name, i) => [
          name,
          name === keras.output ? activate(head, list[i] as tf.Tensor2D) : (list[i] as tf.Tensor),
        ]),
      );
    },
    limit: () => applyLimits(rest.limits),
    trainable: namedWeights(namesInOrder, layerOf, (layer) => layer.trainableWeights),
    weights,
    dispose: () => net.dispose(),
  };
}

/** Rows as the network takes them: [batch, width] becomes [batch, …shape]. */
const shaped = (x: tf.Tensor, shape: readonly number[]): tf.Tensor =>
  x.shape.length === shape.length + 1 ? x : tf.reshape(x, [x.shape[0] as number, ...shape]);

/** A frozen layer keeps its weights; one with moving averages works as in prediction, as Keras does. */
function freeze(layer: Layer): void {
  if (layer.nonTrainableWeights.length > 0) {
    const call = layer.call.bind(layer);
    layer.call = (inputs, kwargs) => call(inputs, { ...kwargs, training: false });
  }
  layer.trainable = false;
}

/** What is asked of the network beside its output: penalties, the outputs they need, limits. */
function sidesOf(keras: KerasModel, layerOf: ReadonlyMap<string, Layer>, made: ReadonlyMap<string, SymbolicTensor>) {
  const penalties: Penalty[] = [];
  const outputs: SymbolicTensor[] = [];
  const limits: Limit[] = [];
  for (const layer of keras.layers) {
    const built = layerOf.get(layer.name) as Layer;
    const byPart = Object.fromEntries(
      built.trainableWeights.map((weight) => [partOf(built.name, weight.originalName), variableOf(weight)]),
    );
    penalties.push(...weightPenalties(layer, byPart));
    limits.push(...limitsOf(layer, byPart));
    const call = outputPenalty(layer);
    if (call === null) continue;
    penalties.push(penaltyOn(call, outputs.length));
    outputs.push(made.get(layer.name) as SymbolicTensor);
  }
  return { penalties, outputs, limits };
}

function namedWeights(
  names: readonly string[],
  layerOf: ReadonlyMap<string, Layer>,
  pick: (layer: Layer) => Layer["weights"],
): NamedVariable[] {
  return names.flatMap((name) => {
    const layer = layerOf.get(name) as Layer;
    return pick(layer).map((weight) => ({
      name: `${name}/${partOf(layer.name, weight.originalName)}`,
      variable: variableOf(weight),
    }));
  });
}

/** "dense_1/kernel" → "kernel". A layer inside a layer keeps its own name: "forward/kernel" → "forward_kernel". */
export const partOf = (layer: string, name: string): string =>
  (name.startsWith(`${layer}/`) ? name.slice(layer.length + 1) : name).replaceAll("/", "_");

/** The tf.Variable inside a layer's weight: optimizers update it in place. */
function variableOf(weight: Layer["weights"][number]): tf.Variable {
  return (weight as unknown as { val: tf.Variable }).val;
}

/** Reads weights to the CPU, all in one wait. */
export async function readWeights(variables: readonly NamedVariable[]): Promise<NamedTensor[]> {
  const values = await Promise.all(variables.map(({ variable }) => variable.data()));
  return variables.map(({ name, variable }, index) => ({
    name,
    shape: [...variable.shape],
    // A copy: on the CPU backend the tensor's own array would go on changing.
    values: Float32Array.from(values[index] as Float32Array),
  }));
}

/** Sets the weights that are stored under the same name with the same shape; the names of those that were. */
export function writeMatching(variables: readonly NamedVariable[], weights: Weights): readonly string[] {
  const stored = new Map(weights.map((tensor) => [tensor.name, tensor]));
  const matching = variables.filter(({ name, variable }) => stored.get(name)?.shape.join() === variable.shape.join());
  writeWeights(matching, weights);
  return matching.map(({ name }) => name);
}

/** Sets weights by name. Throws where one is missing or of another shape. */
export function writeWeights(variables: readonly NamedVariable[], weights: Weights): void {
  const stored = new Map(weights.map((tensor) => [tensor.name, tensor]));
  for (const { name, variable } of variables) {
    const tensor = stored.get(name);
    if (tensor === undefined || tensor.shape.join() !== variable.shape.join()) {
      throw new AppError("notFound", { what: name });
    }
    tf.tidy(() => setVariable(variable, tf.tensor(tensor.values, variable.shape)));
  }
}
