/** @file The update rules on WebGPU, in one buffer, do what they do weight by weight in operations on the CPU. */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { random } from "../../../core/random.ts";
import { type OptimizerName, optimizers } from "../../../core/training/optimizers.ts";
import { defaultTraining, type TrainingConfig } from "../../../core/training/types.ts";
import { joiningBy, joinWays } from "../../../testing/joinWays.ts";
import { type Device, startDevice } from "../../device/device.ts";
import { gpu } from "../../gpu/backend.ts";
import { setPrefersBarriers } from "../../kernels/preferences.ts";
import { LoopState } from "../loopState.ts";
import { columnsOf, GpuOptimizer, rowOf } from "./gpuOptimizer.ts";
import type { NamedVariable } from "./optimizer.ts";
import { PlainOptimizer } from "./plainOptimizer.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});

const updates = 6;
const batches = 2;
/** More weights than one dispatch takes in, of odd sizes, one of several chunks. */
const shapes: number[][] = [[10, 15], [1], [7], [63, 1], [64], [65], [3, 3, 2], [40, 70], [5], [2], [11], [130]];
/** And one of more chunks than a workgroup has invocations. */
const furtherShape = [257, 260];

interface Case {
  readonly optimizer: OptimizerName;
  readonly clip: TrainingConfig["clip"];
}

function drawn(seed: number) {
  const source = random(seed);
  return shapes.map((shape) => tf.randomUniform(shape, -1, 1, "float32", Math.floor(source.next() * 1e9)));
}

const rateOf = (update: number) => 0.05 / update;

/** All weights and slots after each update, and the norms' sum. The second weight has no gradient in its first batch. */
async function path({ optimizer, clip }: Case, backend: "webgpu" | "cpu"): Promise<number[][]> {
  await tf.setBackend("cpu");
  const start = drawn(1).map((tensor) => tensor.dataSync());
  const gradients = Array.from({ length: updates * batches }, (_, at) => drawn(at + 2).map((t) => t.dataSync()));
  await tf.setBackend(backend);
  const config = { optimizer, optimizerParams: {}, clip };
  const weights: NamedVariable[] = start.map((values, at) => ({
    name: `w${at}`,
    variable: tf.tidy(() => tf.variable(tf.tensor(values, shapes[at]))),
  }));
  const collected = (at: number) =>
    Object.fromEntries(
      weights
        .filter((_, which) => which !== 1 || at % batches !== 0)
        .map(({ name, variable }) => {
          const which = Number(name.slice(1));
          return [variable.name, tf.tensor(gradients[at]?.[which] as Float32Array, shapes[which])];
        }),
    );
  const seen: number[][] = [];
  const look = async (slots: { values: ArrayLike<number> }[]) => {
    const values = await Promise.all(weights.map(({ variable }) => variable.data()));
    seen.push([...values.flatMap((some) => [...some]), ...slots.flatMap(({ values: some }) => Array.from(some))]);
  };
  const shares = [0.25, 0.75];
  if (backend === "webgpu") {
    const state = new LoopState(columnsOf(config));
    const made = new GpuOptimizer(config, weights, state, new Map());
    const norms = tf.zeros([1]);
    for (let update = 1; update <= updates; update++) {
      const rows = shares.map((share, at) =>
        rowOf(config, { share, first: at === 0, rate: rateOf(update), step: update }),
      );
      state.write(0, 0, rows);
      for (let at = 0; at < batches; at++) {
        const grads = collected((update - 1) * batches + at);
        made.collect(grads);
        tf.dispose(grads);
        if (at < batches - 1) made.advance(1);
      }
      made.finish(norms, 1);
      made.update();
      await look([...(await made.readSlots())]);
    }
    seen.push([...(await norms.data())]);
    made.dispose();
    state.dispose();
    norms.dispose();
  } else {
    const made = new PlainOptimizer(config, weights, new Map());
    let norm = 0;
    for (let update = 1; update <= updates; update++) {
      for (const [at, share] of shares.entries()) {
        const grads = collected((update - 1) * batches + at);
        made.collect(grads, share);
        tf.dispose(grads);
      }
      const one = made.update(rateOf(update), update);
      norm += (await one.data())[0] as number;
      one.dispose();
      const slots = await made.readSlots();
      const names = [...new Set(slots.map(({ name }) => name.split("/")[0]))];
      // By slot, then by weight, as the buffers lie.
      await look(names.flatMap((slot) => slots.filter(({ name }) => name.startsWith(`${slot}/`))));
    }
    seen.push([norm]);
    made.dispose();
  }
  tf.dispose(weights.map(({ variable }) => variable));
  return seen;
}

const { clip: none } = defaultTraining;
const cases: Case[] = [
  ...(Object.keys(optimizers) as OptimizerName[]).map((optimizer) => ({ optimizer, clip: none })),
  { optimizer: "sgd", clip: { kind: "value", limit: 0.3 } },
  { optimizer: "sgd", clip: { kind: "norm", limit: 1.5 } },
  { optimizer: "momentum", clip: { kind: "globalNorm", limit: 2 } },
  { optimizer: "sgd", clip: { kind: "globalNorm", limit: 1e6 } },
];

function sameUpdates(own: number[][], cpu: number[][]) {
  expect(own.map(({ length }) => length)).toEqual(cpu.map(({ length }) => length));
  for (const [at, expected] of cpu.entries()) {
    const apart = expected.map((value, i) => Math.abs(value - (own[at]?.[i] as number)) / Math.max(1, Math.abs(value)));
    expect(apart.every(Number.isFinite)).toBe(true);
    const worst = apart.reduce((most, distance) => Math.max(most, distance), 0);
    expect(worst).toBeLessThan(2e-6);
  }
}

it.each(cases.filter(({ clip }) => clip.kind !== "value").slice(-4))(
  "$optimizer, clipped by $clip.kind $clip.limit, where workgroups join the squares",
  async (one) => {
    shapes.push(furtherShape);
    const cpu = await path(one, "cpu");
    await tf.setBackend("webgpu");
    const { device: adapter } = gpu();
    setPrefersBarriers(adapter, true);
    for (const way of joinWays()) {
      sameUpdates(await joiningBy(way, () => path(one, "webgpu")), cpu);
      await device.settle();
      device.check();
    }
    setPrefersBarriers(adapter, false);
    shapes.pop();
  },
);

describe.each(cases)("$optimizer, clipped by $clip.kind $clip.limit", (one) => {
  it("updates the same", async () => {
    sameUpdates(await path(one, "webgpu"), await path(one, "cpu"));
  });
});
