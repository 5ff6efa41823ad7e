/**
 * @file jax-js as a peer, at its best: forward, backward and Adam are one jitted function, batches lie on the device
 * cut to size, and nothing waits inside an epoch. Images are channels first, which is its own form. Every array is owned
 * once and consumed by use; `.ref` is a further owner.
 */
import {
  blockUntilReady,
  defaultDevice,
  init,
  jit,
  lax,
  nn,
  numpy as np,
  type Array as Tensor,
  tree,
  valueAndGrad,
} from "@jax-js/jax";
import { batchSize, classes, learningRate, orderedRows, type Problem, type Rows } from "./models.ts";
import type { OpenPeer, Peer } from "./peer.ts";

type Weights = { readonly [name: string]: Tensor };
interface State {
  readonly [part: string]: Weights | Tensor;
  readonly weights: Weights;
  readonly first: Weights;
  readonly second: Weights;
  readonly averages: Weights;
  readonly count: Tensor;
  readonly loss: Tensor;
  readonly right: Tensor;
}

const isAverage = (name: string) => name.includes("/moving_");
const mapped = (weights: Weights, change: (array: Tensor, name: string) => Tensor): Weights =>
  Object.fromEntries(Object.entries(weights).map(([name, array]) => [name, change(array, name)]));

/** A kernel [height, width, in, out] becomes [out, in, height, width]; what is spread over channels, [channels, 1, 1]. */
function initial({ keras, weights }: Problem): Weights {
  const images = keras.inputShape.length === 3;
  const rankOf = new Map(keras.layers.map(({ name, outputShape }) => [name, outputShape.length]));
  return Object.fromEntries(
    weights.map(({ name, shape, values }) => {
      const spread = images && rankOf.get(name.split("/")[0] as string) === 3 && shape.length === 1;
      const array = np.array(Float32Array.from(values)).reshape(spread ? [...shape, 1, 1] : shape);
      return [name, shape.length === 4 ? array.transpose([3, 2, 0, 1]) : array];
    }),
  );
}

function activated(name: unknown, x: Tensor): Tensor {
  switch (name) {
    case "relu":
      return nn.relu(x);
    case "linear":
      return x;
    default:
      throw new Error(`no activation "${name}" here`);
  }
}

/** All steps' inputs in one product, then step by step; a jitted function has no loops, so it is unrolled. */
function recurrent(kind: "lstm" | "gru", x: Tensor, units: number, weight: (part: string) => Tensor): Tensor {
  const [batch, steps, width] = x.shape as readonly [number, number, number];
  const gates = kind === "lstm" ? 4 : 3;
  const projected = np.dot(x.reshape([batch * steps, width]), weight("kernel")).add(weight("bias"));
  const inputs = np.split(projected.reshape([batch, steps, gates * units]), steps, 1);
  const kernel = weight("recurrent_kernel");
  let h = np.zeros([batch, units]);
  if (kind === "lstm") {
    let memory = np.zeros([batch, units]);
    for (const input of inputs) {
      const sum = input.reshape([batch, gates * units]).add(np.dot(h, kernel.ref));
      const [i, f, c, o] = np.split(sum, gates, 1) as [Tensor, Tensor, Tensor, Tensor];
      memory = nn
        .sigmoid(f)
        .mul(memory)
        .add(nn.sigmoid(i).mul(np.tanh(c)));
      h = nn.sigmoid(o).mul(np.tanh(memory.ref));
    }
    memory.dispose();
    kernel.dispose();
    return h;
  }
  const ofGates = kernel.ref.slice([], [0, 2 * units]);
  const ofState = kernel.slice([], [2 * units, 3 * units]);
  for (const input of inputs) {
    const [own, candidate] = [
      input.ref.reshape([batch, gates * units]).slice([], [0, 2 * units]),
      input.reshape([batch, gates * units]).slice([], [2 * units, 3 * units]),
    ];
    const [z, r] = np.split(nn.sigmoid(own.add(np.dot(h.ref, ofGates.ref))), 2, 1) as [Tensor, Tensor];
    const next = np.tanh(candidate.add(np.dot(r.mul(h.ref), ofState.ref)));
    h = z.ref.mul(h).add(np.subtract(1, z).mul(next));
  }
  ofGates.dispose();
  ofState.dispose();
  return h;
}

type Forward = (
  weights: Weights,
  averages: Weights,
  x: Tensor,
) => { readonly logits: Tensor; readonly averages: Weights };

/** Each weight is used once, and each layer's output as often as it has consumers. */
function forwardOf({ keras }: Problem): Forward {
  const consumers = new Map<string, number>();
  for (const { inputs } of keras.layers) {
    for (const name of inputs) consumers.set(name, (consumers.get(name) ?? 0) + 1);
  }
  return (weights, averages, x) => {
    const made = new Map([[keras.input, x]]);
    const left = new Map(consumers);
    const moved: Record<string, Tensor> = {};
    const take = (name: string): Tensor => {
      const uses = (left.get(name) ?? 0) - 1;
      left.set(name, uses);
      const array = made.get(name) as Tensor;
      return uses === 0 ? array : array.ref;
    };
    for (const { name, kind, params, inputs } of keras.layers) {
      const weight = (part: string) => weights[`${name}/${part}`] as Tensor;
      const sources = inputs.map(take);
      const [from] = sources as [Tensor];
      const output = (): Tensor => {
        switch (kind) {
          case "dense":
            return activated(params.activation, np.dot(from, weight("kernel")).add(weight("bias")));
          case "output":
            return np.dot(from, weight("kernel")).add(weight("bias"));
          case "conv2d": {
            const padding = params.padding === "same" ? "SAME" : "VALID";
            const y = lax.convGeneralDilated(from, weight("kernel"), params.strides as number[], padding);
            return activated(params.activation, params.useBias === true ? y.add(weight("bias")) : y);
          }
          case "maxPooling2d": {
            const window = params.poolSize as number[];
            return lax.reduceWindow(from, np.max, window, window);
          }
          case "flatten":
            // The weights after it expect channels last.
            return from.transpose([0, 2, 3, 1]).reshape([batchSize, -1]);
          case "activation":
            return activated(params.activation, from);
          case "batchNormalization": {
            const [mean, variance] = [
              np.mean(from.ref, [0, 2, 3], { keepdims: true }),
              np.var_(from.ref, [0, 2, 3], { keepdims: true }),
            ];
            const keep = Number(params.momentum);
            const average = (part: string, value: Tensor) => {
              const path = `${name}/${part}`;
              const now = value.reshape((averages[path] as Tensor).shape);
              moved[path] = (averages[path] as Tensor).mul(keep).add(now.mul(1 - keep));
            };
            average("moving_mean", mean.ref);
            average("moving_variance", variance.ref);
            const scaled = from.sub(mean).div(np.sqrt(variance.add(Number(params.epsilon))));
            return scaled.mul(weight("gamma")).add(weight("beta"));
          }
          case "add":
            return from.add(sources[1] as Tensor);
          case "globalAveragePooling2d":
            return np.mean(from, [2, 3]);
          case "lstm":
          case "gru":
            return recurrent(kind, from, Number(params.units), weight);
          default:
            throw new Error(`"${kind}" is not written for jax-js here`);
        }
      };
      made.set(name, output());
    }
    return { logits: made.get(keras.output) as Tensor, averages: moved };
  };
}

/** Adam as the studio writes it: epsilon outside the root, bias corrected. */
function updated(state: State, grads: Weights): Pick<State, "weights" | "first" | "second" | "count"> {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-7];
  const count = state.count.add(1);
  const corrections = [beta1, beta2].map((beta) => np.subtract(1, np.power(beta, count.ref)));
  const [ofFirst, ofSecond] = corrections as [Tensor, Tensor];
  const first: Record<string, Tensor> = {};
  const second: Record<string, Tensor> = {};
  const weights = mapped(state.weights, (weight, name) => {
    const grad = grads[name] as Tensor;
    const m = (state.first[name] as Tensor).mul(beta1).add(grad.ref.mul(1 - beta1));
    const v = (state.second[name] as Tensor).mul(beta2).add(np.square(grad).mul(1 - beta2));
    first[name] = m.ref;
    second[name] = v.ref;
    const change = m.div(ofFirst.ref).div(np.sqrt(v.div(ofSecond.ref)).add(epsilon));
    return weight.sub(change.mul(learningRate));
  });
  for (const correction of corrections) correction.dispose();
  return { weights, first, second, count };
}

function stepOf(problem: Problem) {
  const forward = forwardOf(problem);
  const score = (weights: Weights, averages: Weights, x: Tensor, y: Tensor, hot: Tensor): readonly [Tensor, State] => {
    const { logits, averages: moved } = forward(weights, averages, x);
    const right = np.argmax(logits.ref, 1).equal(y).astype(np.float32).sum();
    const loss = nn
      .logSoftmax(logits)
      .mul(hot)
      .sum()
      .mul(-1 / batchSize);
    return [loss, { moved, right } as unknown as State];
  };
  return jit((state: State, x: Tensor, y: Tensor, hot: Tensor): State => {
    const graded = valueAndGrad(score, { hasAux: true });
    const [[loss, aux], grads] = graded(tree.ref(state.weights), state.averages, x, y, hot);
    const { moved, right } = aux as unknown as { readonly moved: Weights; readonly right: Tensor };
    return {
      ...updated(state, grads),
      averages: moved,
      loss: state.loss.add(loss),
      right: state.right.add(right),
    };
  });
}

interface Batch {
  readonly x: Tensor;
  readonly y: Tensor;
  readonly hot: Tensor;
}

function batchesOf(problem: Problem, rows: Rows, epoch: number): Batch[] {
  const { keras, width, stepsPerEpoch } = problem;
  const { x, y } = orderedRows(rows, width, epoch);
  const images = keras.inputShape.length === 3;
  return Array.from({ length: stepsPerEpoch }, (_, step) => {
    const own = x.slice(step * batchSize * width, (step + 1) * batchSize * width);
    const labels = y.slice(step * batchSize, (step + 1) * batchSize);
    const hot = new Float32Array(batchSize * classes);
    labels.forEach((label, row) => {
      hot[row * classes + label] = 1;
    });
    const rowsOf = np.array(own).reshape([batchSize, ...keras.inputShape]);
    return {
      x: images ? rowsOf.transpose([0, 3, 1, 2]) : rowsOf,
      y: np.array(labels),
      hot: np.array(hot).reshape([batchSize, classes]),
    };
  });
}

function jaxPeer(problem: Problem, rows: Rows): Peer {
  const all = initial(problem);
  const pick = (wanted: boolean): Weights =>
    Object.fromEntries(Object.entries(all).filter(([name]) => isAverage(name) === wanted));
  const weights = pick(false);
  let state: State = {
    weights,
    averages: pick(true),
    first: mapped(weights, (weight) => np.zeros(weight.shape)),
    second: mapped(weights, (weight) => np.zeros(weight.shape)),
    count: np.array(0),
    loss: np.array(0),
    right: np.array(0),
  };
  const step = stepOf(problem);
  let batches: Batch[] = [];
  let next = 0;
  const release = () => {
    for (const { x, y, hot } of batches) tree.dispose([x, y, hot]);
  };
  return {
    begin: async (epoch) => {
      release();
      batches = batchesOf(problem, rows, epoch);
      for (const { x, y, hot } of batches) await blockUntilReady([x, y, hot]);
      tree.dispose([state.loss, state.right]);
      state = { ...state, loss: np.array(0), right: np.array(0) };
      await blockUntilReady(state);
      next = 0;
    },
    step: (count) => {
      for (const end = next + count; next < end; next++) {
        const { x, y, hot } = batches[next] as Batch;
        state = step(state, x.ref, y.ref, hot.ref);
      }
    },
    loss: async () => ((await state.loss.ref.data())[0] as number) / next,
    settle: async () => void (await blockUntilReady(state)),
    dispose: () => {
      release();
      tree.dispose(state);
      step.dispose();
    },
  };
}

export const openJax: OpenPeer = async (problem, rows) => {
  const found = await init("webgpu");
  if (!found.includes("webgpu")) throw new Error("jax-js finds no WebGPU here");
  defaultDevice("webgpu");
  return { peer: jaxPeer(problem, rows), device: "webgpu" };
};
