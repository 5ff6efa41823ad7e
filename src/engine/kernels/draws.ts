/**
 * @file The random numbers of a step: number i of a draw is a function of (seed, step, salt, i), of nothing else. The step
 * is a number, or is read on the GPU from the state of the loop, so that a recorded step draws anew each time it is run.
 */
import * as tf from "@tensorflow/tfjs-core";
import { pcgHash } from "../../core/random.ts";
import { type Kernel, launchTensors, linear, type Scalar } from "../gpu/kernel.ts";

/** What tells a draw from others. */
export interface DrawKey {
  readonly seed: number;
  /** Of the optimizer's updates; or an int32 tensor on the GPU whose first number it is. */
  readonly step: number | tf.Tensor;
  /** Which layer, and which of its draws. */
  readonly salt: number;
}

/** A draw that belongs to no step: `key` is any 32-bit number. */
export type Key = number | DrawKey;

/** The key as one number; only where the step is one. */
export function keyValue(key: Key): number {
  if (typeof key === "number") return key >>> 0;
  if (typeof key.step !== "number") throw new Error("the step is on the GPU");
  return pcgHash(key.seed ^ pcgHash(key.step ^ key.salt));
}

/** The hash of `core/random.ts` in WGSL. */
export const pcgHashWgsl = `
    fn pcgHash(input : u32) -> u32 {
      let state = input * 747796405u + 2891336453u;
      let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
      return (word >> 22u) ^ word;
    }`;

/** How numbers are made of a key, by devices without WebGPU and in WGSL. */
export interface Draw {
  readonly name: string;
  readonly params: Readonly<Record<string, { readonly type: Scalar; readonly value: number }>>;
  /** A WGSL expression for number `index`, given `key` and the params; `pcgHash` is there. */
  readonly functions: string;
  readonly wgsl: string;
  readonly values: (count: number, key: number) => Float32Array;
}

const workgroup = 64;

function kernelOf({ name, params, functions, wgsl }: Draw, onGpu: boolean): Kernel {
  return {
    key: `draw ${name}${onGpu ? " by state" : ""}`,
    inputs: onGpu ? { state: "i32" } : {},
    outputs: { result: "f32" },
    params: {
      count: "u32",
      seed: "u32",
      salt: "u32",
      ...Object.fromEntries(Object.entries(params).map(([param, { type }]) => [param, type])),
    },
    workgroup,
    declarations: `${pcgHashWgsl}\n${functions}`,
    body: `
    if (index < params.count) {
      let key = ${onGpu ? "pcgHash(params.seed ^ pcgHash(bitcast<u32>(state[0]) ^ params.salt))" : "params.seed"};
      result[index] = ${wgsl};
    }`,
  };
}

/** A tensor of `shape`; the same key gives the same bits on every device. */
export function drawn(draw: Draw, shape: readonly number[], key: Key): tf.Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  if (tf.getBackend() !== "webgpu") return tf.tensor(draw.values(count, keyValue(key)), [...shape]);
  const state = typeof key !== "number" && typeof key.step !== "number" ? key.step : null;
  const [made] = launchTensors(kernelOf(draw, state !== null), {
    inputs: state === null ? [] : [state],
    outputs: [{ shape, dtype: "float32" }],
    params: {
      ...Object.fromEntries(Object.entries(draw.params).map(([param, { value }]) => [param, value])),
      count,
      seed: state === null ? keyValue(key) : (key as DrawKey).seed >>> 0,
      salt: state === null ? 0 : (key as DrawKey).salt >>> 0,
    },
    groups: linear(count, workgroup),
  });
  return made as tf.Tensor;
}
