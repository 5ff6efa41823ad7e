/**
 * @file A batch out of the data on the device, by the epoch's order: rows `order[start] … order[start + rows − 1]` of
 * samples and of labels, which have an order each where only a part of the samples is there, in one dispatch. Where the batch starts is read from the loop's state.
 */
import type * as tf from "@tensorflow/tfjs-core";
import { type Kernel, launchTensors, linear } from "../gpu/kernel.ts";
import { counters } from "../train/loopState.ts";

const workgroup = 64;

const kernel: Kernel = {
  key: "gather batch",
  inputs: { x: "u32", y: "u32", orderX: "u32", orderY: "u32", state: "u32" },
  outputs: { batchX: "u32", batchY: "u32" },
  params: { rows: "u32", width: "u32", labels: "u32" },
  workgroup,
  body: `
  let samples = params.rows * params.width;
  if (index < samples) {
    let row = index / params.width;
    batchX[index] = x[orderX[state[${counters.start}] + row] * params.width + index % params.width];
  } else if (index < samples + params.rows * params.labels) {
    let at = index - samples;
    let row = at / params.labels;
    batchY[at] = y[orderY[state[${counters.start}] + row] * params.labels + at % params.labels];
  }`,
};

/** x [samples, width] and y [samples] or [samples, outputs], both of 32-bit numbers; `rows` of each. */
export function gatherBatch<Y extends tf.Tensor>(
  x: tf.Tensor2D,
  y: Y,
  [orderX, orderY]: readonly [tf.Tensor, tf.Tensor],
  state: tf.Tensor,
  rows: number,
): [tf.Tensor2D, Y] {
  const [, width] = x.shape;
  const labels = y.size / (y.shape[0] as number);
  const [batchX, batchY] = launchTensors(kernel, {
    inputs: [x, y, orderX, orderY, state],
    outputs: [
      { shape: [rows, width], dtype: "float32" },
      { shape: [rows, ...y.shape.slice(1)], dtype: y.dtype as "float32" | "int32" },
    ],
    params: { rows, width, labels },
    groups: linear(rows * (width + labels), workgroup),
  });
  return [batchX as tf.Tensor2D, batchY as Y];
}
