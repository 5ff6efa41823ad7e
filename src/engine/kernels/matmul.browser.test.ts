import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { random } from "../../core/random.ts";
import { startDevice } from "../device/device.ts";
import { gpu } from "../gpu/backend.ts";
import { launchTensors } from "../gpu/kernel.ts";
import "./index.ts";
import { planOf, productWithSums } from "./matmul.ts";
import { tiledGrid, tiledKernel, tileFor } from "./matmulTiled.ts";
import { setPrefersBarriers } from "./preferences.ts";

beforeAll(async () => {
  expect((await startDevice("webgpu")).info.backend).toBe("webgpu");
});
afterEach(async () => {
  await tf.setBackend("webgpu");
  setPrefersBarriers(gpu().device, false);
});

const source = random(11);
const drawn = (shape: readonly number[]) =>
  Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, () => source.next() * 2 - 1);

async function on(backend: "webgpu" | "cpu", compute: () => tf.Tensor | tf.Tensor[]): Promise<Float32Array> {
  await tf.setBackend(backend);
  const results = [tf.tidy(compute)].flat();
  const joined = tf.tidy(() => tf.concat(results.map((result) => tf.reshape(result, [-1]))));
  const values = (await joined.data()) as Float32Array;
  tf.dispose([results, joined]);
  return values;
}

/** Both backends give the same, as closely as float32 sums of `terms` numbers below 1 allow. */
async function agree(terms: number, compute: () => tf.Tensor | tf.Tensor[]) {
  const [gpuValues, cpuValues] = [await on("webgpu", compute), await on("cpu", compute)];
  expect(gpuValues).toHaveLength(cpuValues.length);
  expect(furthest(gpuValues, cpuValues)).toBeLessThan(2e-7 * Math.max(8, terms));
  expect(cpuValues.some((value) => Math.abs(value) > 0.01)).toBe(true);
}

const furthest = (values: Float32Array, expected: Float32Array): number =>
  expected.reduce((most, value, at) => Math.max(most, Math.abs(value - (values[at] as number))), 0);

/** m, n, k */
const sizes: readonly (readonly [number, number, number])[] = [
  [1, 1, 1],
  [1, 7, 3],
  [5, 1, 4],
  [13, 11, 17],
  [32, 64, 20],
  [9, 8, 16],
  [8, 9, 10],
  [6, 12, 5],
  [20, 64, 600],
  [3, 5, 401],
  [130, 36, 40],
];
const sides = [false, true];
const transposes = sides.flatMap((transposeA) => sides.map((transposeB) => [transposeA, transposeB] as const));

/** Draws operands once, as numbers: both backends are given the same. */
function operands(m: number, n: number, k: number, transposeA: boolean, transposeB: boolean, outer: number[] = []) {
  const shapes = [transposeA ? [k, m] : [m, k], transposeB ? [n, k] : [k, n]].map((shape) => [...outer, ...shape]);
  const values = shapes.map(drawn);
  return () => shapes.map((shape, at) => tf.tensor(values[at] as Float32Array, shape)) as [tf.Tensor, tf.Tensor];
}

describe.each(transposes)("A transposed: %s, B transposed: %s", (transposeA, transposeB) => {
  // By four inner indices at once, and one by one.
  it.each(sizes)("%i × %i over %i", async (m, n, k) => {
    for (const barriers of [false, true]) {
      await tf.setBackend("webgpu");
      setPrefersBarriers(gpu().device, barriers);
      const made = operands(m, n, k, transposeA, transposeB);
      await agree(k, () => tf.matMul(...made(), transposeA, transposeB));
    }
  });

  it("wide tiles over parts of the inner length", async () => {
    const [m, n, k] = [67, 248, 514];
    expect(planOf({ m, n, k, transposeA, transposeB })).toMatchObject({ rows: 4, columns: 8, splits: 4 });
    const made = operands(m, n, k, transposeA, transposeB);
    await agree(k, () => tf.matMul(...made(), transposeA, transposeB));
  });

  it.each([
    [300, 200, 12],
    [301, 203, 6],
  ])("wide tiles: %i × %i over %i, batches", async (m, n, k) => {
    expect(planOf({ m, n, k, transposeA, transposeB, batches: 2 })).toMatchObject({ rows: 8, columns: 4 });
    const made = operands(m, n, k, transposeA, transposeB, [2]);
    await agree(k, () => tf.matMul(...made(), transposeA, transposeB));
    expect(planOf({ m, n, k, transposeA, transposeB, batches: 2 * 2 })).toMatchObject({ rows: 8, columns: 8 });
    const more = operands(m, n, k, transposeA, transposeB, [2, 2]);
    await agree(k, () => tf.matMul(...more(), transposeA, transposeB));
  });

  it.each([
    [68, 72, 20],
    [67, 65, 19],
  ])("through workgroup memory: %i × %i over %i", async (m, n, k) => {
    const sizes = { m, n, k, transposeA, transposeB, batches: 2 };
    const made = operands(m, n, k, transposeA, transposeB, [2]);
    for (const per of [4, 8] as const) {
      const epilogue = { kind: "finish", bias: false, activation: "linear", keepsArgument: false } as const;
      const form = { transposeA, transposeB, fours: planOf(sizes).fours, per, epilogue };
      const outputs = [{ shape: [2, m, n], dtype: "float32" }] as const;
      const tiled = await on("webgpu", () =>
        launchTensors(tiledKernel(form), { inputs: made(), outputs, ...tiledGrid(form, sizes) }),
      );
      const plain = await on("cpu", () => tf.matMul(...made(), transposeA, transposeB));
      expect(tiled).toHaveLength(plain.length);
      expect(furthest(tiled, plain)).toBeLessThan(1e-5);
    }
  });

  it("gradients", async () => {
    const made = operands(7, 10, 12, transposeA, transposeB);
    await agree(12, () => tf.grads((a, b) => tf.sum(tf.square(tf.matMul(a, b, transposeA, transposeB))))([...made()]));
  });
});

it.each([
  [
    [2, 3],
    [2, 3],
  ],
  [[2, 3], [1]],
  [[3], [2, 3]],
  [
    [2, 1],
    [2, 3],
  ],
  [
    [1, 1],
    [4, 2],
  ],
])("batches %j and %j", async (outerA, outerB) => {
  const [a, b] = [drawn([...outerA, 3, 5]), drawn([...outerB, 5, 4])];
  const shapeA = [...outerA, 3, 5];
  const shapeB = [...outerB, 5, 4];
  // Repeated by an operation of its own on the CPU, which goes through batches as they lie.
  const outer = tf.broadcast_util.assertAndGetBroadcastShape(outerA, outerB);
  const values = await on("webgpu", () => tf.matMul(tf.tensor(a, shapeA), tf.tensor(b, shapeB)));
  const expected = await on("cpu", () =>
    tf.matMul(
      tf.broadcastTo(tf.tensor(a, shapeA), [...outer, 3, 5]),
      tf.broadcastTo(tf.tensor(b, shapeB), [...outer, 5, 4]),
    ),
  );
  expect(values).toHaveLength(expected.length);
  expect(furthest(values, expected)).toBeLessThan(1e-5);
});

it.each(["linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu"] as const)(
  "fused with bias and %s",
  async (activation) => {
    for (const [m, n, k] of [
      [5, 7, 6],
      [8, 12, 300],
    ] as const) {
      const made = operands(m, n, k, false, false);
      const bias = drawn([n]);
      await agree(k, () => {
        const [a, b] = made() as [tf.Tensor2D, tf.Tensor2D];
        return tf.fused.matMul({ a, b, bias: tf.tensor1d(bias), activation, leakyreluAlpha: 0.2 });
      });
    }
  },
);

it.each([
  [20, 64, 32],
  [7, 10, 33],
  [64, 10, 1000],
  [1, 1, 5],
  [512, 300, 20],
])("Aᵀ · B and the sums of B's columns: %i × %i over %i rows", async (m, n, k) => {
  for (const barriers of [false, true]) {
    const [a, b] = [drawn([k, m]), drawn([k, n])];
    await tf.setBackend("webgpu");
    setPrefersBarriers(gpu().device, barriers);
    const values = await on("webgpu", () => {
      const sums = tf.zeros([n]);
      const result = productWithSums(tf.tensor(a, [k, m]), tf.tensor(b, [k, n]), { m, n, k }, sums);
      return [tf.engine().makeTensorFromTensorInfo(result as tf.TensorInfo & { dtype: "float32" }), sums];
    });
    const expected = await on("cpu", () => [
      tf.matMul(tf.tensor2d(a, [k, m]), tf.tensor2d(b, [k, n]), true),
      tf.sum(tf.tensor2d(b, [k, n]), 0),
    ]);
    expect(furthest(values, expected)).toBeLessThan(2e-7 * Math.max(8, k));
  }
});

it("large products go through workgroup memory where the device prefers that", async () => {
  const sizes = { m: 132, n: 136, k: 40, transposeA: false, transposeB: false };
  expect([tileFor(sizes), tileFor({ ...sizes, batches: 15 }), tileFor({ ...sizes, k: 8 })]).toEqual([4, 8, null]);
  const made = operands(132, 136, 40, false, false);
  for (const barriers of [false, true]) {
    await tf.setBackend("webgpu");
    setPrefersBarriers(gpu().device, barriers);
    await agree(40, () => tf.matMul(...made()));
  }
});

it("a product is the same bits each time", async () => {
  const made = operands(20, 64, 600, true, false);
  const compute = () => tf.matMul(...made(), true, false);
  expect(await on("webgpu", compute)).toEqual(await on("webgpu", compute));
});
