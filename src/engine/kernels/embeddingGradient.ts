/**
 * @file The gradient of a table whose rows were gathered: each row's is the sum over the places that took it, in their
 * order, so that a run repeats bit for bit (float atomics would not).
 *
 * Places of the same row are linked to a list. To find the next place without looking at all: places lie in chunks of 64,
 * and a bitmap says for each row (rows beyond 4,096 share bits) in which chunks it occurs. A search looks at the rest of
 * its own chunk, at the bits, and at chunks that have it: some 130 + chunks / 32 reads a place, where comparing all with
 * all would be half of their number. Lists are summed in parts of 256 places, then the parts: padding is half of all
 * places, often. Besides, the cost is width · (places + rows): the gradient of the rows that were not taken is 0.
 */
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { backend } from "@tensorflow/tfjs-core";
import { type Kernel, launch, linear } from "../gpu/kernel.ts";
import { rowOfWgsl } from "./embedding.ts";

const workgroup = 64;
const chunk = 64;
const part = 256;
const mostBuckets = 4096;
const none = "0xffffffffu";

const clear: Kernel = {
  key: "embedding gradient, clear",
  inputs: {},
  outputs: { result: "f32", bitmap: "u32" },
  params: { count: "u32", words: "u32" },
  workgroup,
  body: `
    if (index < params.count) { result[index] = 0.0; }
    if (index < params.words) { bitmap[index] = 0u; }`,
};

const mark: Kernel = {
  key: "embedding gradient, mark",
  inputs: { numbers: "f32" },
  outputs: { taken: "u32", previous: "u32", bitmap: "atomic<u32>" },
  params: { places: "u32", rows: "u32", buckets: "u32", stride: "u32" },
  workgroup,
  declarations: rowOfWgsl,
  body: `
    if (index >= params.places) { return; }
    let row = rowOf(numbers[index]);
    let at = index / ${chunk}u;
    taken[index] = row;
    previous[index] = ${none};
    atomicOr(&bitmap[(row % params.buckets) * params.stride + at / 32u], 1u << (at % 32u));`,
};

const link: Kernel = {
  key: "embedding gradient, link",
  inputs: { taken: "u32", bitmap: "u32" },
  outputs: { following: "u32", previous: "u32" },
  params: { places: "u32", buckets: "u32", stride: "u32" },
  workgroup,
  declarations: `
fn found(row : u32, first : u32, end : u32) -> u32 {
  for (var at = first; at < end; at++) { if (taken[at] == row) { return at; } }
  return ${none};
}
fn nextOf(place : u32) -> u32 {
  let row = taken[place];
  let own = place / ${chunk}u;
  let near = found(row, place + 1u, min(params.places, (own + 1u) * ${chunk}u));
  if (near != ${none}) { return near; }
  let later = own + 1u;
  for (var word = later / 32u; word < params.stride; word++) {
    var bits = bitmap[(row % params.buckets) * params.stride + word];
    if (word == later / 32u) { bits &= 0xffffffffu << (later % 32u); }
    while (bits != 0u) {
      let at = (word * 32u + firstTrailingBit(bits)) * ${chunk}u;
      let far = found(row, at, min(params.places, at + ${chunk}u));
      if (far != ${none}) { return far; }
      bits &= bits - 1u;
    }
  }
  return ${none};
}`,
  body: `
    if (index >= params.places) { return; }
    let next = nextOf(index);
    following[index] = next;
    if (next != ${none}) { previous[next] = index; }`,
};

const sumParts: Kernel = {
  key: "embedding gradient, parts",
  inputs: { dy: "f32", following: "u32", previous: "u32" },
  outputs: { sums: "f32", beyond: "u32" },
  params: { count: "u32", width: "u32" },
  workgroup,
  body: `
    if (index >= params.count) { return; }
    let place = index / params.width;
    let column = index % params.width;
    let own = place / ${part}u;
    let before = previous[place];
    if (before != ${none} && before / ${part}u == own) { return; }
    var at = place;
    var sum = 0.0;
    while (at != ${none} && at / ${part}u == own) {
      sum += dy[at * params.width + column];
      at = following[at];
    }
    sums[index] = sum;
    if (column == 0u) { beyond[place] = at; }`,
};

const sumTotals: Kernel = {
  key: "embedding gradient, totals",
  inputs: { sums: "f32", beyond: "u32", previous: "u32", taken: "u32" },
  outputs: { result: "f32" },
  params: { count: "u32", width: "u32" },
  workgroup,
  body: `
    if (index >= params.count) { return; }
    let place = index / params.width;
    let column = index % params.width;
    if (previous[place] != ${none}) { return; }
    var sum = 0.0;
    for (var at = place; at != ${none}; at = beyond[at]) { sum += sums[at * params.width + column]; }
    result[taken[place] * params.width + column] = sum;`,
};

/** The gradient of a table [rows, width] by that of the rows gathered from it, [places, width]. */
export function tableGradient(dy: TensorInfo, numbers: TensorInfo, rows: number, width: number): TensorInfo {
  const places = numbers.shape.reduce((product, size) => product * size, 1);
  const buckets = Math.min(rows, mostBuckets);
  const stride = Math.ceil(places / (32 * chunk));
  const words = buckets * stride;
  const whole = (count: number) => ({ shape: [count], dtype: "int32" }) as const;
  const [result, bitmap] = launch(clear, {
    inputs: [],
    outputs: [{ shape: [rows, width], dtype: "float32" }, whole(words)],
    params: { count: rows * width, words },
    groups: linear(Math.max(rows * width, words), workgroup),
  }) as [TensorInfo, TensorInfo];
  const each = linear(places, workgroup);
  const [taken, previous] = launch(mark, {
    inputs: [numbers],
    outputs: [whole(places), whole(places), bitmap],
    params: { places, rows, buckets, stride },
    groups: each,
  }) as [TensorInfo, TensorInfo];
  const [following] = launch(link, {
    inputs: [taken, bitmap],
    outputs: [whole(places), previous],
    params: { places, buckets, stride },
    groups: each,
  }) as [TensorInfo];
  const count = places * width;
  const groups = linear(count, workgroup);
  const [sums, beyond] = launch(sumParts, {
    inputs: [dy, following, previous],
    outputs: [{ shape: [places, width], dtype: "float32" }, whole(places)],
    params: { count, width },
    groups,
  }) as [TensorInfo, TensorInfo];
  launch(sumTotals, { inputs: [sums, beyond, previous, taken], outputs: [result], params: { count, width }, groups });
  for (const { dataId } of [bitmap, taken, previous, following, sums, beyond]) backend().disposeData(dataId);
  return result;
}
