/** @file What was measured of each device, for those who choose kernels; `measure.ts` measures. */

const barriers = new WeakMap<GPUDevice, boolean>();

/** Whether large products go through workgroup memory on the device; null: not measured. */
export const prefersBarriers = (device: GPUDevice): boolean | null => barriers.get(device) ?? null;

export function setPrefersBarriers(device: GPUDevice, prefers: boolean): void {
  barriers.set(device, prefers);
}
