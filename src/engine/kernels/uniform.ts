/**
 * @file Random numbers in [0, 1). Number i is the upper 24 bits of PCG(key ^ PCG(i)), which float32 holds exactly: on the
 * GPU in WGSL, elsewhere by the twin below, and the same bits in both.
 */
import type * as tf from "@tensorflow/tfjs-core";
import { pcgHash } from "../../core/random.ts";
import { type Draw, drawn, type Key } from "./draws.ts";

/** The numbers, computed on the CPU. */
export const uniformValues = (count: number, key: number): Float32Array =>
  Float32Array.from({ length: count }, (_, index) => (pcgHash((key ^ pcgHash(index)) >>> 0) >>> 8) / 2 ** 24);

/** Uniform numbers. */
export const uniformDraw: Draw = {
  name: "uniform",
  params: {},
  functions: "",
  wgsl: "f32(pcgHash(key ^ pcgHash(index)) >> 8u) * 0x1p-24f",
  values: uniformValues,
};

/** A tensor of `shape`; the same key gives the same numbers on every device. */
export const uniform = (shape: readonly number[], key: Key): tf.Tensor => drawn(uniformDraw, shape, key);
