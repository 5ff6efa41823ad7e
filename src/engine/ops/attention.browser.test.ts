import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { random } from "../../core/random.ts";
import { type Device, startDevice } from "../device/device.ts";
import { attentionShares } from "./attention.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});

interface Case {
  readonly shape: [number, number, number, number];
  readonly masks: readonly ("ofQuery" | "ofValue" | "ofKey")[];
  readonly causal: boolean;
}

const cases: Readonly<Record<string, Case>> = {
  plain: { shape: [2, 3, 5, 7], masks: [], causal: false },
  causal: { shape: [3, 1, 6, 6], masks: [], causal: true },
  "a mask of values": { shape: [3, 2, 4, 9], masks: ["ofValue"], causal: false },
  "all masks, causal": { shape: [2, 2, 67, 5], masks: ["ofQuery", "ofValue", "ofKey"], causal: true },
  "one step": { shape: [1, 1, 1, 1], masks: ["ofQuery"], causal: true },
};

async function computed(backend: "webgpu" | "cpu", { shape, masks, causal }: Case) {
  await tf.setBackend(backend);
  const [batch, heads, steps, others] = shape;
  const source = random(steps * 17 + others);
  const numbers = (count: number, draw: () => number) => Float32Array.from({ length: count }, draw);
  const filled = () =>
    tf.tensor4d(
      numbers(batch * heads * steps * others, () => source.next() * 20 - 10),
      shape,
    );
  const mask = (name: Case["masks"][number], width: number) =>
    masks.includes(name)
      ? tf.tensor2d(
          numbers(batch * width, () => source.int(2)),
          [batch, width],
        )
      : null;
  const [scores, dy] = [filled(), filled()];
  const allowed = {
    ofQuery: mask("ofQuery", steps),
    ofValue: mask("ofValue", others),
    ofKey: mask("ofKey", others),
    causal,
  };
  const compute = (x: tf.Tensor) => attentionShares(x as tf.Tensor4D, 0.4, allowed);
  return [await compute(scores).data(), await tf.grad(compute)(scores, dy).data()] as const;
}

it.each(Object.keys(cases))("%s: WebGPU as the CPU, forward and gradient", async (name) => {
  const given = cases[name] as Case;
  const [gpu, cpu] = [await computed("webgpu", given), await computed("cpu", given)];
  await device.settle();
  device.check();
  for (const [part, expected] of cpu.entries()) {
    const found = gpu[part] as ArrayLike<number>;
    for (const [at, value] of expected.entries()) {
      expect(Math.abs((found[at] as number) - value), `${part} ${at}`).toBeLessThan(1e-5);
    }
  }
});
