import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { random } from "../../core/random.ts";
import { type Device, startDevice } from "../device/device.ts";
import { applyLimits, penaltySum } from "./penalties.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});

function filled(shape: number[], seed: number): tf.Tensor {
  const source = random(seed);
  const size = shape.reduce((product, n) => product * n, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, at) => (at % 5 === 0 ? 0 : source.next() * 2 - 1)),
    shape,
  );
}

const near = (found: ArrayLike<number>, wanted: ArrayLike<number>): void => {
  const size = Math.max(1, ...Array.from(wanted, Math.abs));
  expect(found.length).toBe(wanted.length);
  for (let at = 0; at < wanted.length; at++) {
    expect(Math.abs((found[at] as number) - (wanted[at] as number))).toBeLessThan(1e-5 * size);
  }
};

async function penalized(backend: "webgpu" | "cpu") {
  await tf.setBackend(backend);
  const weights = [filled([67, 5], 1), filled([401], 2)].map((value) => tf.variable(value));
  const output = filled([3, 7], 3);
  const [kernel, bias] = weights as [tf.Variable, tf.Variable];
  const penalties = [
    { l1: 0.1, l2: 0.03, of: { weight: kernel } },
    { l1: 0, l2: 0.5, of: { weight: bias } },
    { l1: 0.2, l2: 0, of: { output: 0 } },
    // The same weight twice, as of a layer that two rules speak of.
    { l1: 0.01, l2: 0, of: { weight: kernel } },
  ];
  const sum = () => tf.mul(penaltySum(penalties, [output]), 3) as tf.Scalar;
  const { value, grads } = tf.variableGrads(sum, weights);
  const byOutput = tf.grad((x) => penaltySum(penalties, [x]))(output);
  const tensors = [value, ...weights.map(({ name }) => grads[name] as tf.Tensor), byOutput];
  const values = await Promise.all(tensors.map((tensor) => tensor.data()));
  tf.dispose([...tensors, ...weights, output]);
  return values;
}

it("penalties and their gradients: WebGPU as the CPU", async () => {
  const [gpu, cpu] = [await penalized("webgpu"), await penalized("cpu")];
  await device.settle();
  device.check();
  for (const [at, values] of cpu.entries()) near(gpu[at] as ArrayLike<number>, values);
  expect((cpu[0] as ArrayLike<number>)[0]).toBeGreaterThan(1);
});

const limits: readonly (readonly [number[], number[]])[] = [
  [[7, 5], [0]],
  [
    [3, 2, 4, 5],
    [0, 1, 2],
  ],
  [
    [3, 2, 5, 4],
    [0, 1, 3],
  ],
  [
    [3, 3, 2, 2],
    [0, 1],
  ],
  [[9, 4], [1]],
  [[11], [0]],
];

it.each(limits)("a weight of %j limited over axes %j: WebGPU as the CPU, in its place", async (shape, axes) => {
  const limited = async (backend: "webgpu" | "cpu") => {
    await tf.setBackend(backend);
    const weight = tf.variable(filled(shape, 7));
    const place = weight.dataId;
    applyLimits([{ weight, max: 0.8, axes }]);
    const values = await weight.data();
    if (backend === "webgpu") expect(weight.dataId).toBe(place);
    weight.dispose();
    return values;
  };
  const [gpu, cpu] = [await limited("webgpu"), await limited("cpu")];
  near(gpu, cpu);
  expect(Array.from(cpu)).not.toEqual(Array.from(await filled(shape, 7).data()));
});
