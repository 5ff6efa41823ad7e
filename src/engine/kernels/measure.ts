/**
 * @file What a device is better at, measured once: whether workgroup memory behind barriers pays for large products. On a
 * GPU it does; where a CPU plays the GPU, every barrier is a switch of all invocations. Until it is measured, no.
 */
import * as tf from "@tensorflow/tfjs-core";
import { flush, gpu } from "../gpu/backend.ts";
import { product } from "./matmul.ts";
import { prefersBarriers, setPrefersBarriers } from "./preferences.ts";

const size = 256;
/** Runs of one kind in a measurement: the first compiles. */
const runs = 3;
/** Barriers are taken where they are faster by more than a measurement errs. */
const clearly = 1.15;

/** Times one product with and without barriers. After the device's start, before anything is recorded. */
export async function measureDevice(): Promise<void> {
  const { device } = gpu();
  if (prefersBarriers(device) !== null) return;
  const operands = [0, 1].map(() => tf.fill([size, size], 0.5));
  const [a, b] = operands as [tf.Tensor, tf.Tensor];
  const sizes = { m: size, n: size, k: size, transposeA: false, transposeB: false };
  const timed = async (barriers: boolean): Promise<number> => {
    setPrefersBarriers(device, barriers);
    let least = Number.POSITIVE_INFINITY;
    for (let run = 0; run < runs; run++) {
      const started = performance.now();
      for (const { dataId } of product(a, b, sizes, [size, size])) tf.backend().disposeData(dataId);
      flush(gpu());
      await device.queue.onSubmittedWorkDone();
      if (run > 0) least = Math.min(least, performance.now() - started);
    }
    return least;
  };
  const [without, with_] = [await timed(false), await timed(true)];
  setPrefersBarriers(device, without > with_ * clearly);
  tf.dispose(operands);
}
