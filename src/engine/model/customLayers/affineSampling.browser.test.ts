import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { fillModes, type Sampling } from "../../../core/layers/augmenting.ts";
import { random } from "../../../core/random.ts";
import { type Device, startDevice } from "../../device/device.ts";
import type { Motion } from "../../kernels/affine.ts";
import type { DrawKey } from "../../kernels/draws.ts";
import { moved } from "./affineSampling.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});

const motions: readonly Motion[] = [
  { kind: "rotation", rows: 0.2, columns: null },
  { kind: "translation", rows: 3, columns: 4.5 },
  { kind: "zoom", rows: 0.7, columns: 0.3 },
  { kind: "zoom", rows: 0.6, columns: null },
];
const samplings: readonly Sampling[] = fillModes.flatMap((fillMode) =>
  (["bilinear", "nearest"] as const).map((interpolation) => ({ fillMode, interpolation, fillValue: 0.3 })),
);
const cases = motions.flatMap((motion) =>
  samplings.map((sampling) => {
    const name = `${motion.kind}${motion.columns === null ? " alike" : ""}, ${sampling.fillMode}, ${sampling.interpolation}`;
    return [name, motion, sampling] as const;
  }),
);

async function computed(backend: "webgpu" | "cpu", motion: Motion, sampling: Sampling) {
  await tf.setBackend(backend);
  const source = random(9);
  const shape: [number, number, number, number] = [3, 5, 7, 2];
  const filled = () =>
    tf.tensor4d(
      Float32Array.from({ length: 210 }, () => source.next() * 2 - 1),
      shape,
    );
  const [images, dy] = [filled(), filled()];
  const step = backend === "webgpu" ? tf.tensor1d([4], "int32") : 4;
  const key = (salt: number): DrawKey => ({ seed: 5, step, salt });
  const change = (x: tf.Tensor) => moved(x as tf.Tensor4D, motion, [key(1), key(2)], sampling);
  return [await change(images).data(), await tf.grad(change)(images, dy).data()] as const;
}

it.each(cases)("%s: WebGPU as the CPU, forward and gradient", async (_name, motion, sampling) => {
  const [gpu, cpu] = [await computed("webgpu", motion, sampling), await computed("cpu", motion, sampling)];
  await device.settle();
  device.check();
  for (const [part, expected] of cpu.entries()) {
    const found = gpu[part] as ArrayLike<number>;
    expect(found.length).toBe(expected.length);
    for (const [at, value] of expected.entries()) {
      expect(Math.abs((found[at] as number) - value), `${part} ${at}`).toBeLessThan(1e-5);
    }
  }
});
