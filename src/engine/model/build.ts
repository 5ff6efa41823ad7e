/**
 * @file A compiled graph becomes a model that trains. Layers are made from their Keras calls by tfjs's own registry, so
 * that nothing here knows a layer; initial weights come from the run's seed; the output activation is left off where
 * the loss works on logits.
 */
import * as tf from "@tensorflow/tfjs-core";
import { input, type LayersModel, type layers, model, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { AppError, assert } from "../../core/fault.ts";
import type { KerasModel } from "../../core/graph/compile.ts";
import type { ActivationName } from "../../core/layers/activations.ts";
import { pcgHash } from "../../core/random.ts";
import type { NamedTensor, Weights } from "../../core/training/checkpoint.ts";
import { activate } from "../train/losses.ts";
import type { NamedVariable } from "../train/optimizer.ts";
import { Dropout, type NoiseSource } from "./customLayers/dropout.ts";

type Layer = InstanceType<typeof layers.Layer>;
type LayerClass = new (config: tf.serialization.ConfigDict) => Layer;

export interface TrainableModel {
  /** The randomness of training-only layers; the loop sets `step`. */
  readonly noise: NoiseSource;
  /** The output activation, left off by `forward`; "linear" where the network holds its own. */
  readonly head: ActivationName;
  readonly parameters: number;
  /** [batch, width] → [batch, units], the head not applied. */
  forward(x: tf.Tensor, training: boolean): tf.Tensor2D;
  /** [batch, width] → predictions, the head applied. */
  predict(x: tf.Tensor): tf.Tensor2D;
  readonly trainable: readonly NamedVariable[];
  readonly weights: readonly NamedVariable[];
  dispose(): void;
}

/** The output activations that belong to a loss on logits. */
const heads: readonly ActivationName[] = ["softmax", "sigmoid", "linear"];

/** Builds the model with weights drawn from `seed`. Throws AppError("outOfMemory") where the device refuses. */
export function buildModel(keras: KerasModel, seed: number): TrainableModel {
  const noise: NoiseSource = { seed: pcgHash(seed), step: 0 };
  const made = new Map<string, SymbolicTensor>();
  const inputs = input({ shape: [...keras.inputShape] });
  made.set(keras.input, inputs);
  let head: ActivationName = "linear";

  for (const [index, { name, call, inputs: sources }] of keras.layers.entries()) {
    const args = { ...call.args };
    if (name === keras.output && heads.includes(args.activation as ActivationName)) {
      head = args.activation as ActivationName;
      args.activation = "linear";
    }
    const layer = makeLayer(call.className, { ...args, name });
    seedInitializers(layer, pcgHash(seed ^ pcgHash(index + 1)));
    if (layer instanceof Dropout) {
      layer.noise = noise;
      layer.stream = index;
    }
    const tensors = sources.map((source) => {
      const tensor = made.get(source);
      assert(tensor !== undefined, `"${source}" stands before "${name}"`);
      return tensor;
    });
    made.set(name, layer.apply(tensors.length === 1 ? (tensors[0] as SymbolicTensor) : tensors) as SymbolicTensor);
  }

  const output = made.get(keras.output);
  assert(output !== undefined, "the output was built");
  const net = model({ inputs, outputs: output });
  const weights = namedWeights(net, (layer) => layer.weights);
  const forward = (x: tf.Tensor, training: boolean) => net.apply(x, { training }) as tf.Tensor2D;
  return {
    noise,
    head,
    parameters: net.countParams(),
    forward,
    predict: (x) => tf.tidy(() => activate(head, forward(x, false))),
    trainable: namedWeights(net, (layer) => layer.trainableWeights),
    weights,
    dispose: () => net.dispose(),
  };
}

function makeLayer(className: string, config: tf.serialization.ConfigDict): Layer {
  const known = tf.serialization.SerializationMap.getMap().classNameMap[className];
  assert(known !== undefined, `tfjs knows the class "${className}"`);
  return new (known[0] as unknown as LayerClass)(config);
}

/** Initializers without a seed draw from the clock; each gets one of its own from the run's. */
function seedInitializers(layer: Layer, seed: number): void {
  let stream = 0;
  for (const [name, value] of Object.entries(layer)) {
    if (!name.endsWith("Initializer") || typeof value !== "object" || value === null || !("seed" in value)) continue;
    const initializer = value as { seed: number | undefined | null };
    initializer.seed ??= pcgHash(seed ^ ++stream);
  }
}

function namedWeights(net: LayersModel, pick: (layer: Layer) => Layer["weights"]): NamedVariable[] {
  return net.layers.flatMap((layer) =>
    pick(layer).map((weight) => {
      // tfjs numbers names anew in each model; the layer's name and the weight's own part are stable.
      const part = weight.originalName.split("/").at(-1) as string;
      return { name: `${layer.name}/${part}`, variable: variableOf(weight) };
    }),
  );
}

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

/** Sets weights by name. Throws where one is missing or of another shape. */
export function writeWeights(variables: readonly NamedVariable[], weights: Weights): void {
  const stored = new Map(weights.map((tensor) => [tensor.name, tensor]));
  for (const { name, variable } of variables) {
    const tensor = stored.get(name);
    if (tensor === undefined || tensor.shape.join() !== variable.shape.join()) {
      throw new AppError("notFound", { what: name });
    }
    tf.tidy(() => variable.assign(tf.tensor(tensor.values, variable.shape)));
  }
}
