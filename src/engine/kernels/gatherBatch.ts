/**
 * @file Samples and labels out of the data on the device, in one dispatch: a batch by the epoch's order, `order[start] …
 * order[start + rows − 1]`, which differs for the two where only a part of the samples is there; or the rows from `start`
 * on as they lie. Where that is, is read from the loop's state, so that a recorded step serves all places.
 */
import type * as tf from "@tensorflow/tfjs-core";
import { type Kernel, launch, launchTensors, linear } from "../gpu/kernel.ts";
import { counters } from "../train/loopState.ts";

const workgroup = 64;

type Orders = readonly [x: tf.Tensor, y: tf.Tensor];

const kernelOf = (ordered: boolean): Kernel => ({
  key: ordered ? "gather batch" : "rows as they lie",
  inputs: { x: "u32", y: "u32", ...(ordered ? { orderX: "u32", orderY: "u32" } : {}), state: "u32" },
  outputs: { batchX: "u32", batchY: "u32" },
  params: { rows: "u32", width: "u32", labels: "u32" },
  workgroup,
  body: `
  let samples = params.rows * params.width;
  if (index < samples) {
    let row = index / params.width;
    batchX[index] = x[${place("orderX", ordered)} * params.width + index % params.width];
  } else if (index < samples + params.rows * params.labels) {
    let at = index - samples;
    let row = at / params.labels;
    batchY[at] = y[${place("orderY", ordered)} * params.labels + at % params.labels];
  }`,
});

const place = (order: string, ordered: boolean): string => {
  const at = `state[${counters.start}] + row`;
  return ordered ? `${order}[${at}]` : `(${at})`;
};

/**
 * x [samples, width] and y [samples] or [samples, outputs], both of 32-bit numbers; `rows` of each. Without `orders` as
 * they lie.
 */
export function gatherBatch<Y extends tf.Tensor>(
  x: tf.Tensor2D,
  y: Y,
  orders: Orders | null,
  state: tf.Tensor,
  rows: number,
): [tf.Tensor2D, Y] {
  const [, width] = x.shape;
  const labels = y.size / (y.shape[0] as number);
  const [batchX, batchY] = launchTensors(kernelOf(orders !== null), {
    inputs: [x, y, ...(orders ?? []), state],
    outputs: [
      { shape: [rows, width], dtype: "float32" },
      { shape: [rows, ...y.shape.slice(1)], dtype: y.dtype as "float32" | "int32" },
    ],
    params: { rows, width, labels },
    groups: linear(rows * (width + labels), workgroup),
  });
  return [batchX as tf.Tensor2D, batchY as Y];
}

const putKernel: Kernel = {
  key: "put rows",
  inputs: { made: "f32", state: "u32" },
  outputs: { held: "f32" },
  params: { count: "u32", stride: "u32" },
  workgroup,
  body: `
  if (index >= params.count) { return; }
  held[state[${counters.row}] * params.stride + index] = made[index];`,
};

/** Rows into a larger tensor, at the place of the batch that the state counts; every batch but the last is of `batchRows`. */
export function putRows(made: tf.Tensor2D, held: tf.Tensor, state: tf.Tensor, batchRows: number): void {
  launch(putKernel, {
    inputs: [made, state],
    outputs: [held],
    params: { count: made.size, stride: batchRows * made.shape[1] },
    groups: linear(made.size, workgroup),
  });
}
