/** @file The kernels against the loop of operations on the CPU: values and every gradient, over the options' combinations. */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ActivationName } from "../../core/layers/activations.ts";
import { random } from "../../core/random.ts";
import { type Device, startDevice } from "../device/device.ts";
import { gpu } from "../gpu/backend.ts";
import { wgslActivations } from "../kernels/activations.ts";
import { type Cell, cells } from "../kernels/recurrent/cells.ts";
import { setGoesTogether } from "../kernels/recurrent/preference.ts";
import { recurrence } from "./recurrent.ts";
import "../model/customLayers/index.ts";

interface Case {
  readonly cell: Cell;
  readonly rows: number;
  readonly steps: number;
  readonly units: number;
  readonly activation?: ActivationName;
  readonly recurrentActivation?: ActivationName;
  readonly bias?: boolean;
  readonly masked?: boolean;
  readonly dropped?: boolean;
  readonly backwards?: boolean;
  readonly output?: "sequence" | "last";
}

const gatesOf = { lstm: 4, gru: 3, gruResetBefore: 3, simple: 1 } as const;

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});
afterAll(async () => {
  await device.settle();
  device.check();
});

/** Outputs, then the gradients of Σ output · weights by projection, kernel and bias. */
async function computed(given: Case): Promise<Float32Array[]> {
  const { cell, rows, steps, units, bias = cell === "gru", masked = false, dropped = false } = given;
  const { activation = "tanh", recurrentActivation = "sigmoid", backwards = false, output = "sequence" } = given;
  const source = random(rows * 1000 + steps * 100 + units);
  const drawn = (shape: number[], span: number) =>
    tf.tensor(
      Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => (source.next() * 2 - 1) * span),
      shape,
    );
  const columns = gatesOf[cell] * units;
  const projected = drawn([rows, steps, columns], 1.5) as tf.Tensor3D;
  const kernel = drawn([units, columns], 1.5 / Math.sqrt(units)) as tf.Tensor2D;
  const innerBias = bias ? (drawn([columns], 0.5) as tf.Tensor1D) : null;
  const weights = drawn(output === "sequence" ? [rows, steps, units] : [rows, units], 1);
  const choice = (shape: number[], share: number, value: number) =>
    tf.tensor2d(
      Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => (source.next() < share ? 0 : value)),
      shape as [number, number],
    );
  const mask = masked ? choice([rows, steps], 0.4, 1) : null;
  const drop = dropped ? choice([rows, units], 0.3, 1 / 0.7) : null;
  const inputs = [projected, kernel, ...(innerBias === null ? [] : [innerBias])];
  let outputs: tf.Tensor | null = null;
  const grads = tf.tidy(() =>
    tf.grads((...[x, k, b = null]: (tf.Tensor | null)[]) => {
      const result = recurrence({
        cell,
        activation,
        recurrentActivation,
        projected: x as tf.Tensor3D,
        kernel: k as tf.Tensor2D,
        bias: b as tf.Tensor1D | null,
        mask,
        dropped: drop,
        backwards,
        output,
      });
      outputs = tf.keep(tf.clone(result));
      return tf.sum(tf.mul(result, weights));
    })(inputs),
  );
  const all = [outputs as unknown as tf.Tensor, ...grads];
  const values = await Promise.all(all.map(async (tensor) => (await tensor.data()) as Float32Array));
  tf.dispose([all, inputs, weights]);
  tf.dispose([mask, drop].filter((tensor) => tensor !== null));
  return values;
}

const ways = { alone: false, together: true } as const;
async function onGpu(given: Case, way: keyof typeof ways): Promise<Float32Array[]> {
  await tf.setBackend("webgpu");
  setGoesTogether(gpu().device, ways[way]);
  return await computed(given);
}

/** The largest difference, as a share of the largest number; at least 1. */
function differences(a: readonly Float32Array[], b: readonly Float32Array[]): number[] {
  return a.map((values, at) => {
    const others = b[at] as Float32Array;
    expect(values.length).toBe(others.length);
    const size = others.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    expect(values.every(Number.isFinite)).toBe(true);
    return values.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (others[i] as number))), 0) / size;
  });
}

async function agrees(given: Case, both: readonly (keyof typeof ways)[] = ["alone", "together"]): Promise<void> {
  await tf.setBackend("cpu");
  const cpu = await computed(given);
  // One step has no step before, and a mask may leave out all.
  if (given.steps > 1 && given.masked !== true)
    expect(cpu.every((values) => values.some((value) => value !== 0))).toBe(true);
  for (const way of both) {
    const worst = Math.max(...differences(await onGpu(given, way), cpu));
    expect(worst, `${way} ${JSON.stringify(given)}`).toBeLessThan(1e-5);
  }
}

describe.each(cells)("%s", (cell) => {
  it.each([
    { rows: 3, steps: 5, units: 7 },
    { rows: 5, steps: 4, units: 8, output: "last" },
    { rows: 1, steps: 1, units: 1 },
    { rows: 2, steps: 1, units: 4, output: "last" },
    { rows: 2, steps: 3, units: 300 },
    { rows: 9, steps: 3, units: 6, masked: true },
    { rows: 35, steps: 3, units: 8, dropped: true, backwards: true },
    { rows: 2, steps: 6, units: 20, masked: true },
    { rows: 2, steps: 6, units: 5, dropped: true },
    { rows: 3, steps: 6, units: 12, masked: true, dropped: true, backwards: true },
    { rows: 3, steps: 6, units: 12, masked: true, backwards: true, output: "last", bias: false },
  ] as const)("equals the loop of operations: %j", async (options) => {
    await agrees({ cell, ...options });
  });

  it("for any combination of options", async () => {
    const source = random(17);
    const flip = () => source.next() < 0.5;
    const some = Object.keys(wgslActivations) as ActivationName[];
    // Where the slope jumps, rounding decides on which side of the jump a number falls.
    const smooth = some.filter((name) => !["relu", "relu6", "hardSigmoid", "elu", "selu"].includes(name));
    for (let round = 0; round < 4; round++) {
      const way = flip() ? "alone" : "together";
      const options: Case = {
        cell,
        rows: 1 + source.int(5),
        steps: 2 + source.int(6),
        units: 1 + source.int(21),
        activation: smooth[source.int(smooth.length)] as ActivationName,
        recurrentActivation: ["sigmoid", "tanh", "softsign"][source.int(3)] as ActivationName,
        bias: cell === "gru" && flip(),
        masked: flip(),
        dropped: flip(),
        backwards: flip(),
        output: flip() ? "sequence" : "last",
      };
      await agrees(options, [way]);
    }
  });

  it("gives the same bits each time", async () => {
    const given = { cell, rows: 6, steps: 9, units: 36, masked: true, dropped: true } as const;
    for (const way of ["alone", "together"] as const) {
      expect(await onGpu(given, way)).toEqual(await onGpu(given, way));
    }
  });
});

it.each(Object.keys(wgslActivations) as ActivationName[])("%s as activation and as gate", async (name) => {
  // LSTM bends its memory, too.
  await agrees({ cell: "lstm", rows: 2, steps: 3, units: 6, activation: name, recurrentActivation: name }, ["alone"]);
});

it.each(["lstm", "gru"] as const)("a sequence too long for one dispatch: %s", async (cell) => {
  await agrees({ cell, rows: 2, steps: 1030, units: 2, masked: true });
  await agrees({ cell, rows: 2, steps: 1030, units: 2, backwards: true, output: "last" });
});

it("softmax goes through the loop", async () => {
  const given = { cell: "simple", rows: 2, steps: 3, units: 6, activation: "softmax" } as const;
  await agrees(given);
});
