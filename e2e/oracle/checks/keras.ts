/**
 * @file Keras source of every layer with sampled parameters, and of every template: what the writer printed, the calls
 * it was printed from, and the settings the studio's own layer works with where neither says anything.
 */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { writeKeras } from "../../../src/core/export/keras/writeKeras.ts";
import { compile, type KerasLayer, type KerasModel } from "../../../src/core/graph/compile.ts";
import { templateNames, templates } from "../../../src/core/graph/templates.ts";
import type { Shape } from "../../../src/core/graph/types.ts";
import type { KerasCall, KerasValue, LayerSpec, ModelContext } from "../../../src/core/layers/define.ts";
import { layerKinds, specOf } from "../../../src/core/layers/index.ts";
import type { Field, Fields, ParamValue } from "../../../src/core/params/fields.ts";
import { defaultsOf } from "../../../src/core/params/fields.ts";
import { type Random, random } from "../../../src/core/random.ts";
import "../../../src/engine/model/customLayers/index.ts";
import { isCall, makeLayer } from "../../../src/engine/model/keras.ts";
import { type OracleCheck, present } from "../check.ts";

interface PrintedLayer {
  readonly name: string;
  readonly call: KerasCall;
  readonly inputs: readonly string[];
  readonly frozen: boolean;
  /** The line the writer says the layer stands on. */
  readonly line: number;
  /** What the layer works with, by tfjs's account; nested calls under their argument. */
  readonly config: Config;
}
interface Config {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly inner: Readonly<Record<string, Config>>;
}
interface Printed {
  readonly name: string;
  readonly source: string;
  readonly inputShape: Shape;
  readonly input: string;
  readonly output: string;
  readonly layers: readonly PrintedLayer[];
}
interface Produced {
  /** What must have been printed: the first word of each case's name. */
  readonly kinds: readonly string[];
  readonly printed: readonly Printed[];
}

const casesPerLayer = 12;
const draws = 600;

const contexts: readonly ModelContext[] = [
  { inputShape: [8], task: "multiclass", classes: 3, vocabulary: null },
  { inputShape: [8], task: "multiclass", classes: 3, vocabulary: 20 },
];

const shapes: readonly Shape[] = [[8], [6, 4], [8, 8, 4], [12, 10, 3]];

const pick = <T>(source: Random, items: readonly T[]): T => items[source.int(items.length)] as T;

function sample(field: Field, source: Random): ParamValue {
  switch (field.type) {
    case "int":
      return field.min + source.int(Math.min(field.max, field.min + 8) - field.min + 1);
    case "autoInt":
      return source.int(2) === 0 ? null : 3;
    case "float": {
      const top = Math.min(field.max, field.min + 2);
      return Math.round((field.min + (0.05 + 0.9 * source.next()) * (top - field.min)) * 1000) / 1000;
    }
    case "flag":
      return source.int(2) === 0;
    case "choice":
      return pick(source, field.options);
    case "ints": {
      const { min, max } = typeof field.length === "number" ? { min: field.length, max: field.length } : field.length;
      const length = min + source.int(Math.min(max, 3) - min + 1);
      const one = () => field.min + source.int(Math.min(field.max, field.min + 4) - field.min + 1);
      return source.int(2) === 0 && field.default.length >= min ? field.default : Array.from({ length }, one);
    }
    case "layer": {
      const [kind, fields] = pick(source, Object.entries(field.options));
      return { kind, params: sampleAll(fields, source) };
    }
  }
}

/** Every other field keeps its default, so that defaults are left out beside others that are stated. */
const sampleAll = (fields: Fields, source: Random): Readonly<Record<string, ParamValue>> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, source.int(2) === 0 ? field.default : sample(field, source)]),
  );

function configOf(call: KerasCall): Config {
  // tfjs changes lists it is handed (Reshape's shape); the call is compared afterwards.
  const { name: _, ...settings } = makeLayer(structuredClone(call)).getConfig();
  const inner = Object.entries(call.args).filter(
    (entry): entry is [string, KerasCall] => entry[0] === "layer" && isCall(entry[1] as KerasValue),
  );
  return { settings, inner: Object.fromEntries(inner.map(([name, own]) => [name, configOf(own)])) };
}

function printed(name: string, model: KerasModel): Printed {
  const { source, lines } = writeKeras(model);
  const layers = model.layers.map((layer) => ({
    name: layer.name,
    call: layer.call,
    inputs: layer.inputs,
    frozen: layer.frozen,
    line: present(lines[layer.name], "a line"),
    config: configOf(layer.call),
  }));
  return { name, source, inputShape: model.inputShape, input: model.input, output: model.output, layers };
}

/** A model of one layer; further inputs come out of layers that change nothing. */
function around(spec: LayerSpec, call: KerasCall, inputs: readonly Shape[], output: Shape, index: number): KerasModel {
  const [inputShape] = inputs as readonly [Shape];
  const shared = { params: {}, frozen: false, outputShape: output, inputShapes: inputs };
  const further = inputs.slice(1).map((_, i): KerasLayer => {
    const passing: KerasCall = { className: "Activation", args: { activation: "linear" } };
    return { ...shared, name: `input_${i + 2}`, call: passing, inputs: ["input_1"], kind: "activation" };
  });
  const names = ["input_1", ...further.map(({ name }) => name)];
  const kind = spec.kind as KerasLayer["kind"];
  const last: KerasLayer = { ...shared, name: "layer_1", call, inputs: names, kind, frozen: index % 3 === 0 };
  const context = contexts[0] as ModelContext;
  return { inputShape, layers: [...further, last], input: "input_1", output: "layer_1", context };
}

function casesOf(spec: LayerSpec, source: Random): Printed[] {
  const found: Printed[] = [];
  const { keras } = spec;
  for (let draw = 0; keras !== null && draw < draws && found.length < casesPerLayer; draw++) {
    const params = draw % casesPerLayer === 0 ? defaultsOf(spec.fields) : sampleAll(spec.fields, source);
    const shape = pick(source, shapes);
    const inputs = Array.from({ length: Math.max(1, spec.inputs.min) }, () => shape);
    const args = { params: params as never, inputs, context: pick(source, contexts) };
    const result = spec.shape(args);
    if (!result.ok) continue;
    const index = found.length;
    found.push(printed(`${spec.kind} ${index}`, around(spec, keras(args), inputs, result.shape, index)));
  }
  return found;
}

/** Data a template may be drawn for: a few columns, a picture's or a sequence's worth, word numbers. */
const templateContexts: readonly ModelContext[] = [
  ...contexts,
  { inputShape: [64], task: "binary", classes: 2, vocabulary: null },
  { inputShape: [784], task: "regression", classes: 0, vocabulary: null },
  { inputShape: [40], task: "multiclass", classes: 4, vocabulary: 300 },
];

const templateCases = (): Printed[] =>
  templateNames.flatMap((name) =>
    templateContexts.flatMap((context, i) => {
      const { model } = compile(templates[name](context).graph, context);
      return model === null ? [] : [printed(`${name}Template ${i}`, model)];
    }),
  );

/** A fault in the source of every case where the text is found. */
const rewritten =
  (pattern: RegExp, replacement: string) =>
  (produced: Produced): Produced => ({
    ...produced,
    printed: produced.printed.map((one) => ({ ...one, source: one.source.replace(pattern, replacement) })),
  });

export const check: OracleCheck<Produced> = {
  async produce() {
    await tf.setBackend("cpu");
    const source = random(17);
    const specs = layerKinds.map((kind) => present(specOf(kind), kind)).filter(({ keras }) => keras !== null);
    const cases = specs.flatMap((spec) => casesOf(spec, source));
    const kinds = [...specs.map(({ kind }) => kind), ...templateNames.map((name) => `${name}Template`)];
    return { produced: { kinds, printed: [...templateCases(), ...cases] } };
  },
  faults: {
    "an argument in camel case": rewritten(/use_bias=/, "useBias="),
    "a required argument left out": rewritten(/units=\d+,? ?/, ""),
    "a class that Keras does not have": rewritten(/layers\.Concatenate/, "layers.Concat"),
    "an activation that Keras does not have": rewritten(/"hard_sigmoid"/, '"hardsigmoid"'),
    "a value that differs from its default, left out": rewritten(/use_bias=False,? ?/, ""),
    "another value": rewritten(/momentum=0\.\d+/, "momentum=0.9876"),
    "the inputs of a layer exchanged": rewritten(/\(\[input_1, input_2\]\)/, "([input_2, input_1])"),
    "a frozen layer that learns": rewritten(/trainable=False,? ?/, ""),
    "another penalty": rewritten(/regularizers\.L1L2\(l2=/, "regularizers.L1L2(l1="),
    "a layer's default that Keras does not share": (produced) => ({
      ...produced,
      printed: produced.printed.map((one) => ({
        ...one,
        layers: one.layers.map((layer) => ({
          ...layer,
          config: { ...layer.config, settings: { ...layer.config.settings, trainable: false } },
        })),
      })),
    }),
    "a line counted wrong": (produced) => ({
      ...produced,
      printed: produced.printed.map((one) => ({
        ...one,
        layers: one.layers.map((layer) => ({ ...layer, line: layer.line + 1 })),
      })),
    }),
  },
};
