/**
 * @file The models that are compared, their data and their initial weights: one description for all peers. A model is
 * drawn and compiled as the studio does it, so that whoever builds it reads layers, shapes and costs from one place.
 */
import { compile, type KerasModel, sizedLayers } from "../../src/core/graph/compile.ts";
import { leNet, smallResNet } from "../../src/core/graph/templates/image.ts";
import { Sketch } from "../../src/core/graph/templates/sketch.ts";
import { noContext } from "../../src/core/graph/templates.ts";
import type { Graph, Shape } from "../../src/core/graph/types.ts";
import { random, shuffle } from "../../src/core/random.ts";
import type { NamedTensor } from "../../src/core/training/checkpoint.ts";
import { estimateTraining } from "../../src/core/training/estimate.ts";
import { optimizers } from "../../src/core/training/optimizers.ts";

export const batchSize = 32;
export const learningRate = 0.001;
export const classes = 10;
export const seed = 1;

const sequence = (kind: "lstm" | "gru", steps: number): Model => ({
  title: `${kind.toUpperCase()}(32), T = ${steps}`,
  inputShape: [steps, 8],
  draw: (sketch) => {
    // tfjs has no other form of the GRU than the one that resets before the product.
    if (kind === "gru") sketch.add("gru", { units: 32, resetAfter: false });
    else sketch.add("lstm", { units: 32 });
    return sketch.done().graph;
  },
});

const perceptron = (...widths: readonly [number, ...number[]]): Model => ({
  title: `MLP ${widths.join("-")}-${classes}`,
  inputShape: [widths[0]],
  draw: (sketch) => {
    for (const units of widths.slice(1)) sketch.add("dense", { units, activation: "relu" });
    return sketch.done().graph;
  },
});

interface Model {
  readonly title: string;
  readonly inputShape: Shape;
  readonly draw: (sketch: Sketch) => Graph;
}

const models: Readonly<Record<string, Model>> = {
  mlp: perceptron(20, 64, 64),
  mlp784: perceptron(784, 512, 512),
  lenet: { title: "LeNet 28×28×1", inputShape: [28, 28, 1], draw: ({ context }) => leNet(context).graph },
  resnet28: { title: "ResNet 28×28×1", inputShape: [28, 28, 1], draw: ({ context }) => smallResNet(context).graph },
  resnet32: { title: "ResNet 32×32×3", inputShape: [32, 32, 3], draw: ({ context }) => smallResNet(context).graph },
  lstm20: sequence("lstm", 20),
  lstm100: sequence("lstm", 100),
  gru20: sequence("gru", 20),
  gru100: sequence("gru", 100),
};

export const modelNames: readonly string[] = Object.keys(models);

/** `lstm50` and the like are made on demand: what is asked of lengths beyond the table's. */
function modelOf(name: string): Model {
  const known = models[name];
  if (known !== undefined) return known;
  const [, kind, steps] = /^(lstm|gru)(\d+)$/.exec(name) ?? [];
  if (kind === undefined) throw new Error(`There is no model "${name}"; there are ${modelNames.join(", ")}.`);
  return sequence(kind as "lstm" | "gru", Number(steps));
}

export interface Problem {
  readonly name: string;
  readonly title: string;
  readonly keras: KerasModel;
  readonly graph: Graph;
  readonly parameters: number;
  /** Floating-point operations of one step: forward, and twice that backward. */
  readonly flops: number;
  /** Numbers that a row leaves in all layers. */
  readonly activations: number;
  /** Bytes on the device, as the studio estimates them before it trains. */
  readonly estimatedBytes: number;
  /** Every weight of the model, by the studio's names. */
  readonly weights: readonly NamedTensor[];
  /** Numbers in one row. */
  readonly width: number;
  readonly rows: number;
  readonly stepsPerEpoch: number;
}

export function problemOf(name: string, stepsPerEpoch: number): Problem {
  const { title, inputShape, draw } = modelOf(name);
  const context = { ...noContext, inputShape, task: "multiclass", classes } as const;
  const graph = draw(new Sketch(context));
  const compiled = compile(graph, context);
  const { model: keras, issues, totals } = compiled;
  if (keras === null) throw new Error(`${name} does not compile: ${issues.map(({ code }) => code).join(", ")}`);
  const [width, rows] = [numbersIn(inputShape), stepsPerEpoch * batchSize];
  const size = { batchSize, slots: optimizers.adam.slots, samples: rows, width };
  const layers = sizedLayers(compiled);
  return {
    name,
    title,
    keras,
    graph,
    parameters: totals.trainable,
    flops: 2 * 3 * totals.multiplyAdds * batchSize,
    activations: layers.reduce((sum, { output }) => sum + output, 0),
    estimatedBytes: estimateTraining(layers, size).total,
    weights: keras.layers.flatMap((layer, index) => weightsOf(layer, random(seed, index))),
    width,
    rows,
    stepsPerEpoch,
  };
}

export const numbersIn = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

type Layer = KerasModel["layers"][number];

function weightsOf({ name, kind, params, inputShapes }: Layer, source: { next(): number }): NamedTensor[] {
  const channels = inputShapes[0]?.at(-1) ?? 0;
  const tensor = (part: string, shape: readonly number[], value: () => number): NamedTensor => ({
    name: `${name}/${part}`,
    shape: [...shape],
    values: Float32Array.from({ length: numbersIn(shape) }, value),
  });
  const drawn = (part: string, shape: readonly number[]) => {
    const [fanIn, fanOut] = [numbersIn(shape.slice(0, -1)), shape.at(-1) ?? 1];
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    return tensor(part, shape, () => (source.next() * 2 - 1) * limit);
  };
  const constant = (part: string, length: number, value: number) => tensor(part, [length], () => value);
  switch (kind) {
    case "dense":
    case "output": {
      const units = kind === "output" ? classes : Number(params.units);
      return [drawn("kernel", [channels, units]), constant("bias", units, 0)];
    }
    case "conv2d": {
      const filters = Number(params.filters);
      const kernel = drawn("kernel", [...(params.kernelSize as readonly number[]), channels, filters]);
      return params.useBias === true ? [kernel, constant("bias", filters, 0)] : [kernel];
    }
    case "batchNormalization":
      return [
        constant("gamma", channels, 1),
        constant("beta", channels, 0),
        constant("moving_mean", channels, 0),
        constant("moving_variance", channels, 1),
      ];
    case "lstm":
    case "gru": {
      const [units, gates] = [Number(params.units), kind === "lstm" ? 4 : 3];
      return [
        drawn("kernel", [channels, gates * units]),
        drawn("recurrent_kernel", [units, gates * units]),
        constant("bias", gates * units, 0),
      ];
    }
    default:
      return [];
  }
}

export interface Rows {
  /** Row-major [rows × width]. */
  readonly x: Float32Array;
  readonly y: Int32Array;
}

/** Noise around the centre of a class: learnable, so that losses that agree say something. */
export function rowsOf({ rows, width }: Problem): Rows {
  const source = random(seed, 1000);
  const centres = Float32Array.from({ length: classes * width }, () => source.next() - 0.5);
  const y = Int32Array.from({ length: rows }, () => source.int(classes));
  const x = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const from = (y[row] as number) * width;
    for (let i = 0; i < width; i++) x[row * width + i] = (centres[from + i] as number) + source.next() - 0.5;
  }
  return { x, y };
}

/** The order in which the studio goes through the rows in an epoch (from 1): the peers are given the same batches. */
export const orderOf = (rows: number, epoch: number): Int32Array =>
  shuffle(
    Int32Array.from({ length: rows }, (_, row) => row),
    random(seed, 0x10000 + epoch),
  );

/** The rows in that order. */
export function orderedRows({ x, y }: Rows, width: number, epoch: number): Rows {
  const order = orderOf(y.length, epoch);
  const ordered = new Float32Array(x.length);
  order.forEach((row, place) => {
    ordered.set(x.subarray(row * width, (row + 1) * width), place * width);
  });
  return { x: ordered, y: order.map((row) => y[row] as number) };
}
