/**
 * @file tfjs as it is published, at its best: `fit` without yielding, one reading an epoch; and a loop by hand on resident
 * data that never waits inside an epoch.
 */
import * as tf from "@tensorflow/tfjs-core";
import { input, type LayersModel, layers, model, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { batchSize, classes, learningRate, orderedRows, orderOf, type Problem, type Rows } from "./models.ts";
import type { Opened, OpenPeer, Peer } from "./peer.ts";

/** Builds with tfjs's own layers. `logits`: the output's activation is left off. */
function build({ keras, weights }: Problem, logits: boolean): LayersModel {
  const make = {
    dense: layers.dense,
    output: layers.dense,
    conv2d: layers.conv2d,
    maxPooling2d: layers.maxPooling2d,
    flatten: layers.flatten,
    activation: layers.activation,
    batchNormalization: layers.batchNormalization,
    add: layers.add,
    globalAveragePooling2d: layers.globalAveragePooling2d,
    lstm: layers.lstm,
    gru: layers.gru,
  } as unknown as Readonly<Record<string, ((args: object) => ReturnType<typeof layers.dense>) | undefined>>;
  const valuesOf = new Map(weights.map((tensor) => [tensor.name, tensor]));
  const inputs = input({ shape: [...keras.inputShape] });
  const made = new Map<string, SymbolicTensor>([[keras.input, inputs]]);
  for (const { name, kind, call, inputs: sources } of keras.layers) {
    const { groups: _groups, resetAfter: _resetAfter, ...own } = call.args;
    const args: Record<string, unknown> = own;
    if (kind === "output" && logits) args.activation = "linear";
    // All values are set below; drawing orthogonal ones takes seconds.
    if ("recurrentInitializer" in args) args.recurrentInitializer = "zeros";
    const layer = make[kind]?.({ ...args, name });
    if (layer === undefined) throw new Error(`tfjs has no "${kind}"`);
    const from = sources.map((source) => made.get(source) as SymbolicTensor);
    made.set(name, layer.apply(from.length === 1 ? (from[0] as SymbolicTensor) : from) as SymbolicTensor);
    layer.setWeights(
      layer.weights.map(({ originalName, shape }) => {
        const tensor = valuesOf.get(originalName);
        if (tensor === undefined) throw new Error(`no values for ${originalName}`);
        return tf.tensor(tensor.values, shape as number[]);
      }),
    );
  }
  return model({ inputs, outputs: made.get(keras.output) as SymbolicTensor });
}

const adam = () => tf.train.adam(learningRate, 0.9, 0.999, 1e-7);

/** Rows and one-hot labels on the device. */
function resident({ keras: { inputShape } }: Problem, { x, y }: Rows) {
  return tf.tidy(() => ({
    x: tf.tensor(x, [y.length, ...inputShape]),
    y: tf.cast(tf.oneHot(tf.tensor1d(y, "int32"), classes), "float32"),
  }));
}

const settle = async (): Promise<void> => {
  await tf.tidy(() => tf.add(tf.scalar(1), 1)).data();
};

function fitPeer(problem: Problem, rows: Rows): Peer {
  const net = build(problem, false);
  net.compile({ optimizer: adam(), loss: "categoricalCrossentropy", metrics: ["accuracy"] });
  let held: { readonly x: tf.Tensor; readonly y: tf.Tensor } | null = null;
  let mean = Number.NaN;
  const release = () => tf.dispose(held === null ? [] : [held.x, held.y]);
  return {
    begin: (epoch) => {
      release();
      held = resident(problem, orderedRows(rows, problem.width, epoch));
    },
    step: async () => {
      if (held === null) throw new Error("no epoch has begun");
      const { history } = await net.fit(held.x, held.y, {
        batchSize,
        epochs: 1,
        shuffle: false,
        verbose: 0,
        yieldEvery: "never",
      });
      mean = history.loss?.[0] as number;
    },
    loss: () => Promise.resolve(mean),
    settle,
    dispose: () => {
      release();
      net.dispose();
    },
  };
}

function loopPeer(problem: Problem, rows: Rows): Peer {
  const net = build(problem, true);
  const variables = net.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const optimizer = adam();
  const data = resident(problem, rows);
  const none = () => ({ loss: tf.scalar(0), right: tf.scalar(0) });
  let sums = none();
  let order: tf.Tensor1D | null = null;
  let next = 0;
  // Few enough that the device starts early, many enough that submits are not what costs.
  tf.env().set("WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE", 64);

  const one = (): void => {
    const before = sums;
    sums = tf.tidy(() => {
      const chosen = tf.slice(order as tf.Tensor1D, next * batchSize, batchSize);
      const [x, y] = [tf.gather(data.x, chosen), tf.gather(data.y, chosen)];
      let right: tf.Scalar | undefined;
      const { value, grads } = tf.variableGrads(() => {
        const outputs = net.apply(x, { training: true }) as tf.Tensor2D;
        right = tf.keep(tf.sum(tf.cast(tf.equal(tf.argMax(outputs, 1), tf.argMax(y, 1)), "float32")));
        return tf.losses.softmaxCrossEntropy(y, outputs) as tf.Scalar;
      }, variables);
      optimizer.applyGradients(grads as Parameters<typeof optimizer.applyGradients>[0]);
      const found = right as tf.Scalar;
      const after = { loss: tf.add(before.loss, value) as tf.Scalar, right: tf.add(before.right, found) as tf.Scalar };
      found.dispose();
      return after;
    });
    tf.dispose([before.loss, before.right]);
    next++;
  };

  return {
    begin: (epoch) => {
      order?.dispose();
      order = tf.tensor1d(orderOf(problem.rows, epoch), "int32");
      tf.dispose([sums.loss, sums.right]);
      sums = none();
      next = 0;
    },
    step: (count) => {
      for (let i = 0; i < count; i++) one();
    },
    loss: async () => ((await sums.loss.data())[0] as number) / next,
    settle,
    dispose: () => {
      tf.dispose([sums.loss, sums.right, data.x, data.y]);
      order?.dispose();
      optimizer.dispose();
      net.dispose();
    },
  };
}

const opening =
  (backend: "webgpu" | "webgl", make: (problem: Problem, rows: Rows) => Peer): OpenPeer =>
  async (problem, rows): Promise<Opened> => {
    if (backend === "webgpu") await import("@tensorflow/tfjs-backend-webgpu");
    else await import("@tensorflow/tfjs-backend-webgl");
    if (!(await tf.setBackend(backend))) throw new Error(`tfjs has no ${backend} here`);
    await tf.ready();
    return { peer: make(problem, rows), device: tf.getBackend() };
  };

export const tfjsPeers: Readonly<Record<string, OpenPeer>> = {
  fit: opening("webgpu", fitPeer),
  webgl: opening("webgl", fitPeer),
  loop: opening("webgpu", loopPeer),
};
export const tensors = (): number => tf.memory().numTensors;
