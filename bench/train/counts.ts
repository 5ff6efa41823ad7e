/**
 * @file Counts what is asked of WebGPU, whoever asks: the prototypes of the device's objects are wrapped. Loaded before
 * anything has made a device.
 */
import type { Counts } from "./peer.ts";

const none = () => ({ dispatches: 0, copies: 0, submits: 0, writes: 0, bindGroups: 0, buffers: 0 });
let counts = none();
/** Weak, so that buffers whose owner forgets them can go. */
const sizes = new WeakMap<object, number>();
let alive = 0;
let bytes = 0;
let peakBytes = 0;

export const resetCounts = (): void => {
  counts = none();
};
export const countsSoFar = (): Counts => ({ ...counts });

export const resetPeak = (): void => {
  peakBytes = bytes;
};
/** Buffers made and not destroyed. One that is left to the garbage collector counts as alive. */
export const buffersAlive = () => ({ buffers: alive, bytes, peakBytes });

type Method = (this: object, ...args: unknown[]) => unknown;

/** Calls `seen` after each call of a method, with its object, result and arguments. */
function watch(
  name: string,
  method: string,
  seen: (self: object, result: unknown, args: readonly unknown[]) => void,
): void {
  const kind = (globalThis as unknown as Record<string, { readonly prototype: Record<string, Method> }>)[name];
  const original = kind?.prototype[method];
  if (kind === undefined || original === undefined) return;
  kind.prototype[method] = function (...args) {
    const result = original.apply(this, args);
    seen(this, result, args);
    return result;
  };
}

function forget(buffer: object): void {
  const size = sizes.get(buffer);
  if (size === undefined) return;
  sizes.delete(buffer);
  alive--;
  bytes -= size;
}

export function watchWebGPU(): void {
  watch("GPUComputePassEncoder", "dispatchWorkgroups", () => counts.dispatches++);
  watch("GPUComputePassEncoder", "dispatchWorkgroupsIndirect", () => counts.dispatches++);
  watch("GPUCommandEncoder", "copyBufferToBuffer", () => counts.copies++);
  watch("GPUQueue", "submit", () => counts.submits++);
  watch("GPUQueue", "writeBuffer", () => counts.writes++);
  watch("GPUDevice", "createBindGroup", () => counts.bindGroups++);
  watch("GPUDevice", "createBuffer", (_, buffer, [descriptor]) => {
    const { size } = descriptor as { readonly size: number };
    counts.buffers++;
    sizes.set(buffer as object, size);
    alive++;
    bytes += size;
    peakBytes = Math.max(peakBytes, bytes);
  });
  watch("GPUBuffer", "destroy", (buffer) => forget(buffer));
}
