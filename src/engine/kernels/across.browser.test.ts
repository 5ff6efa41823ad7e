/** @file Joins of a workgroup, in both forms, against sums and largest numbers of JavaScript. */
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { random } from "../../core/random.ts";
import { joinWays } from "../../testing/joinWays.ts";
import { type Device, startDevice } from "../device/device.ts";
import { type Kernel, launchTensors } from "../gpu/kernel.ts";
import { across } from "./across.ts";
import type { JoinWay } from "./preferences.ts";

let device: Device;
let ways: readonly JoinWay[];
beforeAll(async () => {
  device = await startDevice("webgpu");
  expect(device.info.backend).toBe("webgpu");
  ways = joinWays();
});
afterAll(async () => {
  await device.settle();
  device.check();
});

const joins = {
  added: "sum f32",
  both: "sum vec2<f32>",
  highest: "max f32",
  lowest: "min f32",
  best: "largest",
  addedWhole: "sum i32",
  highestWhole: "max i32",
  lowestWhole: "min i32",
} as const;

/** Every invocation writes what it was told of its row, so that all must have heard the same. */
function kernelOf(lanes: number, way: JoinWay): Kernel {
  const all = across(joins, lanes, way);
  return {
    key: `test of joins ${lanes} ${all.key}`,
    inputs: { x: "f32" },
    outputs: { floats: "f32", wholes: "i32" },
    params: { length: "u32" },
    workgroup: lanes,
    enables: all.enables,
    declarations: all.declarations,
    body: `
  ${all.begin}
  let start = group.x * params.length;
  var sum = 0.0;
  var most = Largest(-1e30, 0xffffffffu);
  var least = 1e30;
  var wholes = 0;
  var mostWhole = -1000000;
  var leastWhole = 1000000;
  for (var at = lane; at < params.length; at += ${lanes}u) {
    let value = x[start + at];
    sum += value;
    most = largerOf(most, Largest(value, at));
    least = min(least, value);
    wholes += i32(value);
    mostWhole = max(mostWhole, i32(value));
    leastWhole = min(leastWhole, i32(value));
  }
  let two = both(vec2<f32>(sum, -2.0 * sum));
  let top = best(most);
  floats[index * 6u] = added(sum);
  floats[index * 6u + 1u] = two.x;
  floats[index * 6u + 2u] = two.y;
  floats[index * 6u + 3u] = highest(most.value);
  floats[index * 6u + 4u] = lowest(least);
  floats[index * 6u + 5u] = top.value;
  wholes_(index, vec4<i32>(addedWhole(wholes), highestWhole(mostWhole), lowestWhole(leastWhole), i32(top.place)));`,
  };
}

async function joined(values: Float32Array, rows: number, lanes: number, way: JoinWay) {
  const kernel = kernelOf(lanes, way);
  const x = tf.tensor(values, [rows, values.length / rows]);
  const made = launchTensors(
    {
      ...kernel,
      declarations: `${kernel.declarations}
fn wholes_(index : u32, four : vec4<i32>) { for (var i = 0u; i < 4u; i++) { wholes[index * 4u + i] = four[i]; } }`,
    },
    {
      inputs: [x],
      // Filled, since a buffer's last user may have left what is expected here.
      outputs: [tf.fill([rows, lanes, 6], 99), tf.fill([rows, lanes, 4], 99, "int32")],
      params: { length: values.length / rows },
      groups: [rows],
    },
  ) as [tf.Tensor, tf.Tensor];
  const found = (await Promise.all(made.map((tensor) => tensor.data()))) as [Float32Array, Int32Array];
  tf.dispose([x, ...made]);
  return found;
}

const rows = 3;

describe.each([32, 64, 128, 256])("%i invocations", (lanes) => {
  it.each([1, 3, 63, 64, 65, 1000])("join rows of %i numbers", async (length) => {
    const source = random(length);
    // Quarters, so that every sum is exact in any order; few of them, so that the largest stands at several places.
    const values = Float32Array.from({ length: rows * length }, () => source.int(41) / 4 - 5);
    for (const way of ways) {
      const [floats, wholes] = await joined(values, rows, lanes, way);
      for (let row = 0; row < rows; row++) {
        const own = values.subarray(row * length, (row + 1) * length);
        const sum = own.reduce((total, value) => total + value, 0);
        const [most, least] = [Math.max(...own), Math.min(...own)];
        const whole = own.reduce((total, value) => total + Math.trunc(value), 0);
        const mostWhole = Math.trunc(most);
        // Some lanes have none: they say so by bounds beyond every value.
        for (let lane = 0; lane < lanes; lane++) {
          const at = row * lanes + lane;
          expect([...floats.subarray(at * 6, at * 6 + 6)], `${way}, lane ${lane}`).toEqual([
            sum,
            sum,
            -2 * sum,
            most,
            least,
            most,
          ]);
          expect([...wholes.subarray(at * 4, at * 4 + 4)], `${way}, lane ${lane}`).toEqual([
            whole,
            mostWhole,
            Math.trunc(least),
            own.indexOf(most),
          ]);
        }
      }
    }
  });
});

it("gives the same bits each time", async () => {
  const source = random(5);
  const values = Float32Array.from({ length: 5 * 777 }, () => source.next() * 2 - 1);
  for (const way of ways) {
    const first = await joined(values, 5, 64, way);
    for (let again = 0; again < 3; again++) expect(await joined(values, 5, 64, way)).toEqual(first);
  }
});
