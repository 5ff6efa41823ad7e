import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import type { KerasCall } from "../../../core/layers/define.ts";
import { random } from "../../../core/random.ts";
import { type Device, startDevice } from "../../device/device.ts";
import { augmentingLayer } from "../augmentingLayer.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});

const valueRange = [-0.4, 0.5];
const calls: Readonly<Record<string, KerasCall>> = {
  "flip across": { className: "RandomFlip", args: { mode: "horizontal" } },
  "flip upside down": { className: "RandomFlip", args: { mode: "vertical" } },
  "flip both": { className: "RandomFlip", args: { mode: "horizontal_and_vertical" } },
  brightness: { className: "RandomBrightness", args: { factor: 0.6, valueRange } },
  contrast: { className: "RandomContrast", args: { factor: 0.8, valueRange } },
  cutout: { className: "Cutout", args: { size: 0.6 } },
};

async function computed(backend: "webgpu" | "cpu", call: KerasCall, onGpu: boolean) {
  await tf.setBackend(backend);
  const source = random(9);
  const shape = [5, 4, 7, 3];
  const filled = () =>
    tf.tensor(
      Float32Array.from({ length: 420 }, () => source.next() - 0.5),
      shape,
    );
  const [images, dy] = [filled(), filled()];
  const layer = augmentingLayer(call, shape.slice(1), 3, 0);
  const step = onGpu ? tf.tensor1d([6], "int32") : 6;
  const change = (x: tf.Tensor) => layer(x, step);
  return [await change(images).data(), await tf.grad(change)(images, dy).data()] as const;
}

it.each(Object.keys(calls))(
  "%s: WebGPU as the CPU, forward and gradient, by a number and by the step on the GPU",
  async (name) => {
    const call = calls[name] as KerasCall;
    const cpu = await computed("cpu", call, false);
    for (const onGpu of [false, true]) {
      const gpu = await computed("webgpu", call, onGpu);
      for (const [part, expected] of cpu.entries()) {
        const found = gpu[part] as ArrayLike<number>;
        expect(found.length).toBe(expected.length);
        for (const [at, value] of expected.entries()) {
          expect(Math.abs((found[at] as number) - value), `${part} ${at}`).toBeLessThan(1e-6);
        }
      }
    }
    await device.settle();
    device.check();
  },
);
