/** @file Rows by number, and the gradient of their table, against tfjs's operations on the CPU; masks against their rule. */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { random } from "../../core/random.ts";
import { type Device, startDevice } from "../device/device.ts";
import { embedded, paddingMask, stepMask } from "./embedding.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});
afterAll(async () => {
  await device.settle();
  device.check();
});

interface Case {
  readonly batch: number;
  readonly steps: number;
  readonly rows: number;
  readonly width: number;
  /** Share of places that take row 0. */
  readonly padding?: number;
}

/** The rows, and the gradient of Σ rows · weights by the table. */
async function computed({ batch, steps, rows, width, padding = 0 }: Case): Promise<[Float32Array, Float32Array]> {
  const source = random(batch + 10 * steps + 100 * rows);
  const drawn = (shape: number[]) =>
    tf.tensor(
      Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => source.next() * 2 - 1),
      shape,
    );
  const table = drawn([rows, width]) as tf.Tensor2D;
  const weights = drawn([batch, steps, width]);
  const numbers = tf.tensor2d(
    // A little beside the number, and now and then beyond the table.
    Float32Array.from({ length: batch * steps }, () =>
      source.next() < padding ? 0 : source.int(rows + 2) - 1 + 0.4 * source.next(),
    ),
    [batch, steps],
  );
  const result = embedded(numbers, table);
  const gradient = tf.grad((x) => tf.sum(tf.mul(embedded(numbers, x as tf.Tensor2D), weights)))(table);
  const values = [(await result.data()) as Float32Array, (await gradient.data()) as Float32Array] as const;
  tf.dispose([table, weights, numbers, result, gradient]);
  return [...values];
}

const cases: readonly Case[] = [
  { batch: 1, steps: 1, rows: 1, width: 1 },
  { batch: 3, steps: 5, rows: 7, width: 3 },
  { batch: 2, steps: 65, rows: 3, width: 4 },
  { batch: 7, steps: 300, rows: 50, width: 5, padding: 0.5 },
  { batch: 11, steps: 233, rows: 4200, width: 2, padding: 0.1 },
];

describe("rows of a table by number", () => {
  it.each(cases)("and the table's gradient equal the CPU's: %j", async (given) => {
    await tf.setBackend("cpu");
    const [values, gradient] = await computed(given);
    await tf.setBackend("webgpu");
    const [gpuValues, gpuGradient] = await computed(given);
    expect(gpuValues).toEqual(values);
    const worst = gradient.reduce(
      (most, value, at) => Math.max(most, Math.abs(value - (gpuGradient[at] as number))),
      0,
    );
    const largest = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    expect(worst / largest).toBeLessThan(1e-6);
  });

  it("have a gradient of the same bits each time", async () => {
    await tf.setBackend("webgpu");
    const given = { batch: 16, steps: 200, rows: 40, width: 8, padding: 0.6 };
    expect(await computed(given)).toEqual(await computed(given));
  });
});

it.each(["webgpu", "cpu"])("masks on %s: padding is what rounds to 0 or lies below", async (backend) => {
  await tf.setBackend(backend);
  const numbers = tf.tensor2d([[0, 0.3, 0.6, 1, -3, 9]]);
  expect([...(await paddingMask(numbers, 5).data())]).toEqual([0, 0, 1, 1, 0, 1]);
  // A table of one row has nothing but padding.
  expect([...(await paddingMask(numbers, 1).data())]).toEqual([0, 0, 0, 0, 0, 0]);
  const x = tf.tensor3d([
    [
      [7, 7],
      [7, 1],
    ],
    [
      [0, 0],
      [7, 7],
    ],
  ]);
  const mask = stepMask(x, 7);
  expect(mask.shape).toEqual([2, 2, 1]);
  expect([...(await mask.data())]).toEqual([0, 1, 1, 0]);
});
