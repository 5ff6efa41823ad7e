import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, expect, it } from "vitest";
import { type Padding, sweepsOf } from "../../core/layers/windows.ts";
import { backendsApart } from "../../testing/backends.ts";
import { type Device, startDevice } from "../device/device.ts";
import { gpu } from "../gpu/backend.ts";
import { Recorder } from "../gpu/recorder.ts";
import { type PointActivation, wgslActivations } from "../kernels/activations.ts";
import "../model/customLayers/activations.ts";
import { convolution, depthwise, transposed } from "./convolution.ts";
import type { Sweeps } from "./plainConvolution.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});
afterEach(async () => {
  await device.settle();
  device.check();
});

interface Case {
  readonly x: readonly [number, number, number, number];
  readonly window: readonly [number, number];
  readonly filters: number;
  readonly strides?: readonly [number, number];
  readonly dilation?: readonly [number, number];
  readonly padding?: Padding;
  readonly groups?: number;
  readonly activation?: PointActivation;
  readonly bias?: boolean;
}

type Window = Pick<Case, "window" | "strides" | "dilation" | "padding">;
const sweepsIn = ({ window, strides = [1, 1], dilation = [1, 1], padding = "valid" }: Window) =>
  sweepsOf({ window, strides, dilation, padding }) as unknown as Sweeps;

const near = 2e-6;
const expectNear = (apart: readonly number[]) => {
  expect(apart.length).toBeGreaterThan(2);
  for (const distance of apart) expect(distance).toBeLessThan(near);
};

it.each<Case>([
  { x: [1, 1, 1, 1], window: [1, 1], filters: 1 },
  { x: [2, 7, 5, 1], window: [3, 3], filters: 5, padding: "same", activation: "relu" },
  { x: [3, 9, 8, 3], window: [3, 2], filters: 6, activation: "tanh" },
  { x: [2, 8, 8, 4], window: [3, 3], filters: 8, padding: "same", activation: "relu" },
  { x: [2, 11, 7, 8], window: [5, 4], filters: 12, strides: [2, 3], padding: "same", activation: "gelu" },
  { x: [2, 11, 10, 4], window: [2, 1], filters: 4, strides: [3, 3] },
  { x: [1, 10, 9, 3], window: [3, 3], filters: 4, strides: [2, 1], padding: "same", bias: false },
  { x: [2, 6, 6, 8], window: [1, 1], filters: 7, activation: "swish" },
  { x: [2, 7, 6, 4], window: [1, 1], filters: 4, strides: [2, 2], padding: "same", activation: "elu" },
  { x: [2, 9, 11, 5], window: [3, 3], filters: 3, dilation: [2, 3], padding: "same", activation: "mish" },
  { x: [2, 12, 9, 4], window: [3, 2], filters: 8, dilation: [3, 2], activation: "softplus" },
  { x: [2, 7, 7, 6], window: [3, 3], filters: 4, groups: 2, padding: "same", activation: "relu6" },
  { x: [2, 7, 7, 8], window: [2, 3], filters: 16, groups: 2, strides: [2, 2], activation: "sigmoid" },
  { x: [1, 6, 7, 4], window: [3, 3], filters: 8, groups: 4, padding: "same", activation: "selu" },
  { x: [2, 7, 6, 9], window: [2, 2], filters: 6, groups: 3, dilation: [2, 1] },
  { x: [3, 1, 19, 4], window: [1, 3], filters: 5, padding: "causal", dilation: [1, 4], activation: "relu" },
  { x: [2, 1, 23, 3], window: [1, 7], filters: 4, padding: "causal", strides: [1, 2] },
])("a convolution equals its twin: %o", async (given) => {
  const { x, window, filters, groups = 1, activation = "linear", bias = true } = given;
  const options = { sweeps: sweepsIn(given), groups, activation };
  const kernel = [...window, x[3] / groups, filters];
  const operation = (input: tf.Tensor, weights: tf.Tensor, shift?: tf.Tensor) =>
    convolution(input as tf.Tensor4D, weights as tf.Tensor4D, shift ?? null, options);
  expectNear(await backendsApart(operation, bias ? [x, kernel, [filters]] : [x, kernel]));
});

it.each<Case>([
  { x: [2, 7, 5, 1], window: [3, 3], filters: 1, padding: "same", activation: "relu" },
  { x: [2, 8, 9, 8], window: [3, 3], filters: 8, padding: "same", activation: "gelu" },
  { x: [2, 8, 9, 4], window: [3, 2], filters: 12, strides: [2, 2], padding: "same" },
  { x: [2, 9, 7, 3], window: [2, 3], filters: 6, strides: [3, 1], activation: "tanh", bias: false },
  { x: [2, 11, 9, 12], window: [3, 3], filters: 12, dilation: [2, 3], padding: "same" },
])("a depthwise convolution equals its twin: %o", async (given) => {
  const { x, window, filters, activation = "linear", bias = true } = given;
  const kernel = [...window, x[3], filters / x[3]];
  const operation = (input: tf.Tensor, weights: tf.Tensor, shift?: tf.Tensor) =>
    depthwise(input as tf.Tensor4D, weights as tf.Tensor4D, shift ?? null, { sweeps: sweepsIn(given), activation });
  expectNear(await backendsApart(operation, bias ? [x, kernel, [filters]] : [x, kernel]));
});

it.each<Case & { readonly size: readonly [number, number] }>([
  { x: [2, 4, 5, 3], window: [3, 3], filters: 4, strides: [2, 2], padding: "same", size: [8, 10], activation: "relu" },
  { x: [2, 4, 3, 4], window: [3, 2], filters: 5, strides: [1, 1], size: [6, 4], activation: "swish" },
  { x: [1, 3, 4, 8], window: [2, 2], filters: 8, strides: [3, 3], size: [9, 12], bias: false },
  { x: [2, 16, 17, 4], window: [5, 4], filters: 3, strides: [2, 3], padding: "same", size: [32, 51] },
])("a transposed convolution equals its twin: %o", async (given) => {
  const { x, window, filters, size, activation = "linear", bias = true } = given;
  const kernel = [...window, filters, x[3]];
  const options = { sweeps: sweepsIn(given), activation, size };
  const operation = (input: tf.Tensor, weights: tf.Tensor, shift?: tf.Tensor) =>
    transposed(input as tf.Tensor4D, weights as tf.Tensor4D, shift ?? null, options);
  expectNear(await backendsApart(operation, bias ? [x, kernel, [filters]] : [x, kernel]));
});

it.each(Object.keys(wgslActivations) as PointActivation[])("%s is applied and differentiated", async (activation) => {
  const options = { sweeps: sweepsIn({ window: [2, 2] }), groups: 1, activation };
  const operation = (x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor) =>
    convolution(tf.mul(x, 4) as tf.Tensor4D, kernel as tf.Tensor4D, bias, options);
  expectNear(await backendsApart(operation as never, [[2, 5, 5, 2], [2, 2, 2, 3], [3]]));
});

it("computes the gradients that are asked for, and no others", async () => {
  await tf.setBackend("webgpu");
  const given: readonly tf.Tensor[] = [[2, 8, 8, 4], [3, 3, 4, 4], [4]].map((shape) => tf.ones(shape));
  const options = { sweeps: sweepsIn({ window: [3, 3] }), groups: 1 };
  const recorder = new Recorder(gpu());
  const dy = tf.ones([2, 6, 6, 4]);
  const dispatches = (asked: readonly tf.Tensor[], activation: PointActivation) =>
    recorder.record(() => {
      const operation = (...tensors: tf.Tensor[]) => {
        const all = given.map((tensor) => tensors[asked.indexOf(tensor)] ?? tensor);
        const [image, weights, shift] = all as [tf.Tensor4D, tf.Tensor4D, tf.Tensor];
        return convolution(image, weights, shift, { ...options, activation });
      };
      tf.grads(operation)([...asked], dy);
    }).dispatches;
  // Forward; weights with bias, in shares and their sum; the input; the slope.
  expect(dispatches(given.slice(1), "linear")).toBe(1 + 2);
  expect(dispatches(given, "linear")).toBe(1 + 2 + 1);
  expect(dispatches(given, "relu")).toBe(1 + 2 + 1 + 1);
  expect(dispatches(given.slice(0, 1), "relu")).toBe(1 + 1 + 1);
  recorder.dispose();
  tf.dispose([...given, dy]);
});
