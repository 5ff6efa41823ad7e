/**
 * @file Random numbers in [0, 1). Number i is the upper 24 bits of PCG(key ^ PCG(i)), which float32 holds exactly: on the
 * GPU in WGSL, elsewhere by the twin below, and the same bits in both.
 */
import * as tf from "@tensorflow/tfjs-core";
import { pcgHash } from "../../core/random.ts";
import { type Elementwise, runNew } from "./inPlace.ts";
import { pcgHashWgsl } from "./pcgHash.ts";

const program: Elementwise = {
  key: "uniform",
  inputs: [],
  uniforms: [{ name: "key", type: "int32" }],
  functions: pcgHashWgsl,
  body: `
    let bits = pcgHash(bitcast<u32>(uniforms.key) ^ pcgHash(u32(index)));
    result[index] = f32(bits >> 8u) * 0x1p-24f;`,
};

/** The numbers, computed on the CPU. */
export const uniformValues = (count: number, key: number): Float32Array =>
  Float32Array.from({ length: count }, (_, index) => (pcgHash((key ^ pcgHash(index)) >>> 0) >>> 8) / 2 ** 24);

/** A tensor of `shape`; `key` is any 32-bit number, the same key gives the same numbers on every device. */
export function uniform(shape: number[], key: number): tf.Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  if (tf.getBackend() !== "webgpu") return tf.tensor(uniformValues(count, key), shape);
  return tf.engine().makeTensorFromTensorInfo(runNew(program, [], shape, "float32", [key | 0]));
}
