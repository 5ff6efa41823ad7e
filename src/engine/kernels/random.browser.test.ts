import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { startDevice } from "../device/device.ts";
import { normal } from "./normal.ts";
import { cosineAndSine } from "./turn.ts";
import { uniform } from "./uniform.ts";
import { uniformMask } from "./uniformMask.ts";

beforeAll(async () => {
  expect((await startDevice("webgpu")).info.backend).toBe("webgpu");
});

async function drawn(backend: "webgpu" | "cpu", draw: () => tf.Tensor): Promise<Float32Array> {
  await tf.setBackend(backend);
  const tensor = draw();
  const values = (await tensor.data()) as Float32Array;
  tensor.dispose();
  return values;
}

it.each([
  ["uniform", (key: number) => uniform([40, 3, 25], key)],
  ["normal", (key: number) => normal([40, 3, 25], key)],
  ["a mask", (key: number) => uniformMask([40, 3, 25], 0.3, key)],
] as const)("%s: the same bits on WebGPU and the CPU", async (_name, draw) => {
  for (const key of [0, 7, 0x80000000, 0xffffffff]) {
    const [gpu, cpu] = [await drawn("webgpu", () => draw(key)), await drawn("cpu", () => draw(key))];
    expect(new Set(cpu).size).toBeGreaterThan(1);
    expect([...new Uint32Array(Float32Array.from(gpu).buffer)]).toEqual([
      ...new Uint32Array(Float32Array.from(cpu).buffer),
    ]);
  }
});

it("cosine and sine of turns are exact to float32 on WebGPU", async () => {
  const turns = Float32Array.from({ length: 401 }, (_, at) => (at - 200) / 160);
  for (const part of ["cosine", "sine"] as const) {
    const values = await drawn("webgpu", () => tf.tidy(() => cosineAndSine(tf.tensor1d(turns))[part]));
    const exact = Float64Array.from(turns, (turn) => Math[part === "cosine" ? "cos" : "sin"](2 * Math.PI * turn));
    const worst = Math.max(...exact.map((value, at) => Math.abs(value - (values[at] as number))));
    expect(worst).toBeLessThan(1e-6);
  }
});
