/**
 * @file What the studio's engine makes of a job on whatever backend is at work: the output, and the gradients of
 * L = Σ yᵢ · sin(i) (i from 1) by input and weights. Numbers that go in are drawn from the job's seed, so that the page and
 * Node compute the same.
 */
import * as tf from "@tensorflow/tfjs-core";
import { layers } from "@tensorflow/tfjs-layers";
import { random } from "../../../../src/core/random.ts";
import type { NamedTensor } from "../../../../src/core/training/checkpoint.ts";
import { gpu } from "../../../../src/engine/gpu/backend.ts";
import { setVariable } from "../../../../src/engine/gpu/inPlace.ts";
import { Recorder } from "../../../../src/engine/gpu/recorder.ts";
import { buildModel, type TrainableModel, writeWeights } from "../../../../src/engine/model/build.ts";
import { activate } from "../../../../src/engine/train/losses.ts";
import { present } from "../../check.ts";
import { type Job, rows, sliceClass } from "./jobs.ts";

export interface Computed {
  readonly y: readonly number[];
  /** As in prediction, where the job is a training one. */
  readonly predicted: readonly number[];
  /** By the one flat input of the engine's model; null where it holds word numbers. */
  readonly dx: readonly number[] | null;
  readonly dw: Readonly<Record<string, readonly number[]>>;
}

/** Cuts one of several inputs out of the flat row that the model takes. */
class OracleSlice extends layers.Layer {
  static readonly className = sliceClass;
  readonly start: number;
  readonly part: readonly number[];

  constructor(args: { start: number; shape: readonly number[]; name?: string }) {
    super({ name: args.name });
    this.start = args.start;
    this.part = args.shape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const input = present(Array.isArray(inputs) ? inputs[0] : inputs, "the input") as tf.Tensor2D;
    const [batch] = input.shape;
    const size = this.part.reduce((product, n) => product * n, 1);
    return tf.tidy(() => tf.reshape(tf.slice(input, [0, this.start], [batch, size]), [batch, ...this.part]));
  }

  override computeOutputShape(): (number | null)[] {
    return [null, ...this.part];
  }
}
tf.serialization.registerClass(OracleSlice);

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/** The values of each input, [rows, …shape]. */
export function inputsOf({ inputs, tokens, padded, seed }: Job): readonly Float32Array[] {
  const source = random(seed);
  return inputs.map(({ shape }) => {
    const size = sizeOf(shape);
    const values = Float32Array.from({ length: rows * size }, () =>
      tokens === null ? source.next() * 4 - 2 : source.int(tokens),
    );
    if (padded) for (let row = 1; row < rows; row += 2) values.fill(0, row * size + padStart(shape), (row + 1) * size);
    return values;
  });
}

/** Where the padding of a row begins: after half of the steps. */
const padStart = (shape: readonly number[]): number => Math.ceil((shape[0] as number) / 2) * sizeOf(shape.slice(1));

/** Random numbers for every weight, of the size that keeps activations in their interesting range. */
export function randomWeights(model: TrainableModel, seed: number): readonly NamedTensor[] {
  const source = random(seed, 1);
  return model.weights.map(({ name, variable: { shape } }) => {
    const spread = shape.length < 2 ? 1 : 2 / Math.sqrt(sizeOf(shape.slice(0, -1)));
    const positive = /variance|gamma/.test(name);
    const draw = () => (positive ? 0.5 + source.next() : (source.next() - 0.5) * spread);
    return { name, shape: [...shape], values: Float32Array.from({ length: sizeOf(shape) }, draw) };
  });
}

/** The inputs as the engine's model takes them: [rows, …shape], several side by side in a flat row. */
function joinedInputs({ inputs }: Job, values: readonly Float32Array[], batch: number): tf.Tensor {
  const tensors = values.map((one, index) => tf.tensor(one, [batch, ...present(inputs[index], "an input").shape]));
  const [only] = tensors;
  if (tensors.length === 1 && only !== undefined) return only;
  return tf.tidy(() =>
    tf.concat(
      tensors.map((tensor) => tf.reshape(tensor, [batch, -1])),
      1,
    ),
  );
}

const output = (model: TrainableModel, x: tf.Tensor, training: boolean): tf.Tensor =>
  activate(model.head, model.forward(x, training).outputs);

/** Records the step and runs the recording twice, as training does: what is left over from the first run must not show. */
function replayed(step: () => void): void {
  const recorder = new Recorder(gpu());
  const recording = recorder.record(step);
  const { device } = gpu();
  const encoder = device.createCommandEncoder();
  recording.encode(encoder);
  recording.encode(encoder);
  device.queue.submit([encoder.finish()]);
  recorder.dispose();
}

export async function compute(job: Job, weights?: readonly NamedTensor[]): Promise<Computed> {
  const model = buildModel(job.model, job.seed);
  tf.engine().startScope();
  try {
    writeWeights(model.weights, weights ?? randomWeights(model, job.seed));
    const data = joinedInputs(job, inputsOf(job), rows);
    const x = job.tokens === null ? tf.variable(data) : data;
    const variables = [
      ...model.trainable.map(({ name, variable }) => ({ name, variable })),
      ...(x instanceof tf.Variable ? [{ name: "", variable: x }] : []),
    ];
    const predicted = tf.tidy(() => output(model, x, false));
    const y = job.training ? tf.tidy(() => output(model, x, true)) : predicted;
    const factors = tf.tensor(
      Float32Array.from({ length: y.size }, (_, i) => Math.sin(i + 1)),
      y.shape,
    );
    // Where gradients lie when the step is done; 0 of what the loss does not depend on, which tfjs leaves out.
    const gradients = variables.map(({ variable }) => tf.variable(tf.zeros(variable.shape), false));
    const step = () => {
      const { grads } = tf.variableGrads(
        () => tf.sum(tf.mul(output(model, x, job.training), factors)),
        variables.map(({ variable }) => variable),
      );
      for (const [index, { variable }] of variables.entries()) {
        const gradient = grads[variable.name];
        if (gradient != null) setVariable(present(gradients[index], "its place"), gradient);
      }
    };
    if (tf.getBackend() === "webgpu") replayed(step);
    else tf.tidy(step);
    const dw: Record<string, readonly number[]> = {};
    let dx: readonly number[] | null = null;
    for (const [index, { name }] of variables.entries()) {
      const values = [...(await present(gradients[index], "its place").data())];
      if (name === "") dx = values;
      else dw[name] = values;
    }
    const result = { y: [...(await y.data())], predicted: [...(await predicted.data())], dx, dw };
    if (x instanceof tf.Variable) x.dispose();
    tf.dispose(gradients);
    return result;
  } finally {
    tf.engine().endScope();
    model.dispose();
  }
}

/** The weights the job is computed with, for judge and writers. */
export function drawnWeights(job: Job): {
  readonly all: readonly NamedTensor[];
  readonly trainable: readonly string[];
} {
  const model = buildModel(job.model, job.seed);
  const all = randomWeights(model, job.seed);
  const trainable = model.trainable.map(({ name }) => name);
  model.dispose();
  return { all, trainable };
}
