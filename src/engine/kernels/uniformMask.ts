/**
 * @file A random mask: 0 with probability `rate`, else 1 / (1 − rate). Element i is decided by PCG(key ^ PCG(i)), the
 * hash of `core/random.ts`: on the GPU in WGSL, elsewhere by the twin below; both give the same bits.
 */
import * as tf from "@tensorflow/tfjs-core";
import { pcgHash } from "../../core/random.ts";
import { type Elementwise, runNew } from "./inPlace.ts";
import { pcgHashWgsl } from "./pcgHash.ts";

const program: Elementwise = {
  key: "uniformMask",
  inputs: [],
  uniforms: [
    { name: "key", type: "int32" },
    { name: "threshold", type: "int32" },
    { name: "scale", type: "float32" },
  ],
  functions: pcgHashWgsl,
  body: `
    let bits = pcgHash(bitcast<u32>(uniforms.key) ^ pcgHash(u32(index)));
    result[index] = select(uniforms.scale, 0.0, bits < bitcast<u32>(uniforms.threshold));`,
};

/** Below this of 2³² an element is dropped. */
const thresholdOf = (rate: number) => Math.min(0xffffffff, Math.round(rate * 4294967296));

/** The mask's values, computed on the CPU. */
export function uniformMaskValues(count: number, rate: number, key: number): Float32Array {
  const threshold = thresholdOf(rate);
  const scale = 1 / (1 - rate);
  return Float32Array.from({ length: count }, (_, index) =>
    pcgHash((key ^ pcgHash(index)) >>> 0) < threshold ? 0 : scale,
  );
}

/** A mask of `shape`; `key` is any 32-bit number, the same key gives the same mask on every device. */
export function uniformMask(shape: number[], rate: number, key: number): tf.Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  if (tf.getBackend() !== "webgpu") return tf.tensor(uniformMaskValues(count, rate, key), shape);
  // Uniforms are signed; the shader reads the same 32 bits as unsigned.
  const info = runNew(program, [], shape, "float32", [key | 0, thresholdOf(rate) | 0, 1 / (1 - rate)]);
  return tf.engine().makeTensorFromTensorInfo(info);
}
