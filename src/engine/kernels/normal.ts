/**
 * @file Random numbers of mean 0 and variance 1, normal by de Moivre and Laplace: the ones among 256 fair bits, and a
 * uniform number that fills the gap between two counts. Logarithm and cosine, which the usual formula needs, differ
 * between devices; counting does not, so that the GPU and the twin below give the same bits. The excess kurtosis is
 * −0.008 and the distribution function at most 0.0003 off.
 */
import type * as tf from "@tensorflow/tfjs-core";
import { pcgHash } from "../../core/random.ts";
import { type Draw, drawn, type Key } from "./draws.ts";

/** Hashes a number takes: 8 words of 32 bits, and one for the gap. */
const draws = 9;

/** 1 / standard deviation of ones (256 / 4) and gap (1 / 12), the sum being counted in 65536ths. */
const unit = Math.fround(1 / (65536 * Math.sqrt(64 + 1 / 12)));

function countOneBits(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The numbers, computed on the CPU. */
export function normalValues(count: number, key: number): Float32Array {
  const values = new Float32Array(count);
  for (let index = 0; index < count; index++) {
    const draw = (word: number) => pcgHash((key ^ pcgHash(index * draws + word)) >>> 0);
    let ones = 0;
    for (let word = 0; word < draws - 1; word++) ones += countOneBits(draw(word));
    // The product is exact in float64 and rounded once, as on the GPU.
    values[index] = ((ones - 128) * 65536 + (draw(draws - 1) >>> 16) - 32768) * unit;
  }
  return values;
}

/** Normal numbers. */
export const normalDraw: Draw = {
  name: "normal",
  params: { unit: { type: "f32", value: unit } },
  functions: `
    fn normalOf(key : u32, index : u32) -> f32 {
      let first = index * ${draws}u;
      var ones = 0u;
      for (var word = 0u; word < ${draws - 1}u; word = word + 1u) {
        ones = ones + countOneBits(pcgHash(key ^ pcgHash(first + word)));
      }
      let gap = pcgHash(key ^ pcgHash(first + ${draws - 1}u)) >> 16u;
      return f32((i32(ones) - 128) * 65536 + i32(gap) - 32768);
    }`,
  wgsl: "normalOf(key, index) * params.unit",
  values: normalValues,
};

/** A tensor of `shape`; the same key gives the same numbers on every device. */
export const normal = (shape: readonly number[], key: Key): tf.Tensor => drawn(normalDraw, shape, key);
