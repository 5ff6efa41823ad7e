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
import { type Random, random } from "../../../src/core/random.ts";
import "../../../src/engine/model/customLayers/index.ts";
import { isCall, makeLayer } from "../../../src/engine/model/keras.ts";
import { sampledModels } from "../../../src/testing/sampledLayers.ts";
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

function configOf(call: KerasCall): Config {
  // tfjs changes lists it is handed (Reshape's shape); the call is compared afterwards.
  const { name: _, ...settings } = makeLayer(structuredClone(call)).getConfig();
  const inner = Object.entries(call.args).filter(
    (entry): entry is [string, KerasCall] => entry[0] === "layer" && isCall(entry[1] as KerasValue),
  );
  return { settings, inner: Object.fromEntries(inner.map(([name, own]) => [name, configOf(own)])) };
}

function hasWeights({ kind, params, inputShapes }: KerasLayer, context: ModelContext): boolean {
  const counts = specOf(kind)?.parameters({ params: params as never, inputs: inputShapes, context });
  return counts !== undefined && counts.trainable + counts.fixed > 0;
}

function printed(name: string, model: KerasModel): Printed {
  const { source, lines } = writeKeras(model);
  const layers = model.layers.map((layer) => ({
    name: layer.name,
    call: layer.call,
    inputs: layer.inputs,
    frozen: layer.frozen && hasWeights(layer, model.context),
    line: present(lines[layer.name], "a line"),
    config: configOf(layer.call),
  }));
  return { name, source, inputShape: model.inputShape, input: model.input, output: model.output, layers };
}

/** Every third case is frozen, where there are weights to keep. */
const casesOf = (spec: LayerSpec, source: Random): Printed[] =>
  sampledModels(spec, casesPerLayer, source).map((model, index) => {
    const layers = model.layers.map((layer) => ({ ...layer, frozen: index % 3 === 0 && layer.name === "layer_1" }));
    return printed(`${spec.kind} ${index}`, { ...model, layers });
  });

/** Data a template may be drawn for: a few columns, a picture's or a sequence's worth, word numbers. */
const templateContexts: readonly ModelContext[] = [
  { inputShape: [8], task: "multiclass", classes: 3, vocabulary: null },
  { inputShape: [8], task: "multiclass", classes: 3, vocabulary: 20 },
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
