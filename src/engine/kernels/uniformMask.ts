/**
 * @file A random mask: 0 with probability `rate`, else 1 / (1 − rate). Element i is decided by PCG(key ^ PCG(i)), the
 * hash of `core/random.ts`: on the GPU in WGSL, elsewhere by the twin below; both give the same bits.
 */
import type * as tf from "@tensorflow/tfjs-core";
import { pcgHash } from "../../core/random.ts";
import { type Draw, drawn, type Key } from "./draws.ts";

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

/** A mask that drops with probability `rate`. */
export const maskDraw = (rate: number): Draw => ({
  name: "uniformMask",
  params: { threshold: { type: "u32", value: thresholdOf(rate) }, scale: { type: "f32", value: 1 / (1 - rate) } },
  functions: "",
  wgsl: "select(params.scale, 0.0, pcgHash(key ^ pcgHash(index)) < params.threshold)",
  values: (count, number) => uniformMaskValues(count, rate, number),
});

/** A mask of `shape`; the same key gives the same mask on every device. */
export const uniformMask = (shape: readonly number[], rate: number, key: Key): tf.Tensor =>
  drawn(maskDraw(rate), shape, key);
