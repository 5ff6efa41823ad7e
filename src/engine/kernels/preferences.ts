/** @file What is known of each device, for those who choose kernels: by its name, and by what `measure.ts` measured. */

/** Adapters where a CPU plays the GPU. */
const software = /swiftshader|llvmpipe|lavapipe|software|warp|basic render/i;

export function computesOnCpu(device: GPUDevice): boolean {
  // Absent in browsers that had WebGPU early; those run on real ones.
  const info = device.adapterInfo as GPUAdapterInfo | undefined;
  const names = info === undefined ? [] : [info.vendor, info.architecture, info.device, info.description];
  return software.test(names.join(" "));
}

const barriers = new WeakMap<GPUDevice, boolean>();

/** Whether large products go through workgroup memory on the device; null: not measured. */
export const prefersBarriers = (device: GPUDevice): boolean | null => barriers.get(device) ?? null;

export function setPrefersBarriers(device: GPUDevice, prefers: boolean): void {
  barriers.set(device, prefers);
}

/** How the invocations of a workgroup put their numbers together: through workgroup memory alone, or by subgroups first. */
export type JoinWay = "memory" | "subgroups";

const joins = new WeakMap<GPUDevice, JoinWay>();

/** The way that is faster on the device; workgroup memory until that is measured. */
export const joinWay = (device: GPUDevice): JoinWay => joins.get(device) ?? "memory";

export function setJoinWay(device: GPUDevice, way: JoinWay): void {
  joins.set(device, way);
}
