/** @file The sum of penalties, joined in both forms, against sums of JavaScript. */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { drawnNumbers } from "../../testing/backends.ts";
import { joiningBy, joinWays } from "../../testing/joinWays.ts";
import { type Device, startDevice } from "../device/device.ts";
import { penaltyTotal } from "./lossPenalties.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});

it.each([[1], [3], [63], [64, 65], [1000, 1], [20_011, 129, 7]])(
  "of tensors of %i numbers and so on",
  async (...sizes) => {
    const l1 = 0.25;
    const l2 = 0.5;
    const drawn = sizes.map((size, at) => drawnNumbers([size], at + 1));
    const expected = drawn
      .flatMap((values) => [...values])
      .reduce((sum, value) => sum + l1 * Math.abs(value) + l2 * value * value, 0);
    for (const way of joinWays()) {
      const tensors = drawn.map((values) => tf.tensor1d(values));
      const total = await joiningBy(way, async () => penaltyTotal(tensors.map((values) => ({ values, l1, l2 }))));
      const [found] = await total.data();
      expect(Math.abs((found as number) - expected), way).toBeLessThan(2e-6 * expected);
      tf.dispose([total, ...tensors]);
      await device.settle();
      device.check();
    }
  },
);
