/**
 * @file Whether a row of a recurrent layer is gone through by a workgroup with barriers, or by one invocation. On a GPU the
 * first is faster by as much as a workgroup has lanes; where a CPU plays the GPU, a barrier switches between all
 * invocations, twice a step. The two differ so much that the adapter's name decides, not a measurement of other kernels.
 */
import { computesOnCpu } from "../preferences.ts";

const chosen = new WeakMap<GPUDevice, boolean>();

export const goesTogether = (device: GPUDevice): boolean => chosen.get(device) ?? !computesOnCpu(device);

/** For tests, which have one device and want both ways. */
export function setGoesTogether(device: GPUDevice, together: boolean): void {
  chosen.set(device, together);
}
