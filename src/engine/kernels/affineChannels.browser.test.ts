import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { startDevice } from "../device/device.ts";
import { channelsMoved } from "./affineChannels.ts";

beforeAll(async () => {
  expect((await startDevice("webgpu")).info.backend).toBe("webgpu");
});

it("values are scaled by channel and scaled back: WebGPU as the CPU", async () => {
  const affine = { scale: [0.5, 2, 3], offset: [0.1, -0.2, 4] };
  const values = Float32Array.from({ length: 66 }, (_, at) => (at % 11) / 7 - 0.6);
  const computed = async (backend: "webgpu" | "cpu") => {
    await tf.setBackend(backend);
    const x = tf.tensor(values, [2, 11, 3]);
    const there = channelsMoved(x, affine, false);
    return [await there.data(), await channelsMoved(there, affine, true).data()] as const;
  };
  const [gpu, cpu] = [await computed("webgpu"), await computed("cpu")];
  for (const [part, expected] of cpu.entries()) {
    const found = gpu[part] as ArrayLike<number>;
    for (const [at, value] of expected.entries()) expect(Math.abs((found[at] as number) - value)).toBeLessThan(1e-6);
  }
  expect(cpu[0][2]).toBeCloseTo((values[2] as number) * 3 + 4, 5);
});
