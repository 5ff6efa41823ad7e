/**
 * @file What a device is better at, measured once: whether workgroup memory behind barriers pays for large products, and
 * whether workgroups join numbers by subgroups. On a GPU barriers do; where a CPU plays the GPU, each is a switch of all
 * invocations, and it makes no odds how they join: measured there, the way would differ from start to start, and with it
 * the last bits of a run. Until it is measured, neither.
 */
import * as tf from "@tensorflow/tfjs-core";
import { flush, gpu } from "../gpu/backend.ts";
import { product } from "./matmul.ts";
import { fasterJoin, subgroupsAreRight } from "./measureJoins.ts";
import { computesOnCpu, type JoinWay, setJoinWay, setPrefersBarriers } from "./preferences.ts";

/** A product of this size shows whether a GPU computes at all … */
const small = 128;
/** … which takes longer than this for it only where a CPU plays the GPU. */
const gpuMs = 4;
/** The best of so many counts: a GPU that is busy for a moment would else be taken for a CPU, and remembered so. */
const tries = 3;
/** A product that keeps a GPU busy for longer than it takes to be asked … */
const large = 512;
/** … but no longer than this: a fast CPU of an unknown name may have passed for a GPU so far. */
const largeMs = 50;
const atOnce = 8;
const runs = 2;
/** Barriers, or subgroups, are taken where they are faster by more than a measurement errs. */
const clearly = 1.15;

/** What is better on a device. */
interface Measured {
  readonly barriers: boolean;
  readonly joins: JoinWay;
}

/** What an earlier start found out. */
export interface Memory {
  load(): Promise<unknown>;
  save(measured: Measured): Promise<void>;
}

const isMeasured = (value: unknown): value is Measured => {
  if (typeof value !== "object" || value === null || !("barriers" in value) || !("joins" in value)) return false;
  return typeof value.barriers === "boolean" && (value.joins === "memory" || value.joins === "subgroups");
};

/**
 * Says for those who choose kernels what the device is better at: as an earlier start found, so that a run taken up again is
 * computed as before, or as is measured now. After the device's start, before anything is recorded.
 */
export async function measureDevice(memory: Memory, onCpu = computesOnCpu(gpu().device)): Promise<void> {
  const { device } = gpu();
  if (onCpu) return prefer(device, { barriers: false, joins: "memory" });
  const known = await memory.load();
  if (isMeasured(known)) {
    const refused = known.joins === "subgroups" && !(await subgroupsAreRight());
    return prefer(device, refused ? { ...known, joins: "memory" } : known);
  }
  const measured = await measure(device);
  prefer(device, measured);
  if (await isThere(device)) await memory.save(measured);
}

function prefer(device: GPUDevice, { barriers, joins }: Measured): void {
  setPrefersBarriers(device, barriers);
  setJoinWay(device, joins);
}

/** A device that is lost does nothing in no time: what was measured of it says nothing of the next start's. */
const isThere = (device: GPUDevice): Promise<boolean> =>
  Promise.race([
    device.lost.then(() => false),
    new Promise<boolean>((resolve) => {
      setTimeout(resolve, 0, true);
    }),
  ]);

/** Times products with and without barriers, and joins in both ways. */
async function measure(device: GPUDevice): Promise<Measured> {
  const neither: Measured = { barriers: false, joins: "memory" };
  setPrefersBarriers(device, false);
  await timed(small, 1);
  let quickest = Number.POSITIVE_INFINITY;
  for (let again = 0; again < tries && quickest > gpuMs; again++) quickest = Math.min(quickest, await timed(small, 1));
  if (quickest > gpuMs) return neither;
  const least = async (barriers: boolean): Promise<number> => {
    setPrefersBarriers(device, barriers);
    await timed(large, 1);
    // One alone first: what takes so long is not asked for again and again.
    if ((await timed(large, 1)) > largeMs) return Number.POSITIVE_INFINITY;
    const times: number[] = [];
    for (let run = 0; run < runs; run++) times.push(await timed(large, atOnce));
    return Math.min(...times);
  };
  const without = await least(false);
  if (without === Number.POSITIVE_INFINITY) return neither;
  return { barriers: without > (await least(true)) * clearly, joins: await fasterJoin(clearly) };
}

/** Milliseconds of `count` products of two matrices size × size. */
async function timed(size: number, count: number): Promise<number> {
  const { device } = gpu();
  const operands = [0, 1].map(() => tf.fill([size, size], 0.5));
  const [a, b] = operands as [tf.Tensor, tf.Tensor];
  const sizes = { m: size, n: size, k: size, transposeA: false, transposeB: false };
  flush(gpu());
  await device.queue.onSubmittedWorkDone();
  const started = performance.now();
  for (let i = 0; i < count; i++) {
    for (const { dataId } of product(a, b, sizes, [size, size])) tf.backend().disposeData(dataId);
  }
  flush(gpu());
  await device.queue.onSubmittedWorkDone();
  const took = performance.now() - started;
  tf.dispose(operands);
  return took;
}
