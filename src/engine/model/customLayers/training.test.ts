import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { compile } from "../../../core/graph/compile.ts";
import { makeNode } from "../../../core/graph/edit.ts";
import type { LayerKind } from "../../../core/layers/index.ts";
import { random } from "../../../core/random.ts";
import { defaultTraining } from "../../../core/training/types.ts";
import { inMemory } from "../../train/samples.ts";
import { Trainer } from "../../train/trainer.ts";
import { buildModel } from "../build.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

const [rows, width] = [12, 75];

/** A network of an image, with every layer that draws random numbers and every normalization. */
const chain: readonly (readonly [LayerKind, object])[] = [
  ["reshape", { targetShape: [5, 5, 3] }],
  ["randomFlip", {}],
  ["randomRotation", {}],
  ["conv2d", { filters: 4, activation: "mish" }],
  ["randomTranslation", { fillMode: "constant" }],
  ["randomZoom", { fillMode: "wrap" }],
  ["randomContrast", { valueMin: -3, valueMax: 3 }],
  ["randomBrightness", { valueMin: -3, valueMax: 3 }],
  ["batchNormalization", {}],
  ["spatialDropout2d", {}],
  ["groupNormalization", { groups: 2 }],
  ["gaussianNoise", {}],
  ["flatten", {}],
  ["layerNormalization", {}],
  ["prelu", {}],
  ["dropout", {}],
];

function network() {
  const ids = ["input_1", ...chain.map(([kind], index) => `${kind.toLowerCase()}_${index}`)];
  const nodes = [
    makeNode("input", "input_1", []),
    ...chain.map(([kind, params], index) => makeNode(kind, ids[index + 1] as string, [ids[index] as string], params)),
    makeNode("output", "output_1", [ids.at(-1) as string]),
  ];
  const { model, issues } = compile(
    { nodes },
    { inputShape: [width], task: "regression", classes: 0, vocabulary: null },
  );
  if (model === null) throw new Error(JSON.stringify(issues));
  return model;
}

function start(seed: number) {
  const source = random(4);
  const x = Float32Array.from({ length: rows * width }, () => source.next() * 2 - 1);
  const y = Float32Array.from({ length: rows }, (_, row) => 3 * (x[row * width] as number));
  const model = buildModel(network(), seed);
  const config = {
    ...defaultTraining,
    optimizer: "adam",
    learningRate: 0.03,
    loss: "meanSquaredError",
    batchSize: 5,
  } as const;
  const counts = { train: rows, validation: 0, test: 0 };
  const trainer = new Trainer({
    model,
    data: { x: inMemory(x, rows), y, counts },
    task: "regression",
    config,
    maxTensorBytes: Number.POSITIVE_INFINITY,
  });
  return { model, trainer, x: tf.tensor2d(x, [rows, width]) };
}

async function epochs(trainer: Trainer, count: number): Promise<number> {
  for (let epoch = 1; epoch <= count; epoch++) {
    trainer.beginEpoch(epoch);
    for (let index = 0; index < trainer.stepsPerEpoch; index++) trainer.run(index, 1);
  }
  return (await trainer.readSums()).loss;
}

it("every random layer and normalization trains, and keeps no tensor from step to step", async () => {
  const { trainer, x } = start(1);
  const first = await epochs(trainer, 1);
  const held = tf.memory().numTensors;
  const last = await epochs(trainer, 9);
  expect(tf.memory().numTensors).toBe(held);
  expect(last).toBeLessThan(first);
  tf.dispose(x);
  trainer.dispose();
});

it("random layers draw anew at each step, the same for a seed, and not at all in prediction", () => {
  const { model, trainer, x } = start(2);
  const outputs = (training: boolean, step: number): number[] => {
    model.noise.step = step;
    return tf.tidy(() => [...model.forward(x, training).outputs.dataSync()]);
  };
  expect(outputs(true, 3)).toEqual(outputs(true, 3));
  expect(outputs(true, 3)).not.toEqual(outputs(true, 4));
  const predicted = outputs(false, 3);
  // Training moved the averages of the batch normalization, so predictions are compared among themselves.
  expect(outputs(false, 4)).toEqual(predicted);
  const other = start(2);
  other.model.noise.step = 3;
  const again = tf.tidy(() => [...other.model.forward(other.x, true).outputs.dataSync()]);
  expect(again).toEqual(outputs(true, 3));
  tf.dispose([x, other.x]);
  trainer.dispose();
  other.trainer.dispose();
});

it("moving averages follow by 1 − momentum, and a frozen normalization keeps them", () => {
  const values = [1, 2, 3, 6];
  for (const frozen of [false, true]) {
    const nodes = [
      makeNode("input", "input_1", []),
      { ...makeNode("batchNormalization", "norm_1", ["input_1"], { momentum: 0.9 }), frozen },
      makeNode("output", "output_1", ["norm_1"]),
    ];
    const graph = compile({ nodes }, { inputShape: [1], task: "regression", classes: 0, vocabulary: null });
    if (graph.model === null) throw new Error(JSON.stringify(graph.issues));
    const model = buildModel(graph.model, 1);
    const averages = () =>
      Object.fromEntries(
        model.weights
          .filter(({ name }) => name.includes("moving"))
          .map(({ name, variable }) => [name, variable.dataSync()[0]]),
      );
    tf.tidy(() => model.forward(tf.tensor2d(values, [4, 1]), true).outputs);
    // numpy: mean 3, variance (biased) 3.5; from 0 and 1.
    const moved = { "norm_1/moving_mean": 0.1 * 3, "norm_1/moving_variance": 0.9 + 0.1 * 3.5 };
    const kept = { "norm_1/moving_mean": 0, "norm_1/moving_variance": 1 };
    for (const [name, value] of Object.entries(frozen ? kept : moved)) {
      expect(Math.abs((averages()[name] as number) - value)).toBeLessThan(1e-6);
    }
    model.dispose();
  }
});
