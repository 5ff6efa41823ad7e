import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { random } from "../../core/random.ts";
import { joiningBy, joinWays } from "../../testing/joinWays.ts";
import { type Device, startDevice } from "../device/device.ts";
import { gpu } from "../gpu/backend.ts";
import type { Geometry } from "../kernels/normGeometry.ts";
import { setPrefersBarriers } from "../kernels/preferences.ts";
import { type MovingAverages, normalized, normalizedByAverages } from "./normalize.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});

interface Case extends Geometry {
  readonly gamma?: boolean;
  readonly beta?: boolean;
  readonly averages?: boolean;
  readonly predicting?: boolean;
  /** Of the values. */
  readonly offset?: number;
}

const both = { gamma: true, beta: true };
const cases: Readonly<Record<string, Case>> = {
  "rows of a batch": { batch: 1, positions: 33, groups: 5, width: 1, ...both, averages: true },
  "many rows of a batch": { batch: 1, positions: 1511, groups: 3, width: 1, ...both, averages: true },
  "many rows far from 0": { batch: 1, positions: 701, groups: 2, width: 1, averages: true, offset: 3000 },
  "a batch of one row": { batch: 1, positions: 1, groups: 4, width: 1, beta: true, averages: true },
  "rows by averages": { batch: 1, positions: 9, groups: 5, width: 1, ...both, averages: true, predicting: true },
  "averages without a scale": { batch: 1, positions: 6, groups: 2, width: 1, averages: true, predicting: true },
  "each row": { batch: 7, positions: 1, groups: 1, width: 11, ...both },
  "each row, scaled": { batch: 300, positions: 1, groups: 1, width: 5, gamma: true },
  "each long row": { batch: 3, positions: 1, groups: 1, width: 523, ...both },
  "each row of hundreds": { batch: 5, positions: 1, groups: 1, width: 257, gamma: true },
  "each row of a thousand": { batch: 65, positions: 1, groups: 1, width: 1000, ...both },
  "groups of many neighbours": { batch: 3, positions: 9, groups: 2, width: 63, ...both },
  groups: { batch: 3, positions: 7, groups: 2, width: 3, ...both },
  "groups of one channel": { batch: 2, positions: 5, groups: 3, width: 1, ...both },
  "groups of many values": { batch: 2, positions: 97, groups: 2, width: 5, beta: true },
};

async function computed(backend: "webgpu" | "cpu", given: Case): Promise<Readonly<Record<string, number[]>>> {
  await tf.setBackend(backend);
  const { batch, positions, groups, width, offset = 0 } = given;
  const channels = groups * width;
  const source = random(batch + positions * 7);
  const filled = (shape: number[], about: number) => {
    const size = shape.reduce((product, n) => product * n, 1);
    return tf.tensor(
      Float32Array.from({ length: size }, () => about + source.next() * 2 - 1),
      shape,
    );
  };
  const [x, dy] = [filled([batch, positions, channels], offset), filled([batch, positions, channels], 0)];
  const vectors = [given.gamma, given.beta].map((there) => (there === true ? filled([channels], 1) : null));
  const averages: MovingAverages | null =
    given.averages === true
      ? { mean: tf.variable(filled([channels], 0)), variance: tf.variable(filled([channels], 2)), momentum: 0.9 }
      : null;
  const compute = (value: tf.Tensor, gamma: tf.Tensor | null, beta: tf.Tensor | null) =>
    given.predicting === true && averages !== null
      ? normalizedByAverages(value, averages, { gamma, beta, epsilon: 1e-3 })
      : normalized(value, given, { gamma, beta, epsilon: 1e-3 }, averages);
  const inputs = [x, ...vectors.filter((vector) => vector !== null)];
  const byInputs = tf.grads((...all) => {
    const [value, ...rest] = all as [tf.Tensor, ...tf.Tensor[]];
    const next = vectors.map((vector) => (vector === null ? null : (rest.shift() as tf.Tensor)));
    return compute(value, next[0] ?? null, next[1] ?? null);
  })(inputs, dy);
  const result = compute(x, vectors[0] ?? null, vectors[1] ?? null);
  const tensors = { result, ...(averages === null ? {} : { mean: averages.mean, variance: averages.variance }) };
  const values: Record<string, number[]> = {};
  for (const [name, tensor] of Object.entries(tensors)) values[name] = [...(await tensor.data())];
  for (const [at, gradient] of byInputs.entries()) values[`gradient ${at}`] = [...(await gradient.data())];
  tf.dispose([...inputs, dy, result, ...byInputs]);
  averages?.mean.dispose();
  averages?.variance.dispose();
  return values;
}

it.each(Object.keys(cases))("%s: WebGPU as the CPU, forward, gradients and averages", async (name) => {
  const given = cases[name] as Case;
  const cpu = await computed("cpu", given);
  const agree = async (how: string) => {
    const own = await computed("webgpu", given);
    await device.settle();
    device.check();
    expect(Object.keys(own)).toEqual(Object.keys(cpu));
    for (const [part, expected] of Object.entries(cpu)) {
      const size = Math.max(1, ...expected.map(Math.abs));
      const worst = Math.max(...expected.map((value, at) => Math.abs(value - ((own[part] as number[])[at] as number))));
      // Far from 0 the values themselves have but 13 bits behind the point.
      expect(worst / size, `${part} ${how}`).toBeLessThan(given.offset === undefined ? 1e-5 : 1e-3);
    }
  };
  await agree("by invocations");
  await tf.setBackend("webgpu");
  const { device: adapter } = gpu();
  setPrefersBarriers(adapter, true);
  for (const way of joinWays()) await joiningBy(way, () => agree(`by workgroups joined by ${way}`));
  setPrefersBarriers(adapter, false);
});

it("values far from 0 keep their variance", async () => {
  await tf.setBackend("webgpu");
  // 4095.5 and 4096.5 by turns: mean 4096, variance 0.25, both exact in float32.
  const x = tf.tensor2d(
    Float32Array.from({ length: 2000 }, (_, at) => 4095.5 + (at % 2)),
    [2000, 1],
  );
  const plain = { gamma: null, beta: null, epsilon: 0 };
  const values = await normalized(x, { batch: 1, positions: 2000, groups: 1, width: 1 }, plain).data();
  for (const [at, value] of values.entries()) expect(Math.abs(value - (at % 2 === 0 ? -1 : 1))).toBeLessThan(1e-5);
});
