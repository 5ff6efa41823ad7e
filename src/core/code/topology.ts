/**
 * @file A model's topology as Keras and TensorFlow.js save it, Sequential or functional, of Keras 2 and 3, becomes a list
 * of calls. Models inside models are opened out. Nothing of a file is trusted: what does not have its form is passed over
 * or refused.
 */
import { callArguments, camelCase } from "../export/keras/names.ts";
import { type CallModel, isInputClass, type LayerCall, maxLayers } from "../graph/fromKeras.ts";
import { type Issue, ok, type Result, refuse } from "../issue.ts";
import type { KerasCall, KerasValue } from "../layers/define.ts";
import { isPlainObject } from "../project/json.ts";

type Json = Readonly<Record<string, unknown>>;

export interface Topology extends CallModel {
  /** Where each layer's weights lie in a `.keras` file, by the layer's key. */
  readonly paths: ReadonlyMap<string, string>;
}

/** Models inside models, and arguments inside arguments, go no deeper. */
const maxDepth = 12;

/** `about`: what a `.keras` file says beside the topology, the version of Keras before all. */
export function readTopology(document: unknown, fileName: string, about: unknown = null): Result<Topology> {
  const unknown = refuse(issue("modelFileUnknown", { fileName }));
  if (!isPlainObject(document)) return unknown;
  if (document.format === "graph-model") return refuse(issue("graphModel", { fileName }));
  const topology = isPlainObject(document.modelTopology) ? document.modelTopology : document;
  const model = isPlainObject(topology.model_config) ? topology.model_config : topology;
  if (!isModel(model)) return unknown;
  const documents = [about, document, topology, model].filter(isPlainObject);
  return new TopologyReader(dialectOf(documents)).read(model);
}

const issue = <C extends "modelFileUnknown" | "graphModel" | "noModelLayers" | "severalModelOutputs">(
  code: C,
  context: Extract<Issue, { code: C }>["context"],
): Issue => ({ code, severity: "error", at: {}, context }) as Issue;

const modelClasses: ReadonlySet<unknown> = new Set(["Sequential", "Functional", "Model"]);
const isModel = (value: Json): boolean =>
  modelClasses.has(value.class_name) && (isPlainObject(value.config) || Array.isArray(value.config));

/** Keras 2 has written `.keras` files of the same form, so the version goes before what they look like. */
function dialectOf(documents: readonly Json[]): CallModel["dialect"] {
  const version = documents.map(({ keras_version }) => keras_version).find((one) => typeof one === "string");
  if (typeof version === "string") return version.startsWith("3.") ? "keras3" : "older";
  return documents.some((one) => "registered_name" in one || "module" in one) ? "keras3" : "older";
}

/** What a model hands on to the one around it. */
interface Expanded {
  readonly outputs: readonly string[];
}

class TopologyReader {
  readonly #layers: LayerCall[] = [];
  readonly #paths = new Map<string, string>();
  readonly #names = new Set<string>();
  readonly #issues: Issue[] = [];
  /** Layers, and models inside, met so far. */
  #count = 0;

  constructor(readonly dialect: CallModel["dialect"]) {}

  read(model: Json): Result<Topology> {
    const { outputs } = this.#model(model, { prefix: "", path: "layers", inputs: null, depth: 0 });
    if (this.#count > maxLayers) {
      const context = { count: this.#count, max: maxLayers };
      return refuse({ code: "tooManyModelLayers", severity: "error", at: {}, context });
    }
    if (this.#issues.length > 0) return refuse(...this.#issues.slice(0, 20));
    if (this.#layers.length === 0) return refuse(issue("noModelLayers", {}));
    return ok({ layers: this.#layers, outputs, dialect: this.dialect, paths: this.#paths });
  }

  #model({ class_name, config }: Json, place: Place): Expanded {
    const listed = Array.isArray(config) ? config : isPlainObject(config) ? config.layers : [];
    const layers = (Array.isArray(listed) ? listed : []).filter(isPlainObject);
    this.#count += layers.length;
    if (place.depth > maxDepth || this.#count > maxLayers) return { outputs: [] };
    const paths = pathsOf(layers, place.path);
    return class_name === "Sequential"
      ? this.#sequential(layers, paths, place)
      : this.#functional(layers, paths, isPlainObject(config) ? config : {}, place);
  }

  #sequential(layers: readonly Json[], paths: readonly string[], place: Place): Expanded {
    let previous = place.inputs;
    for (const [i, layer] of layers.entries()) {
      const isInput = isInputClass(classOf(layer));
      if (isInput && place.inputs !== null) continue;
      const key = `${place.prefix}${i}`;
      previous = this.#layer(layer, key, previous ?? [], { ...place, path: paths[i] ?? "" });
    }
    return { outputs: previous ?? [] };
  }

  #functional(layers: readonly Json[], paths: readonly string[], config: Json, place: Place): Expanded {
    /** The tensors that each layer's name stands for here. */
    const made = new Map<string, readonly string[]>();
    const inputs = new Map(
      endsOf(config.input_layers)
        .map((name, i) => [name, i] as const)
        .toReversed(),
    );
    const pending = layers.map((layer, i) => ({ layer, i, name: nameOf(layer) ?? `${i}` }));
    const known = new Set(pending.map(({ name }) => name));
    // In feeding order: a model inside stands for its last layer, which must have been read.
    /** How many of a layer's sources have been found: none is asked for again. */
    const found = new Map<Json, number>();
    const isReady = (layer: Json): boolean => {
      const sources = sourcesOf(layer);
      let i = found.get(layer) ?? 0;
      while (i < sources.length && (made.has(sources[i] as string) || !known.has(sources[i] as string))) i++;
      found.set(layer, i);
      return i === sources.length;
    };
    for (let left = pending; left.length > 0; ) {
      const ready = left.filter(({ layer }) => isReady(layer));
      if (ready.length === 0) break;
      for (const { layer, i, name } of ready) {
        const key = `${place.prefix}${name}`;
        const outer = place.inputs === null ? -1 : (inputs.get(name) ?? -1);
        if (outer >= 0) made.set(name, [place.inputs?.[outer] ?? place.inputs?.[0] ?? ""]);
        else {
          const from = sourcesOf(layer).flatMap((source) => made.get(source) ?? [`${place.prefix}${source}`]);
          made.set(name, this.#layer(layer, key, from, { ...place, path: paths[i] ?? "" }));
        }
      }
      const done = new Set(ready);
      left = left.filter((one) => !done.has(one));
    }
    const outputs = endsOf(config.output_layers);
    const ends = outputs.length > 0 ? outputs : sinksOf(layers);
    return { outputs: ends.flatMap((name) => made.get(name) ?? []) };
  }

  /** Adds a layer, or the layers of a model inside; answers what comes out. */
  #layer(layer: Json, key: string, inputs: readonly string[], place: Place): readonly string[] {
    const name = nameOf(layer);
    if (callsOf(layer).length > 1) {
      this.#issues.push({
        code: "layerShared",
        severity: "error",
        at: {},
        context: { name: (name ?? key).slice(0, 100) },
      });
    }
    if (isModel(layer)) {
      const inside = { prefix: `${key}/`, path: `${place.path}/layers`, inputs, depth: place.depth + 1 };
      const { outputs } = this.#model(layer, inside);
      // Which of several is meant would be lost on the way.
      if (outputs.length > 1) this.#issues.push(issue("severalModelOutputs", { count: outputs.length }));
      return outputs.slice(0, 1);
    }
    const config = isPlainObject(layer.config) ? layer.config : {};
    const call = callOf(layer, 0);
    const beside = Object.hasOwn(callArguments, call.className) ? (callArguments[call.className] ?? []) : [];
    const more = Object.entries(keywordsOf(layer)).flatMap(([argument, value]): [string, KerasValue][] =>
      beside.includes(camelCase(argument)) ? [[camelCase(argument), keptValue(value, 0)]] : [],
    );
    // Models inside one another may repeat a name; the first keeps it.
    const free = name !== null && !this.#names.has(name);
    if (name !== null) this.#names.add(name);
    this.#paths.set(key, place.path);
    this.#layers.push({
      key,
      call: { className: call.className, args: { ...call.args, ...Object.fromEntries(more) } },
      name: free ? name : null,
      inputs,
      frozen: config.trainable === false ? true : null,
    });
    return [key];
  }
}

interface Place {
  readonly prefix: string;
  readonly path: string;
  /** What the model around hands in; null at the top. */
  readonly inputs: readonly string[] | null;
  readonly depth: number;
}

/** What is no text has no class; some objects cannot even be written as one. */
const classOf = ({ class_name: name }: Json): string => (typeof name === "string" ? name : "");

const nameOf = (layer: Json): string | null => {
  const inner = isPlainObject(layer.config) ? layer.config.name : undefined;
  const name = layer.name ?? inner;
  return typeof name === "string" && name !== "" ? name : null;
};

/** "MaxPooling2D" → "max_pooling2d": how `.keras` files name what they hold. */
const snakeClass = (name: string): string =>
  name
    .replace(/\W+/g, "")
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();

/** Layers are counted by their class there, not by their names. */
function pathsOf(layers: readonly Json[], folder: string): readonly string[] {
  const counts = new Map<string, number>();
  return layers.map(({ class_name }) => {
    const name = snakeClass(classOf({ class_name }).slice(0, 100));
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return `${folder}/${name}${count === 0 ? "" : `_${count}`}`;
  });
}

/** [["a", 0, 0], …], or ["a", 0, 0] where there is one. */
function endsOf(ends: unknown): readonly string[] {
  if (!Array.isArray(ends)) return [];
  if (typeof ends[0] === "string" && typeof ends[1] === "number") return [ends[0]];
  return ends.flatMap((end): string[] => (Array.isArray(end) && typeof end[0] === "string" ? [end[0]] : []));
}

/** The calls of a layer: each lists the tensors it is handed. */
const callsOf = (layer: Json): readonly unknown[] => (Array.isArray(layer.inbound_nodes) ? layer.inbound_nodes : []);

function sinksOf(layers: readonly Json[]): readonly string[] {
  const read = new Set(layers.flatMap(sourcesOf));
  return layers.flatMap((layer) => nameOf(layer) ?? []).filter((name) => !read.has(name));
}

const remembered = new WeakMap<Json, readonly string[]>();

/** The names of the layers that a layer reads. */
function sourcesOf(layer: Json): readonly string[] {
  const known = remembered.get(layer);
  if (known !== undefined) return known;
  const names: string[] = [];
  collect(callsOf(layer)[0], names, 0);
  remembered.set(layer, names);
  return names;
}

function collect(value: unknown, names: string[], depth: number): void {
  if (depth > maxDepth || names.length > 1000) return;
  if (Array.isArray(value)) {
    const [first, node, tensor] = value as readonly unknown[];
    const isEnd = typeof first === "string" && typeof node === "number" && typeof tensor === "number";
    if (isEnd) {
      names.push(first);
      collect(value[3], names, depth + 1);
    } else for (const item of value) collect(item, names, depth + 1);
  } else if (isPlainObject(value)) {
    for (const item of Object.values(value)) collect(item, names, depth + 1);
  }
}

/** What else a layer is called with. */
function keywordsOf(layer: Json): Json {
  const [first] = callsOf(layer);
  if (isPlainObject(first)) return isPlainObject(first.kwargs) ? first.kwargs : {};
  const last = Array.isArray(first) && Array.isArray(first[0]) ? (first[0] as readonly unknown[])[3] : undefined;
  return isPlainObject(last) ? last : {};
}

function callOf({ class_name, config }: Json, depth: number): KerasCall {
  const args = Object.entries(isPlainObject(config) ? config : {}).map(([name, value]): [string, KerasValue] => [
    camelCase(name),
    keptValue(value, depth + 1),
  ]);
  return { className: classOf({ class_name }).slice(0, 200), args: Object.fromEntries(args) };
}

/** A value of a config; an object is a call, whatever it is called. */
function keptValue(value: unknown, depth: number): KerasValue {
  if (depth > maxDepth) return null;
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.slice(0, 1000).map((item) => keptValue(item, depth + 1));
  if (!isPlainObject(value)) return null;
  if ("class_name" in value) return callOf(value, depth);
  return callOf({ class_name: "", config: value }, depth);
}
