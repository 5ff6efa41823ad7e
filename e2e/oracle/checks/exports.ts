/**
 * @file Whole models as they leave the studio: every template for every task, and random graphs, with random weights, as
 * PyTorch source and ONNX, beside the studio's own predictions. And the same source with names that would be code, if
 * they could.
 */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import type { Task } from "../../../src/core/data/types.ts";
import { networkOf } from "../../../src/core/export/network.ts";
import { type TorchOptions, writeTorch } from "../../../src/core/export/torch/writeTorch.ts";
import { compile, type KerasLayer, type KerasModel } from "../../../src/core/graph/compile.ts";
import { makeNode } from "../../../src/core/graph/edit.ts";
import { templateNames, templates, templatesFor } from "../../../src/core/graph/templates.ts";
import type { Graph, Shape } from "../../../src/core/graph/types.ts";
import type { ModelContext } from "../../../src/core/layers/define.ts";
import type { LayerKind } from "../../../src/core/layers/index.ts";
import { random } from "../../../src/core/random.ts";
import type { NamedTensor } from "../../../src/core/training/checkpoint.ts";
import { buildModel, type TrainableModel, writeWeights } from "../../../src/engine/model/build.ts";
import { type OracleCheck, present } from "../check.ts";
import { randomWeights } from "../layers/harness/compute.ts";
import { type Emitted, emitNetwork } from "../layers/harness/emit.ts";
import { randomGraph } from "../layers/harness/randomGraph.ts";

interface Batch {
  readonly shape: Shape;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

interface Exported {
  readonly name: string;
  readonly group: "template" | "random graph" | "chain" | "hostile names";
  readonly task: Task;
  readonly problem: string | null;
  readonly kinds: readonly string[];
  /** As the studio predicts; one row, and seven. */
  readonly batches: readonly Batch[];
  readonly emitted: Emitted | null;
  /** Word numbers are whole, and below this. */
  readonly vocabulary: number | null;
}

interface Produced {
  /** Names that must be there. */
  readonly templates: readonly string[];
  readonly models: readonly Exported[];
  /** Two sources of one model that differ in the user's names alone. */
  readonly named: readonly { readonly name: string; readonly harmless: string; readonly hostile: string }[];
}

const tasks: readonly Task[] = ["binary", "multiclass", "regression"];
const classesOf: Readonly<Record<Task, number>> = { binary: 2, multiclass: 3, regression: 0 };

/** What data a template is tried on. */
const inputsFor = {
  tables: { inputShape: [6], vocabulary: null },
  images: { inputShape: [64], vocabulary: null },
  sequences: { inputShape: [16], vocabulary: null },
  text: { inputShape: [10], vocabulary: 20 },
} as const;

/** What was exported, for faults that export it anew. */
const kept = new Map<string, { readonly model: KerasModel; readonly weights: readonly NamedTensor[] }>();

function batchOf(model: TrainableModel, { inputShape, context }: KerasModel, rows: number, seed: number): Batch {
  const source = random(seed, rows);
  const shape = [rows, ...inputShape];
  const size = shape.reduce((product, n) => product * n, 1);
  const draw = () => (context.vocabulary === null ? source.next() * 4 - 2 : source.int(context.vocabulary));
  const x = Float32Array.from({ length: size }, draw);
  const y = tf.tidy(() => model.predict(tf.tensor(x, shape)).dataSync());
  return { shape, x: [...x], y: [...y] };
}

function exported(
  { name, group, graph, context }: Pick<Exported, "name" | "group"> & { graph: Graph; context: ModelContext },
  seed: number,
): Exported {
  const about = { name, group, task: present(context.task, "a task"), vocabulary: context.vocabulary };
  const nothing = { kinds: [], batches: [], emitted: null };
  const compiled = compile(graph, context);
  if (compiled.model === null) return { ...about, ...nothing, problem: JSON.stringify(compiled.issues) };
  const keras = compiled.model;
  try {
    const model = buildModel(keras, seed);
    const weights = randomWeights(model, seed);
    writeWeights(model.weights, weights);
    const batches = [batchOf(model, keras, 1, seed), batchOf(model, keras, 7, seed)];
    model.dispose();
    kept.set(name, { model: keras, weights });
    const kinds = [...new Set(keras.layers.map(({ kind }) => kind))];
    return { ...about, problem: null, kinds, batches, emitted: emitNetwork(networkOf(keras), weights) };
  } catch (error) {
    return { ...about, ...nothing, problem: error instanceof Error ? error.message : String(error) };
  }
}

function* templateModels(): Generator<Parameters<typeof exported>[0]> {
  for (const template of templateNames) {
    for (const task of tasks) {
      const context: ModelContext = { ...inputsFor[templatesFor[template]], task, classes: classesOf[task] };
      yield { name: `${template} ${task}`, group: "template", graph: templates[template](context).graph, context };
    }
  }
}

/** Starts that give the random layers something of each rank to stand on. */
const starts: readonly {
  readonly inputShape: Shape;
  readonly vocabulary: number | null;
  readonly first: LayerKind[];
}[] = [
  { inputShape: [7], vocabulary: null, first: [] },
  { inputShape: [5, 4], vocabulary: null, first: [] },
  { inputShape: [6, 5, 2], vocabulary: null, first: [] },
  { inputShape: [6, 5, 2], vocabulary: null, first: ["conv2d"] },
  { inputShape: [6], vocabulary: 9, first: ["embedding"] },
  { inputShape: [5, 3], vocabulary: null, first: ["masking"] },
];
const graphsPerStart = 8;

function* randomModels(): Generator<Parameters<typeof exported>[0]> {
  for (const [index, { first, ...about }] of starts.entries()) {
    for (let i = 0; i < graphsPerStart; i++) {
      const task = present(tasks[i % tasks.length], "a task");
      const context: ModelContext = { ...about, task, classes: classesOf[task] };
      const seed = 1000 * (index + 1) + i;
      yield {
        name: `random graph ${seed}`,
        group: "random graph",
        graph: randomGraph(seed, 7, context, first),
        context,
      };
    }
  }
}

/** Layers one behind another that random graphs found to be exported wrongly, by our fault or around a runtime's. */
const chains: readonly { readonly name: string; readonly inputShape: Shape; readonly layers: readonly Link[] }[] = [
  {
    // onnxruntime takes a Pad of 0 for the pool's own padding, which is −∞.
    name: "zero padding before a largest value",
    inputShape: [4, 4, 2],
    layers: [["zeroPadding2d", { padding: [1, 1, 1, 1] }], ["maxPooling2d"], ["flatten"]],
  },
  {
    // … and then refuses padding as wide as the pool.
    name: "zero padding as wide as the pool",
    inputShape: [4, 4, 2],
    layers: [["zeroPadding2d", { padding: [2, 2, 2, 2] }], ["averagePooling2d"], ["flatten"]],
  },
  // torch refuses to normalize a single number.
  { name: "a group of one number", inputShape: [4], layers: [["groupNormalization", { groups: 4 }]] },
];
type Link = readonly [kind: LayerKind, params?: object];

function* chainModels(): Generator<Parameters<typeof exported>[0]> {
  for (const { name, inputShape, layers } of chains) {
    const context: ModelContext = { inputShape, task: "regression", classes: 0, vocabulary: null };
    const nodes = [makeNode("input", "input_1", [])];
    for (const [kind, params = {}] of [...layers, ["output"] as const]) {
      nodes.push(makeNode(kind, `${kind}_${nodes.length}`, [present(nodes.at(-1), "a node").id], params));
    }
    yield { name, group: "chain", graph: { nodes }, context };
  }
}

/** Texts that end strings, comments or lines in one language or another. */
const hostileTexts = [
  '"""\nimport os; os.abort()\n"""',
  "'''\r\nraise SystemExit\r\n#",
  "\\",
  '\\"); import os #',
  "\u2028import os\u2029\u0085raise",
  "# -*- coding: utf-7 -*-\n+AAo-import os",
  "\u0000\u001b[31m\ud800 \u202e {}{0} %s $(x) `x`",
];

const context: ModelContext = { inputShape: [6], task: "multiclass", classes: 3, vocabulary: null };
const body = () => templates.mlp(context).graph;

function namedSources(): Produced["named"] {
  const keras = present(compile(body(), context).model, "a model");
  const sourceWith = (text: string | ((index: number) => string)) => {
    const say = (index: number) => (typeof text === "string" ? text : text(index));
    const labels = Object.fromEntries(keras.layers.map(({ name }, index) => [name, say(index)]));
    const options: TorchOptions = { title: [say(0), say(1)], labels, weightsFile: say(2) };
    return writeTorch(keras, options).source;
  };
  const harmless = sourceWith("name");
  const each = hostileTexts.map((text) => ({ name: JSON.stringify(text), harmless, hostile: sourceWith(text) }));
  const all = sourceWith((index) => present(hostileTexts[index % hostileTexts.length], "a text"));
  return [...each, { name: "all at once", harmless, hostile: all }];
}

/** Ids come from documents, which anyone can write; these are words of Python, of torch, or fall together. */
const hostileIds = ["self", "class", "forward", "a-b", "a_b", "init__", "input", "output", "x", "0", "None"];

function withHostileIds(graph: Graph): Graph {
  const names = new Map(graph.nodes.map(({ id }, i) => [id, present(hostileIds[i], "an id")]));
  const renamed = (id: string) => present(names.get(id), "a new id");
  return {
    nodes: graph.nodes.map((node) => ({ ...node, id: renamed(node.id), inputs: node.inputs.map(renamed) })),
  };
}

/** One model alone, changed. */
function onlyModel(produced: Produced, name: string, change: (emitted: Emitted) => Emitted): Produced {
  const model = present(
    produced.models.find((one) => one.name === name),
    name,
  );
  const changed = { ...model, emitted: change(present(model.emitted, "what was written")) };
  return { templates: [], models: [changed], named: [] };
}

type Form = "torch" | "onnx";

/** A model that is written as if its layers were others. */
const written = (name: string, form: Form, change: (layer: KerasLayer) => KerasLayer) => (produced: Produced) => {
  const { model, weights } = present(kept.get(name), name);
  const other = emitNetwork(networkOf({ ...model, layers: model.layers.map(change) }), weights);
  return onlyModel(produced, name, (emitted) => ({ ...emitted, [form]: other[form] }));
};

const headless = (form: Form) =>
  written("mlp multiclass", form, (layer) =>
    layer.kind === "output" ? { ...layer, params: { ...layer.params, activation: "linear" } } : layer,
  );
const rewired = (form: Form) =>
  written("deepMlpSkip multiclass", form, (layer) =>
    layer.kind === "add" ? { ...layer, inputs: layer.inputs.map(() => layer.inputs[0] ?? "") } : layer,
  );
const otherEpsilon = (form: Form) =>
  written("deepMlpSkip multiclass", form, (layer) =>
    layer.kind === "batchNormalization" ? { ...layer, params: { ...layer.params, epsilon: 1e-5 } } : layer,
  );

/** PyTorch source that is changed as text; a change that finds nothing would plant no fault. */
const sourceFault = (name: string, change: (source: string) => string) => (produced: Produced) =>
  onlyModel(produced, name, (emitted) => {
    if ("problem" in emitted.torch) throw new Error(emitted.torch.problem);
    const source = change(emitted.torch.source);
    if (source === emitted.torch.source) throw new Error("the fault changes the source");
    return { ...emitted, torch: { ...emitted.torch, source } };
  });

export const check: OracleCheck<Produced> = {
  async produce() {
    await tf.setBackend("cpu");
    const all = [...templateModels(), ...randomModels(), ...chainModels()];
    all.push({
      name: "ids that are code",
      group: "hostile names",
      graph: withHostileIds(templates.deepMlpSkip(context).graph),
      context,
    });
    const models = all.map((one, index) => exported(one, 50 + index));
    return { produced: { templates: templateNames, models, named: namedSources() } };
  },
  faults: {
    "the head is left out, as PyTorch": headless("torch"),
    "the head is left out, as ONNX": headless("onnx"),
    "an edge goes elsewhere, as PyTorch": rewired("torch"),
    "an edge goes elsewhere, as ONNX": rewired("onnx"),
    "an epsilon is another framework's, as PyTorch": otherEpsilon("torch"),
    "an epsilon is another framework's, as ONNX": otherEpsilon("onnx"),
    "channels are flattened first": sourceFault("leNet multiclass", (source) =>
      source.replace(/\.permute\(0, 2, 3, 1\)/, ""),
    ),
    "a layer does not learn": sourceFault("mlp multiclass", (source) =>
      source.replace(/( +)(self\.dense_1) = .*\n/, "$&$1$2.requires_grad_(False)\n"),
    ),
    // The value is the same, its gradient the opposite.
    "it learns the wrong way": sourceFault("mlp multiclass", (source) =>
      source.replace("        return x\n", "        return 2 * x.detach() - x\n"),
    ),
    "a label ends its comment": ({ named }) => ({
      templates: [],
      models: [],
      named: named.map((one) => ({ ...one, hostile: `${one.hostile}\nimport os\n` })),
    }),
    "a template is left out": ({ templates }) => ({ templates, models: [], named: [] }),
  },
};
