import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { random } from "../../core/random.ts";
import { startDevice } from "../device/device.ts";
import type { Draw, DrawKey } from "./draws.ts";
import { type Effect, withNoise } from "./noise.ts";
import { normalDraw } from "./normal.ts";
import { maskDraw } from "./uniformMask.ts";

beforeAll(async () => {
  expect((await startDevice("webgpu")).info.backend).toBe("webgpu");
});

interface Case {
  readonly shape: number[];
  readonly numbers: number[];
  readonly draw: Draw;
  readonly effect: Effect;
}

const cases: Readonly<Record<string, Case>> = {
  dropout: { shape: [5, 7], numbers: [5, 7], draw: maskDraw(0.3), effect: { kind: "times" } },
  "dropout of channels": { shape: [3, 2, 5, 3], numbers: [3, 1, 1, 3], draw: maskDraw(0.4), effect: { kind: "times" } },
  "dropout of one channel": { shape: [5, 4, 1], numbers: [5, 1, 1], draw: maskDraw(0.4), effect: { kind: "times" } },
  "normal noise": { shape: [3, 67], numbers: [3, 67], draw: normalDraw, effect: { kind: "plus", strength: 0.2 } },
  "random scale": {
    shape: [5, 3, 2],
    numbers: [5, 1, 1],
    draw: normalDraw,
    effect: { kind: "aboutOne", strength: 0.3 },
  },
};

async function computed(backend: "webgpu" | "cpu", { shape, numbers, draw, effect }: Case, onGpu: boolean) {
  await tf.setBackend(backend);
  const source = random(2);
  const size = shape.reduce((product, n) => product * n, 1);
  const filled = () =>
    tf.tensor(
      Float32Array.from({ length: size }, () => source.next() * 2 - 1),
      shape,
    );
  const [x, dy] = [filled(), filled()];
  const key: DrawKey = { seed: 11, step: onGpu && backend === "webgpu" ? tf.tensor1d([29, 5], "int32") : 29, salt: 3 };
  const change = (values: tf.Tensor) => withNoise(values, numbers, draw, key, effect);
  const result = [...(await change(x).data())];
  const gradient = [...(await tf.grad(change)(x, dy).data())];
  return { result, gradient };
}

it.each(Object.keys(cases))("%s: WebGPU as the CPU, by a number and by the step on the GPU", async (name) => {
  const given = cases[name] as Case;
  const cpu = await computed("cpu", given, false);
  expect(new Set(cpu.result).size).toBeGreaterThan(2);
  for (const onGpu of [false, true]) {
    const gpu = await computed("webgpu", given, onGpu);
    for (const part of ["result", "gradient"] as const) {
      const worst = Math.max(...cpu[part].map((value, at) => Math.abs(value - (gpu[part][at] as number))));
      // What is dropped is dropped everywhere: the bits are the same.
      expect(worst, part).toBeLessThan(given.effect.kind === "times" ? 1e-12 : 5e-7);
    }
  }
});
