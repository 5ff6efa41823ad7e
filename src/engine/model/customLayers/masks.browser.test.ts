import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../../core/graph/compile.ts";
import { makeNode } from "../../../core/graph/edit.ts";
import type { Graph } from "../../../core/graph/types.ts";
import { random } from "../../../core/random.ts";
import { type Device, startDevice } from "../../device/device.ts";
import { buildModel, type TrainableModel } from "../build.ts";

const steps = 6;
const vocabulary = 9;

const input = makeNode("input", "input_1", [], {});
const output = makeNode("output", "output_1", ["last"], {});
const embedding = makeNode("embedding", "embedding_1", ["input_1"], {
  inputDim: vocabulary,
  outputDim: 5,
  maskZero: true,
});
const graphs: Readonly<Record<string, Graph>> = {
  LSTM: { nodes: [input, embedding, makeNode("lstm", "last", ["embedding_1"], { units: 4 }), output] },
  "GRU, backwards": {
    nodes: [input, embedding, makeNode("gru", "last", ["embedding_1"], { units: 4, goBackwards: true }), output],
  },
  "attention into SimpleRNN": {
    nodes: [
      input,
      embedding,
      makeNode("multiHeadAttention", "attention_1", ["embedding_1"], { numHeads: 2, keyDim: 3 }),
      makeNode("simpleRnn", "last", ["attention_1"], { units: 4 }),
      output,
    ],
  },
};

/** Word numbers as the studio holds them: float32, every second row padded with zeros. */
function words(rows: number): Float32Array {
  const source = random(3);
  return Float32Array.from({ length: rows * steps }, (_, at) => {
    const [row, step] = [Math.floor(at / steps), at % steps];
    return row % 2 === 1 && step >= 3 ? 0 : 1 + source.int(vocabulary - 1);
  });
}

function built(graph: Graph): TrainableModel {
  const context = { inputShape: [steps], task: "multiclass", classes: 3, vocabulary } as const;
  const { model, issues } = compile(graph, context);
  if (model === null) throw new Error(JSON.stringify(issues));
  return buildModel(model, 5);
}

interface Computed {
  readonly outputs: readonly number[];
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}

/** Outputs, and the gradients of Σ output² by every weight. */
async function compute(graph: Graph, x: Float32Array): Promise<Computed> {
  const model = built(graph);
  const rows = tf.tensor2d(x, [x.length / steps, steps]);
  const outputs = [...(await model.predict(rows).data())];
  const variables = model.trainable.map(({ variable }) => variable);
  const { grads } = tf.variableGrads(() => tf.sum(tf.square(model.forward(rows, true).outputs)), variables);
  const gradients: Record<string, readonly number[]> = {};
  for (const { name, variable } of model.trainable) {
    gradients[name] = [...(await (grads[variable.name] as tf.Tensor).data())];
  }
  model.dispose();
  return { outputs, gradients };
}

const worst = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, at) => Math.abs(value - (b[at] as number))));

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});

describe("padded word numbers on WebGPU", () => {
  it.each(Object.keys(graphs))("into %s equal the CPU, forward and gradients", async (name) => {
    const graph = graphs[name] as Graph;
    await tf.setBackend("webgpu");
    const gpu = await compute(graph, words(8));
    await device.settle();
    device.check();
    await tf.setBackend("cpu");
    const cpu = await compute(graph, words(8));
    expect(worst(gpu.outputs, cpu.outputs)).toBeLessThan(1e-5);
    expect(Object.keys(gpu.gradients)).toEqual(Object.keys(cpu.gradients));
    for (const [weight, expected] of Object.entries(cpu.gradients)) {
      expect(Math.max(...expected.map(Math.abs)), weight).toBeGreaterThan(0);
      expect(worst(gpu.gradients[weight] as readonly number[], expected), weight).toBeLessThan(1e-5);
    }
  });

  it("leave out what lies in the padding: an LSTM sees a short sentence and its padded form alike", async () => {
    await tf.setBackend("webgpu");
    const model = built(graphs.LSTM as Graph);
    const sentences = [
      [3, 5, 2, 0, 0, 0],
      [0, 3, 0, 5, 0, 2],
      [3, 5, 2, 2, 2, 2],
    ];
    const [padded, scattered, longer] = await (
      tf.reshape(model.predict(tf.tensor2d(sentences)), [3, 3]) as tf.Tensor2D
    ).array();
    expect(worst(padded as number[], scattered as number[])).toBeLessThan(1e-6);
    expect(worst(padded as number[], longer as number[])).toBeGreaterThan(1e-3);
    model.dispose();
  });

  it("out of range take the nearest row there is", async () => {
    await tf.setBackend("webgpu");
    const model = built(graphs.LSTM as Graph);
    const sentences = [
      [1e9, 1, 2, 3, 1, 1],
      [vocabulary - 1, 1, 2, 3, 1, 1],
      [-7, 1, 2, 3, 1, 1],
      [0, 1, 2, 3, 1, 1],
    ];
    const [large, last, negative, zero] = await (
      tf.reshape(model.predict(tf.tensor2d(sentences)), [4, 3]) as tf.Tensor2D
    ).array();
    expect(large).toEqual(last);
    expect(negative).toEqual(zero);
    expect(worst(large as number[], zero as number[])).toBeGreaterThan(1e-5);
    await device.settle();
    device.check();
    model.dispose();
  });
});
