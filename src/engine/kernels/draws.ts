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

/** The step on the GPU, or null where the key is known here. */
const stateOf = (key: Key): tf.Tensor | null =>
  typeof key !== "number" && typeof key.step !== "number" ? key.step : null;

/** What a kernel that draws adds to its own parts. */
interface Drawing {
  /** The key's part that tells kernels apart. */
  readonly name: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** In the order of `inputs`. */
  readonly tensors: readonly tf.Tensor[];
  readonly params: Readonly<Record<string, Scalar>>;
  readonly values: Readonly<Record<string, number>>;
  readonly declarations: string;
  /** An expression for the key of this step. */
  readonly key: string;
}

/**
 * The parts of a kernel in which `draw.wgsl` gives number `index` of a draw, once `key` is set. `mark` tells several draws of
 * one kernel apart; they are of one step.
 */
export function drawing(draw: Draw, key: Key, mark = ""): Drawing {
  const state = stateOf(key);
  const own = Object.entries(draw.params);
  const [seed, salt] = [`seed${mark}`, `salt${mark}`];
  return {
    name: `${draw.name}${state === null ? "" : " by state"}`,
    inputs: state === null ? {} : { state: "i32" },
    tensors: state === null ? [] : [state],
    params: { [seed]: "u32", [salt]: "u32", ...Object.fromEntries(own.map(([param, { type }]) => [param, type])) },
    values: {
      [seed]: state === null ? keyValue(key) : (key as DrawKey).seed >>> 0,
      [salt]: state === null ? 0 : (key as DrawKey).salt >>> 0,
      ...Object.fromEntries(own.map(([param, { value }]) => [param, value])),
    },
    declarations: `${pcgHashWgsl}\n${draw.functions}`,
    key:
      state === null ? `params.${seed}` : `pcgHash(params.${seed} ^ pcgHash(bitcast<u32>(state[0]) ^ params.${salt}))`,
  };
}

const kernelOf = (draw: Draw, { name, inputs, params, declarations, key }: Drawing): Kernel => ({
  key: `draw ${name}`,
  inputs,
  outputs: { result: "f32" },
  params: { count: "u32", ...params },
  workgroup,
  declarations,
  body: `
    if (index < params.count) {
      let key = ${key};
      result[index] = ${draw.wgsl};
    }`,
});

/** A tensor of `shape`; the same key gives the same bits on every device. */
export function drawn(draw: Draw, shape: readonly number[], key: Key): tf.Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  if (tf.getBackend() !== "webgpu") return tf.tensor(draw.values(count, keyValue(key)), [...shape]);
  const parts = drawing(draw, key);
  const [made] = launchTensors(kernelOf(draw, parts), {
    inputs: parts.tensors,
    outputs: [{ shape, dtype: "float32" }],
    params: { ...parts.values, count },
    groups: linear(count, workgroup),
  });
  return made as tf.Tensor;
}
