/**
 * @file Whether workgroups join numbers faster by subgroups than through memory alone, and whether they come to the same: the
 * largest and the sum, by turns, again and again. Subgroups are taken where they are clearly faster, give
 * what the other way gives, and give it each time; a device that cannot even compile them keeps the other way.
 */
import * as tf from "@tensorflow/tfjs-core";
import { flush, gpu } from "../gpu/backend.ts";
import { type Kernel, launch, launchTensors } from "../gpu/kernel.ts";
import { across } from "./across.ts";
import type { JoinWay } from "./preferences.ts";

const lanes = 64;
const rows = 8;
/** Rounds at first: what a CPU that plays the GPU does in about a millisecond. */
const fewRounds = 2;
/** A GPU does so many more … */
const more = 16;
const mostRounds = 8192;
/** … until they take this long, which a clock can tell. */
const enoughMs = 0.5;
const runs = 3;
/** Sums in another order differ by less. */
const rounding = 1e-5;
/** Stands where results come to stand. */
const unlike = -1;

const probe = (way: JoinWay): Kernel => {
  const joins = across({ highest: "max f32", added: "sum f32" }, lanes, way);
  return {
    key: `joins tried ${joins.key}`,
    inputs: { x: "f32" },
    outputs: { result: "f32" },
    params: { rounds: "u32" },
    workgroup: lanes,
    enables: joins.enables,
    declarations: joins.declarations,
    // Each round takes up what the one before found, so that none can be left out.
    body: `
  ${joins.begin}
  let value = x[index];
  var found = 0.0;
  for (var round = 0u; round < params.rounds; round++) {
    let off = value - highest(value - 0.01 * found);
    found = added(off * off) / ${lanes}f;
  }
  result[index] = found;`,
  };
};

/** What every invocation found. */
async function resultsOf(way: JoinWay, x: tf.Tensor): Promise<Float32Array> {
  const [result] = launchTensors(probe(way), {
    inputs: [x],
    outputs: [tf.tensor(new Float32Array(rows * lanes).fill(unlike), [rows, lanes])],
    params: { rounds: fewRounds },
    groups: [rows],
  }) as [tf.Tensor];
  const values = (await result.data()) as Float32Array;
  result.dispose();
  return values;
}

/** As `compute` gives it; null where it fails or the device objects to what it launches before its first `await`. */
export async function unlessRefused<T>(compute: () => Promise<T>): Promise<T | null> {
  const { device } = gpu();
  const kinds = ["validation", "internal"] as const;
  flush(gpu());
  for (const kind of kinds) device.pushErrorScope(kind);
  const computing = compute().catch(() => null);
  const errors = await Promise.all(kinds.map(() => device.popErrorScope()));
  const value = await computing;
  return errors.every((error) => error === null) ? value : null;
}

/** Whether two runs by subgroups came to the same numbers, and to those of the other way but for rounding. */
export const alike = (plain: ArrayLike<number>, first: ArrayLike<number>, second: ArrayLike<number>): boolean =>
  Array.from(plain).every((value, at) => {
    const found = first[at] as number;
    return Math.abs(found - value) <= rounding * Math.abs(value) && Object.is(found, second[at]);
  });

const probed = (): tf.Tensor =>
  tf.tensor(
    Float32Array.from({ length: rows * lanes }, (_, at) => ((at * 37) % 101) / 50 - 1),
    [rows, lanes],
  );

/** Whether subgroups work here, and as the other way does. */
export async function subgroupsAreRight(): Promise<boolean> {
  if (!gpu().device.features.has("subgroups")) return false;
  const x = probed();
  const results = await unlessRefused(() =>
    Promise.all([resultsOf("memory", x), resultsOf("subgroups", x), resultsOf("subgroups", x)]),
  );
  x.dispose();
  return results !== null && alike(...results);
}

async function timed(way: JoinWay, x: tf.Tensor, rounds: number): Promise<number> {
  const { device } = gpu();
  const started = performance.now();
  const outputs = [{ shape: [rows, lanes], dtype: "float32" }] as const;
  const [{ dataId }] = launch(probe(way), { inputs: [x], outputs, params: { rounds }, groups: [rows] }) as [
    tf.TensorInfo,
  ];
  flush(gpu());
  await device.queue.onSubmittedWorkDone();
  const took = performance.now() - started;
  tf.backend().disposeData(dataId);
  return took;
}

/** The faster way on the device; subgroups where they are so `clearly` times. */
export async function fasterJoin(clearly: number): Promise<JoinWay> {
  if (!(await subgroupsAreRight())) return "memory";
  const x = probed();
  try {
    let rounds = fewRounds;
    while ((await timed("memory", x, rounds)) < enoughMs && rounds < mostRounds) rounds *= more;
    const times = { memory: Number.POSITIVE_INFINITY, subgroups: Number.POSITIVE_INFINITY };
    // By turns, so that what else the machine does slows both.
    for (let run = 0; run < runs; run++) {
      for (const way of ["memory", "subgroups"] as const)
        times[way] = Math.min(times[way], await timed(way, x, rounds));
    }
    return times.memory > times.subgroups * clearly ? "subgroups" : "memory";
  } finally {
    x.dispose();
  }
}
