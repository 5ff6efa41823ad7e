import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { random } from "../../core/random.ts";
import { type OptimizerName, optimizers } from "../../core/training/optimizers.ts";
import { startDevice } from "../device/device.ts";
import { createOptimizer } from "./optimizer.ts";

beforeAll(async () => {
  expect((await startDevice("webgpu")).info.backend).toBe("webgpu");
});

/** The weight after each of ten updates with the same gradients. */
async function path(backend: "webgpu" | "cpu", optimizer: OptimizerName): Promise<number[][]> {
  await tf.setBackend(backend);
  const source = random(5);
  const draw = () =>
    tf.tensor2d(
      Float32Array.from({ length: 150 }, () => source.next() * 2 - 1),
      [10, 15],
    );
  const variable = tf.tidy(() => tf.variable(draw()));
  const made = createOptimizer({ optimizer, optimizerParams: {}, learningRate: 0.05 }, [{ name: "w", variable }]);
  const values: number[][] = [];
  for (let step = 0; step < 10; step++) {
    const g = draw();
    made.apply({ [variable.name]: g });
    g.dispose();
    // Read after each update: a value read before must not come back after it.
    values.push([...(await variable.data())]);
  }
  made.dispose();
  variable.dispose();
  return values;
}

it.each(Object.keys(optimizers) as OptimizerName[])(
  "%s in place on WebGPU equals its operations on the CPU",
  async (name) => {
    const [gpu, cpu] = [await path("webgpu", name), await path("cpu", name)];
    for (const [step, expected] of cpu.entries()) {
      const worst = Math.max(...expected.map((value, at) => Math.abs(value - (gpu[step]?.[at] as number))));
      expect(worst).toBeLessThan(1e-5);
    }
  },
);
