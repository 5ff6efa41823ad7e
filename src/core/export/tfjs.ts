/**
 * @file A trained model as a TensorFlow.js layers model: `model.json` (topology and where the weights lie) and one file of
 * weights. Plain TensorFlow.js loads it; none of the studio's own layers is needed. Where it lacks a layer or a setting,
 * that is said by the layer's name.
 */
import type { KerasLayer, KerasModel } from "../graph/compile.ts";
import type { NodeId } from "../graph/types.ts";
import type { Issue } from "../issue.ts";
import type { KerasCall, KerasValue } from "../layers/define.ts";
import type { NamedTensor, Weights } from "../training/checkpoint.ts";
import { snakeCase } from "./keras/names.ts";
import { littleEndian } from "./safetensors.ts";
import { maskAfter, stepsOf, type TfjsNote, type TfjsStep } from "./tfjsLayers.ts";

export type TfjsModel =
  | {
      readonly ok: true;
      /** The text of `model.json`. */
      readonly json: string;
      /** The bytes of `weights.bin`. */
      readonly weights: Uint8Array;
      readonly notes: readonly { readonly layer: NodeId; readonly note: TfjsNote }[];
      /** Whether steps are masked: TensorFlow.js's WebGPU backend computes that wrongly. */
      readonly masked: boolean;
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

export const weightsFileName = "weights.bin";

/** `labels`: the user's names of layers, for what is refused. */
export function writeTfjs(
  model: KerasModel,
  weights: Weights,
  labels: Readonly<Record<NodeId, string | undefined>> = {},
): TfjsModel {
  const writer = new Topology(model);
  const issues: Issue[] = [];
  for (const layer of model.layers) {
    const lacking = writer.add(layer);
    if (lacking !== null) issues.push(refusal(layer, lacking, labels));
  }
  if (issues.length > 0) return { ok: false, issues };
  const tensors = weights.map((tensor) => writer.weight(tensor));
  const json = JSON.stringify({
    format: "layers-model",
    generatedBy: "Layerwise",
    convertedBy: null,
    modelTopology: writer.topology(model.output),
    weightsManifest: [{ paths: [weightsFileName], weights: tensors.map(manifestEntry) }],
  });
  return { ok: true, json, weights: bytesOf(tensors), notes: writer.notes, masked: writer.masked };
}

/** What TensorFlow.js lacks of a layer: all of it, a setting, or its way with masked steps. */
type Lacking = "layer" | "mask" | { readonly setting: string };

function refusal(
  { name, call }: KerasLayer,
  lacking: Lacking,
  labels: Readonly<Record<NodeId, string | undefined>>,
): Issue {
  const context = { name: labels[name] ?? call.className, layer: call.className };
  const shared = { severity: "error", at: { node: name } } as const;
  if (lacking === "layer") return { ...shared, code: "layerNotInTfjs", context };
  if (lacking === "mask") return { ...shared, code: "maskNotInTfjs", context };
  return { ...shared, code: "settingNotInTfjs", context: { ...context, ...lacking } };
}

const manifestEntry = ({ name, shape }: NamedTensor) => ({ name, shape: [...shape], dtype: "float32" });

function bytesOf(tensors: readonly NamedTensor[]): Uint8Array {
  const bytes = new Uint8Array(tensors.reduce((sum, { values }) => sum + values.byteLength, 0));
  let at = 0;
  for (const { values } of tensors) {
    bytes.set(littleEndian(values), at);
    at += values.byteLength;
  }
  return bytes;
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** The name of a layer inside a layer: its copies are called forward_layer and backward_layer. */
const innerName = "layer";

/** The layers of `model.json`, grown one by one. */
class Topology {
  readonly notes: { readonly layer: NodeId; readonly note: TfjsNote }[] = [];
  masked = false;
  readonly #layers: Json[] = [];
  /** By node: the layer whose result is the node's. */
  readonly #results = new Map<NodeId, string>();
  readonly #masked = new Set<NodeId>();
  readonly #names: Set<string>;
  readonly #bidirectional = new Set<string>();
  readonly #weightShapes = new Map<string, NonNullable<TfjsStep["weightShape"]>>();
  readonly #input: NodeId;

  constructor({ input, inputShape, layers }: KerasModel) {
    this.#input = input;
    this.#names = new Set([input, ...layers.map(({ name }) => name)]);
    this.#results.set(input, input);
    const config = { batch_input_shape: [null, ...inputShape], dtype: "float32", sparse: false, name: input };
    this.#layers.push({ class_name: "InputLayer", name: input, config, inbound_nodes: [] });
  }

  /** Adds a layer; says what TensorFlow.js lacks, else null. */
  add(layer: KerasLayer): Lacking | null {
    const fate = maskAfter(
      layer,
      layer.inputs.some((input) => this.#masked.has(input)),
    );
    if (fate === "masked") {
      this.#masked.add(layer.name);
      this.masked = true;
    }
    const found = stepsOf(layer);
    if (!found.ok) return found.setting === null ? "layer" : { setting: found.setting };
    if (fate === "unknown") return "mask";
    if (found.note !== undefined) this.notes.push({ layer: layer.name, note: found.note });
    if (layer.call.className === "Bidirectional") this.#bidirectional.add(layer.name);
    this.#results.set(layer.name, this.#addSteps(layer, found.steps));
    return null;
  }

  #addSteps(layer: KerasLayer, steps: readonly TfjsStep[]): string {
    const own = layer.inputs.map((input) => this.#results.get(input) as string);
    // The trained weights are found by the name of the layer that holds them.
    const holder = Math.max(
      0,
      steps.findIndex(({ holdsWeights }) => holdsWeights),
    );
    const names = steps.map((_, i) => (i === holder ? layer.name : this.#free(`${layer.name}_${i + 1}`)));
    for (const [i, { call, inputs, weightShape }] of steps.entries()) {
      const name = names[i] as string;
      if (weightShape !== undefined) this.#weightShapes.set(name, weightShape);
      const before = i === 0 ? own : [names[i - 1] as string];
      const sources = inputs?.map((one) => ("step" in one ? names[one.step] : own[one.input]) as string) ?? before;
      const config = { ...configOf(call), name, trainable: !layer.frozen };
      const inbound = [sources.map((source) => [source, 0, 0, {}])];
      this.#layers.push({ class_name: call.className, name, config, inbound_nodes: inbound });
    }
    return names.at(-1) as string;
  }

  #free(wanted: string): string {
    let name = wanted;
    for (let number = 2; this.#names.has(name); number++) name = `${wanted}_${number}`;
    this.#names.add(name);
    return name;
  }

  /** A weight of the studio under the name, and in the shape, that TensorFlow.js has for it. */
  weight({ name, shape, values }: NamedTensor): NamedTensor {
    const slash = name.lastIndexOf("/");
    const [layer, part] = [name.slice(0, slash), name.slice(slash + 1)];
    const inside = this.#bidirectional.has(layer) ? part.replace(/^(forward|backward)_/, `$1_${innerName}/`) : part;
    return { name: `${layer}/${inside}`, shape: this.#weightShapes.get(layer)?.(part, shape) ?? shape, values };
  }

  topology(output: NodeId): Json {
    const end = (name: string): Json => [[name, 0, 0]];
    const config = {
      name: "model",
      layers: this.#layers,
      input_layers: end(this.#input),
      output_layers: end(this.#results.get(output) as string),
    };
    return { class_name: "Model", config, keras_version: "tfjs-layers 4.22.0", backend: "tensor_flow.js" };
  }
}

const configOf = ({ args }: KerasCall): { readonly [name: string]: Json } =>
  Object.fromEntries(Object.entries(args).map(([name, value]) => [snakeCase(name), jsonOf(value, name === "layer")]));

/** `isLayer`: a nested call is a layer, which has a name; else a regularizer and the like. */
function jsonOf(value: KerasValue, isLayer = false): Json {
  if (typeof value === "string") return snakeCase(value);
  if (typeof value !== "object" || value === null) return value;
  if (!("className" in value)) return value.map((item) => jsonOf(item));
  return { class_name: value.className, config: { ...configOf(value), ...(isLayer ? { name: innerName } : {}) } };
}
