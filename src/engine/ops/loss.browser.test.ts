import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { random } from "../../core/random.ts";
import { joiningBy, joinWays } from "../../testing/joinWays.ts";
import { type Device, startDevice } from "../device/device.ts";
import { gpu } from "../gpu/backend.ts";
import { setPrefersBarriers } from "../kernels/preferences.ts";
import { addSums, clearSums, meanLoss, newSums, type Scoring, scored } from "./loss.ts";

let device: Device;
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
});

interface Case extends Pick<Scoring, "task" | "loss" | "natural" | "labelSmoothing"> {
  readonly rows: number;
  readonly units: number;
  readonly weighted?: boolean;
  readonly penalized?: boolean;
}

const cases: readonly Case[] = [
  ...[true, false].flatMap((natural) =>
    (
      [
        [7, 3],
        [1, 2],
        [130, 11],
        [64, 4],
      ] as const
    ).map(([rows, units], at) => ({
      task: "multiclass" as const,
      loss: "categoricalCrossentropy" as const,
      natural,
      labelSmoothing: at % 2 === 0 ? 0 : 0.1,
      rows,
      units,
      weighted: at === 2,
      penalized: at === 0,
    })),
  ),
  {
    task: "multiclass",
    loss: "categoricalCrossentropy",
    natural: true,
    labelSmoothing: 0.2,
    rows: 3,
    units: 1031,
    weighted: true,
  },
  ...[256, 257, 1000].map((units) => ({
    task: "multiclass" as const,
    loss: "categoricalCrossentropy" as const,
    natural: true,
    labelSmoothing: units === 257 ? 0.1 : 0,
    rows: 65,
    units,
    penalized: units === 1000,
  })),
  ...[true, false].flatMap((natural) =>
    [1, 67].map((rows) => ({
      task: "binary" as const,
      loss: "binaryCrossentropy" as const,
      natural,
      labelSmoothing: rows === 1 ? 0 : 0.3,
      rows,
      units: 1,
      weighted: rows !== 1,
    })),
  ),
  ...(["meanSquaredError", "meanAbsoluteError", "huber"] as const).flatMap((loss) =>
    (
      [
        [5, 1],
        [131, 3],
      ] as const
    ).map(([rows, units]) => ({
      task: "regression" as const,
      loss,
      natural: true,
      labelSmoothing: 0,
      rows,
      units,
      weighted: units > 1,
      penalized: units > 1,
    })),
  ),
];

function made({ task, loss, natural, labelSmoothing, rows, units, weighted = false }: Case) {
  const source = random(rows * 31 + units);
  const spread = (count: number, low: number, high: number) =>
    Float32Array.from({ length: count }, () => low + source.next() * (high - low));
  const classes = task === "binary" ? 2 : units;
  // Shares at 0 and 1 are among those that are no logits.
  const outputs = natural
    ? spread(rows * units, -6, 6)
    : spread(rows * units, -0.02, 1.02).map((n) => Math.min(1, Math.max(0.001, n)));
  const labels =
    task === "regression"
      ? units === 1
        ? tf.tensor1d(spread(rows, -4, 4))
        : tf.tensor2d(spread(rows * units, -4, 4), [rows, units])
      : tf.tensor1d(
          Int32Array.from({ length: rows }, () => source.int(classes)),
          "int32",
        );
  const scoring: Scoring = {
    task,
    loss,
    natural,
    labelSmoothing,
    classWeights: weighted && task !== "regression" ? tf.tensor1d(spread(classes, 0.2, 3)) : null,
    outputWeights: weighted && task === "regression" ? tf.tensor1d(spread(units, 0.2, 3)) : null,
  };
  return { labels, outputs: tf.tensor2d(outputs, [rows, units]), scoring, dy: tf.tensor1d(spread(rows, -1, 1)) };
}

/** Everything the operations give, by name. */
async function computed(backend: "webgpu" | "cpu", given: Case): Promise<Readonly<Record<string, number[]>>> {
  await tf.setBackend(backend);
  const sums = newSums();
  const { labels, outputs, scoring, dy } = made(given);
  const penalty = given.penalized === true ? tf.scalar(0.7) : null;
  const { loss, metric } = scored(labels, outputs, scoring);
  const byRows = tf.grad((x) => scored(labels, x as tf.Tensor2D, scoring).loss)(outputs, dy);
  const whole = (x: tf.Tensor, p: tf.Scalar | null) =>
    tf.mul(meanLoss(labels, x as tf.Tensor2D, scoring, sums, p), 3) as tf.Scalar;
  const byMean =
    penalty === null
      ? [tf.grad((x) => whole(x, null))(outputs)]
      : tf.grads((...given) => whole(given[0] as tf.Tensor, given[1] as tf.Scalar))([outputs, penalty]);
  const mean = meanLoss(labels, outputs, scoring, sums, penalty);
  addSums(sums, { loss, metric });
  const tensors = {
    loss,
    metric,
    byRows,
    mean,
    sums,
    byOutputs: byMean[0] as tf.Tensor,
    byPenalty: byMean[1] ?? tf.scalar(0),
  };
  const values: Record<string, number[]> = {};
  for (const [name, tensor] of Object.entries(tensors)) values[name] = [...(await tensor.data())];
  clearSums(sums);
  values.cleared = [...(await sums.data())];
  tf.dispose([labels, outputs, dy, loss, metric, byRows, mean, sums, ...byMean]);
  return values;
}

const nameOf = ({ loss, natural, labelSmoothing, rows, units, weighted }: Case) =>
  `${loss} of ${natural ? "logits" : "shares"} ${rows} × ${units}, smoothed by ${labelSmoothing}${weighted ? ", weighted" : ""}`;

it.each(cases.map((given) => [nameOf(given), given] as const))("%s: WebGPU as the CPU", async (_name, given) => {
  const cpu = await computed("cpu", given);
  expect(cpu.cleared).toEqual([0, 0]);
  expect(Math.max(...(cpu.loss as number[]))).toBeGreaterThan(0);
  await tf.setBackend("webgpu");
  setPrefersBarriers(gpu().device, true);
  for (const way of joinWays()) {
    const own = await joiningBy(way, () => computed("webgpu", given));
    await device.settle();
    device.check();
    for (const [name, expected] of Object.entries(cpu)) {
      const found = own[name] as number[];
      expect(found.length).toBe(expected.length);
      const size = Math.max(1, ...expected.map(Math.abs));
      for (const [at, value] of expected.entries()) {
        expect(Math.abs((found[at] as number) - value), `${way}: ${name} ${at}`).toBeLessThan(1e-5 * size);
      }
    }
  }
});
