/**
 * @file One training step of every template with every loss, and 20 updates of every optimizer, computed by the
 * studio's own training code on tfjs's CPU backend. (That WebGPU agrees with it is a browser test beside the source.)
 */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import type { Task } from "../../../src/core/data/types.ts";
import { compile, type KerasModel } from "../../../src/core/graph/compile.ts";
import { makeNode } from "../../../src/core/graph/edit.ts";
import { noContext, templateNames, templates, templatesFor } from "../../../src/core/graph/templates.ts";
import type { Graph } from "../../../src/core/graph/types.ts";
import { random } from "../../../src/core/random.ts";
import { type LossName, losses } from "../../../src/core/training/losses.ts";
import { type OptimizerName, optimizers } from "../../../src/core/training/optimizers.ts";
import { defaultTraining } from "../../../src/core/training/types.ts";
import { buildModel, readWeights } from "../../../src/engine/model/build.ts";
import { PlainOptimizer } from "../../../src/engine/train/optimizer/plainOptimizer.ts";
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
  readonly task: Task;
  readonly loss: LossName;
  readonly model: KerasModel;
  readonly rows: number;
  readonly width: number;
  readonly x: Numbers;
  readonly y: Numbers;
  readonly before: readonly Tensor[];
  /** After one SGD step on all rows with `rate`. */
  readonly after: readonly Tensor[];
  readonly rate: number;
  readonly meanLoss: number;
  readonly predictions: Numbers;
}

interface UpdateCase {
  readonly name: string;
  readonly optimizer: OptimizerName;
  readonly params: Readonly<Record<string, number>>;
  readonly rate: number;
  readonly start: Numbers;
  readonly gradients: readonly Numbers[];
  /** The weight after each update. */
  readonly path: readonly Numbers[];
}

interface Produced {
  readonly steps: readonly StepCase[];
  readonly updates: readonly UpdateCase[];
}

const rows = 24;
const width = 5;
const classCount = 4;
/** Large, so that the gradient is not lost in the rounding of the weight it is subtracted from. */
const rate = 1000;

const plain = (tensors: readonly { name: string; shape: Numbers; values: Float32Array }[]): Tensor[] =>
  tensors.map(({ name, shape, values }) => ({ name, shape, values: [...values] }));

/** A training step must not depend on a random mask that no other program can draw. */
const withoutDropout = (graph: Graph): Graph => ({
  nodes: graph.nodes.map((node) => (node.kind === "dropout" ? { ...node, params: { rate: 0 } } : node)),
});

/** Two branches of different activations, joined: what the templates leave out. */
const branches: Graph = {
  nodes: [
    { id: "input_1", kind: "input", params: {}, inputs: [] },
    makeNode("dense", "dense_1", ["input_1"], { units: 6, activation: "tanh", useBias: true }),
    makeNode("dense", "dense_2", ["input_1"], { units: 3, activation: "linear", useBias: false }),
    { id: "activation_1", kind: "activation", params: { activation: "gelu" }, inputs: ["dense_2"] },
    { id: "concatenate_1", kind: "concatenate", params: { axis: -1 }, inputs: ["dense_1", "activation_1"] },
    { id: "output_1", kind: "output", params: { units: null, activation: "auto" }, inputs: ["concatenate_1"] },
  ],
};

async function step(name: string, graph: Graph, task: Task, loss: LossName, seed: number): Promise<StepCase> {
  const classes = task === "multiclass" ? classCount : task === "binary" ? 2 : 0;
  const compiled = compile(withoutDropout(graph), { inputShape: [width], task, classes, vocabulary: null });
  const keras = present(compiled.model, `a model (${JSON.stringify(compiled.issues)})`);
  const source = random(seed);
  const x = Float32Array.from({ length: rows * width }, () => source.next() * 4 - 2);
  const y =
    task === "regression"
      ? Float32Array.from({ length: rows }, () => source.next() * 4 - 2)
      : Int32Array.from({ length: rows }, () => source.int(classes));
  const model = buildModel(keras, seed);
  const before = plain(await readWeights(model.weights));
  const predicted = tf.tidy(() => model.predict(tf.tensor2d(x, [rows, width])));
  const predictions = [...(await predicted.data())];
  const config = { ...defaultTraining, optimizer: "sgd", learningRate: rate, loss, batchSize: rows } as const;
  const counts = { train: rows, validation: 0, test: 0 };
  const trainer = new Trainer({
    model,
    data: { x: inMemory(x, rows), y, counts },
    task,
    config,
    maxTensorBytes: Number.POSITIVE_INFINITY,
  });
  trainer.beginEpoch(1);
  trainer.run(0, 1);
  const sums = await trainer.readSums();
  const after = plain(await readWeights(model.weights));
  trainer.dispose();
  return {
    name,
    task,
    loss,
    model: keras,
    rows,
    width,
    x: [...x],
    y: [...y],
    before,
    after,
    rate,
    meanLoss: sums.loss / rows,
    predictions,
  };
}

function update(optimizer: OptimizerName, params: Record<string, number>): UpdateCase {
  const source = random(11);
  const draw = () => Float32Array.from({ length: 12 }, () => source.next() * 2 - 1);
  const start = draw();
  const gradients = Array.from({ length: 20 }, draw);
  const variable = tf.variable(tf.tensor1d(start));
  const { clip } = defaultTraining;
  const made = new PlainOptimizer({ optimizer, optimizerParams: params, clip }, [{ name: "w", variable }], new Map());
  const path = gradients.map((gradient, index) => {
    const g = tf.tensor1d(gradient);
    made.collect({ [variable.name]: g }, 1);
    tf.dispose([g, made.update(0.05, index + 1)]);
    return [...variable.dataSync()];
  });
  const defaults = Object.fromEntries(
    Object.entries(optimizers[optimizer].fields).map(([name, field]) => [name, field.default]),
  );
  const name = `${optimizer} ${JSON.stringify(params)}`;
  return {
    name,
    optimizer,
    params: { ...defaults, ...params },
    rate: 0.05,
    start: [...start],
    gradients: gradients.map((g) => [...g]),
    path,
  };
}

const taskLosses = (task: Task) =>
  (Object.keys(losses) as LossName[]).filter((loss) => (losses[loss].tasks as readonly Task[]).includes(task));

export const check: OracleCheck<Produced> = {
  async produce() {
    await tf.setBackend("cpu");
    const graphs: [string, Graph][] = [
      // The reference writes the layers of tables out; every other layer's gradient is judged by itself.
      ...templateNames
        .filter((name) => templatesFor[name] === "tables")
        .map((name): [string, Graph] => [name, templates[name](noContext).graph]),
      ["branches", branches],
    ];
    const steps: StepCase[] = [];
    for (const [graphName, graph] of graphs) {
      for (const task of ["binary", "multiclass", "regression"] as const) {
        for (const loss of taskLosses(task))
          steps.push(await step(`${graphName} ${task} ${loss}`, graph, task, loss, 3 + steps.length));
      }
    }
    const updates = [
      ...(Object.keys(optimizers) as OptimizerName[]).map((name) => update(name, {})),
      update("momentum", { momentum: 0.5 }),
      update("adam", { beta1: 0.8, beta2: 0.95, epsilon: 1e-3 }),
      update("adamw", { weightDecay: 0.1 }),
      update("rmsprop", { rho: 0.99, epsilon: 1e-4 }),
      update("adagrad", { initialAccumulatorValue: 0 }),
      update("nadam", { beta1: 0.8, beta2: 0.95 }),
      update("lion", { weightDecay: 0.1, beta1: 0.7 }),
    ];
    return { produced: { steps, updates } };
  },
  faults: {
    "a gradient lacks its mean": (produced) => ({
      ...produced,
      steps: produced.steps.map((one) => ({
        ...one,
        after: one.after.map((tensor, t) => ({
          ...tensor,
          values: tensor.values.map((value, i) => {
            const was = present(one.before[t]?.values[i], "the weight before");
            return was + (value - was) * rows;
          }),
        })),
      })),
    }),
    "a loss is a sum": (produced) => ({
      ...produced,
      steps: produced.steps.map((one) => ({ ...one, meanLoss: one.meanLoss * rows })),
    }),
    "Lion's mean is the one it keeps": (produced) => ({
      ...produced,
      updates: produced.updates.map((one) =>
        one.optimizer === "lion" ? { ...one, params: { ...one.params, beta2: 0.9 } } : one,
      ),
    }),
    "Adam's beta1 is off by a thousandth": (produced) => ({
      ...produced,
      updates: produced.updates.map((one) =>
        one.optimizer === "adam" ? { ...one, params: { ...one.params, beta1: 0.9009 } } : one,
      ),
    }),
    "Nesterov is plain momentum": (produced) => ({
      ...produced,
      updates: produced.updates.map((one) =>
        one.optimizer === "nesterov" ? { ...one, optimizer: "momentum" as const } : one,
      ),
    }),
  },
};
