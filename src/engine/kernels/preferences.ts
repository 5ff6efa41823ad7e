/** @file What was measured of each device, for those who choose kernels; `measure.ts` measures. */

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
