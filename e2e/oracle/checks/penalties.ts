/**
 * @file L1 and L2 on weights, biases and outputs, and max-norm, in one training step of the studio's own trainer on tfjs's
 * CPU backend: for layers whose kernels go by other names, and layers inside layers, too.
 */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { compile, type KerasModel } from "../../../src/core/graph/compile.ts";
import { makeNode } from "../../../src/core/graph/edit.ts";
import type { Graph } from "../../../src/core/graph/types.ts";
import type { LayerKind } from "../../../src/core/layers/index.ts";
import { layers } from "../../../src/core/layers/index.ts";
import { defaultsOf } from "../../../src/core/params/fields.ts";
import { random } from "../../../src/core/random.ts";
import type { NamedTensor } from "../../../src/core/training/checkpoint.ts";
import { defaultTraining } from "../../../src/core/training/types.ts";
import { buildModel, readWeights, type TrainableModel, writeWeights } from "../../../src/engine/model/build.ts";
import { inMemory } from "../../../src/engine/train/samples.ts";
import { Trainer } from "../../../src/engine/train/trainer.ts";
import { type OracleCheck, present } from "../check.ts";

type Numbers = readonly number[];

interface Tensor {
  readonly name: string;
  readonly shape: Numbers;
  readonly values: Numbers;
}

interface StepCase {
  readonly name: string;
  readonly model: KerasModel;
  readonly rate: number;
  readonly x: Numbers;
  readonly y: Numbers;
  readonly before: readonly Tensor[];
  /** After one SGD step on all rows. */
  readonly after: readonly Tensor[];
  readonly meanLoss: number;
  /** The same loss without an update, on the validation part. */
  readonly validationLoss: number;
}

const rows = 6;
const width = 16;
const rate = 0.5;

type Part = readonly [LayerKind, object];

/** One layer after another. */
const chain = (...parts: readonly Part[]): Graph => {
  const ids = ["input_1", ...parts.map(([kind], index) => `${kind}_${index}`.toLowerCase())];
  const nodes = parts.map(([kind, params], index) =>
    makeNode(kind, ids[index + 1] as string, [ids[index] as string], params),
  );
  return {
    nodes: [
      makeNode("input", "input_1", []),
      ...nodes,
      makeNode("output", "output_1", [ids.at(-1) as string], { units: null, activation: "auto" }),
    ],
  };
};

const all = { kernelL1: 0.03, kernelL2: 0.02, biasL1: 0.05, biasL2: 0.07, activityL1: 0.04, activityL2: 0.06 };
const image: Part = ["reshape", { targetShape: [4, 4, 1] }];
const sequence: Part = ["reshape", { targetShape: [4, 4] }];
const flat: Part = ["flatten", {}];
const withDefaults = (kind: "lstm" | "dense", params: object) => ({
  kind,
  params: { ...defaultsOf(layers[kind].fields), ...params },
});

const graphs: Readonly<Record<string, Graph>> = {
  dense: chain(
    ["dense", { units: 5, activation: "tanh", ...all }],
    ["dense", { units: 3, activation: "relu", ...all }],
  ),
  "dense, max-norm": chain(["dense", { units: 5, activation: "tanh", maxNorm: 0.4 }]),
  conv2d: chain(image, ["conv2d", { filters: 2, activation: "tanh", ...all, maxNorm: 0.5 }], flat),
  separableConv2d: chain(image, ["separableConv2d", { filters: 2, activation: "tanh", ...all, maxNorm: 0.5 }], flat),
  depthwiseConv2d: chain(image, ["depthwiseConv2d", { activation: "tanh", ...all, maxNorm: 0.5 }], flat),
  lstm: chain(sequence, ["lstm", { units: 3, ...all, maxNorm: 0.5 }]),
  "a layer for each step": chain(
    sequence,
    ["timeDistributed", { layer: withDefaults("dense", { units: 3, activation: "tanh", ...all, maxNorm: 0.5 }) }],
    flat,
  ),
  "both directions": chain(sequence, ["bidirectional", { layer: withDefaults("lstm", { units: 2, ...all }) }]),
};

const plain = (tensors: readonly NamedTensor[]): Tensor[] =>
  tensors.map(({ name, shape, values }) => ({ name, shape, values: [...values] }));

/** Small weights, and some of them exactly 0, where |w| has no slope. */
function drawWeights(model: TrainableModel, seed: number): void {
  const source = random(seed, 1);
  const draw = () => (source.next() < 0.2 ? 0 : source.next() - 0.5);
  writeWeights(
    model.weights,
    model.weights.map(({ name, variable: { shape, size } }) => ({
      name,
      shape: [...shape],
      values: Float32Array.from({ length: size }, draw),
    })),
  );
}

async function step(name: string, graph: Graph, seed: number): Promise<StepCase> {
  const compiled = compile(graph, { inputShape: [width], task: "regression", classes: 0, vocabulary: null });
  const keras = present(compiled.model, `a model of ${name} (${JSON.stringify(compiled.issues)})`);
  const source = random(seed);
  const x = Float32Array.from({ length: rows * width }, () => source.next() * 4 - 2);
  const y = Float32Array.from({ length: rows }, () => source.next() * 4 - 2);
  const model = buildModel(keras, seed);
  drawWeights(model, seed);
  const before = plain(await readWeights(model.weights));
  const config = {
    ...defaultTraining,
    optimizer: "sgd",
    learningRate: rate,
    loss: "meanSquaredError",
    batchSize: rows,
  } as const;
  const twice = <A extends Float32Array>(values: A) => Float32Array.from([...values, ...values]);
  const counts = { train: rows, validation: rows, test: 0 };
  const data = { x: inMemory(twice(x), 2 * rows), y: twice(y), counts };
  const trainer = new Trainer({ model, data, task: "regression", config, maxTensorBytes: Number.POSITIVE_INFINITY });
  trainer.beginEpoch(1);
  const validation = present(await trainer.evaluate("validation", () => true), "a validation loss");
  trainer.run(0, 1);
  const sums = await trainer.readSums();
  const after = plain(await readWeights(model.weights));
  trainer.dispose();
  return {
    name,
    model: keras,
    rate,
    x: [...x],
    y: [...y],
    before,
    after,
    meanLoss: sums.loss / rows,
    validationLoss: validation.loss / rows,
  };
}

/** Every number of a Keras argument that `at` matches, changed in what the judge is told. */
const changed = (cases: readonly StepCase[], at: RegExp, change: (value: number) => number): readonly StepCase[] =>
  JSON.parse(JSON.stringify(cases), (key, value: unknown) =>
    at.test(key) && typeof value === "number" ? change(value) : value,
  ) as StepCase[];

export const check: OracleCheck<readonly StepCase[]> = {
  async produce() {
    await tf.setBackend("cpu");
    const cases: StepCase[] = [];
    for (const [name, graph] of Object.entries(graphs)) cases.push(await step(name, graph, 30 + cases.length));
    return { produced: cases };
  },
  faults: {
    "L2 is halved": (produced) => changed(produced, /^l2$/, (value) => value / 2),
    "L1 is off by a thousandth": (produced) => changed(produced, /^l1$/, (value) => value * 1.001),
    "the limit is another": (produced) => changed(produced, /^maxValue$/, (value) => value * 1.01),
  },
};
