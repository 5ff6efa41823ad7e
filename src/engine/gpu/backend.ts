/**
 * @file tfjs's WebGPU backend as the engine drives it: what of its insides own kernels, the recorder and the loop rely on
 * (tfjs 4.22, pinned), in one typed place; and the changes that let a tensor be a slice of a larger buffer, so that all
 * weights can lie in one.
 */
import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { backend, type DataType, type TensorInfo } from "@tensorflow/tfjs-core";
import { AppError, assert } from "../../core/fault.ts";

type DataId = TensorInfo["dataId"];

/** What the backend knows of a tensor. */
export interface Stored {
  dtype: DataType;
  /** Values not yet uploaded; null once they are on the device. */
  values: ArrayLike<number> | null;
  resource?: GPUBuffer | null;
  /** The buffer belongs to someone else and is not given back. */
  external?: boolean;
  /** Where in the buffer a slice lies, in bytes; absent: the tensor is the whole buffer. */
  slice?: { readonly offset: number; readonly size: number };
}

/** Hands out buffers and takes them back. */
export interface Buffers {
  acquireBuffer(size: number, usage: number, mappedAtCreation?: boolean, reuse?: boolean): GPUBuffer;
  releaseBuffer(buffer: GPUBuffer, reuse?: boolean): void;
}

export type Uniform = readonly { readonly type: "float32" | "int32" | "uint32"; readonly data: number[] }[];

/** The insides of the backend. */
export interface Gpu {
  readonly device: GPUDevice;
  readonly tensorMap: { get(dataId: DataId): Stored };
  bufferManager: Buffers;
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  dispatchCountInPass: number;
  /** Tensors that commands not yet submitted use: they are given back after the submit. */
  commandQueueOwnedIds: Pick<WeakSet<DataId>, "add" | "has">;
  uniformPendingDisposal: GPUBuffer[];
  stagingPendingDisposal: GPUBuffer[];
  tensorToBinding(tensor: TensorInfo): GPUBufferBinding;
  read(dataId: DataId): Promise<ArrayLike<number>>;
  convertAndCacheOnCPU(dataId: DataId, values: ArrayLike<number>): ArrayLike<number>;
  getBufferData(buffer: GPUBuffer): Promise<ArrayBuffer>;
  uploadToGPU(dataId: DataId): void;
  makeTensorInfo(shape: readonly number[], dtype: DataType): TensorInfo;
  makeUniforms(uniform: Uniform): GPUBufferBinding;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

/** tfjs's name for the number of dispatches after which it submits by itself. */
export const dispatchesASubmit = "WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE";

/** The backend at work, which must be WebGPU. */
export function gpu(): Gpu {
  const current = backend();
  assert(current instanceof WebGPUBackend, "the WebGPU backend is at work");
  return current as unknown as Gpu;
}

/**
 * Throws where no kernel could bind a buffer of this size. The device itself would report an error some time later, which
 * tells a run that its GPU is at fault, where half the batch would do.
 */
export function assertBindable({ limits }: GPUDevice, size: number): void {
  const most = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
  if (size > most) throw new AppError("outOfMemory", { what: `${size} bytes` });
}

/** Buffers that recorders own: tensors that still have one when a recording was refused do not give it to the backend. */
export const ownedElsewhere = new WeakSet<GPUBuffer>();

/** tfjs's backend on a device of our own. */
export function openBackend(device: GPUDevice, info: GPUAdapterInfo): WebGPUBackend {
  const opened = new WebGPUBackend(device, info);
  const insides = opened as unknown as Gpu;
  const whole = insides.tensorToBinding.bind(insides);
  const readWhole = insides.read.bind(insides);

  insides.tensorToBinding = (tensor) => {
    const stored = insides.tensorMap.get(tensor.dataId);
    return stored.slice === undefined ? whole(tensor) : { buffer: stored.resource as GPUBuffer, ...stored.slice };
  };
  insides.read = (dataId) => {
    const stored = insides.tensorMap.get(dataId);
    return stored.slice === undefined
      ? readWhole(dataId)
      : readSlice(insides, stored.resource as GPUBuffer, stored.slice);
  };
  const acquire = insides.bufferManager.acquireBuffer.bind(insides.bufferManager);
  const release = insides.bufferManager.releaseBuffer.bind(insides.bufferManager);
  // The manager has no place to keep a buffer for its next use that it was told to make for one use.
  const usedOnce = new WeakSet<GPUBuffer>();
  insides.bufferManager.acquireBuffer = (size, usage, mappedAtCreation, reuse = true) => {
    assertBindable(device, size);
    const buffer = acquire(size, usage, mappedAtCreation, reuse);
    if (!reuse) usedOnce.add(buffer);
    return buffer;
  };
  insides.bufferManager.releaseBuffer = (buffer, reuse = true) => {
    if (!ownedElsewhere.has(buffer)) release(buffer, reuse && !usedOnce.has(buffer));
  };
  // A value that was read stays on the device alone: kernels that work in place change it there, and tfjs would go on
  // giving out the old one.
  insides.convertAndCacheOnCPU = (_, values) => values;
  return opened;
}

/** float32 numbers out of a part of a buffer, as they are after everything submitted so far. */
export async function readSlice(
  insides: Gpu,
  buffer: GPUBuffer,
  { offset, size }: { readonly offset: number; readonly size: number },
): Promise<Float32Array> {
  const staging = insides.bufferManager.acquireBuffer(size, GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ);
  insides.ensureCommandEncoderReady();
  insides.endComputePassEncoder();
  (insides.commandEncoder as GPUCommandEncoder).copyBufferToBuffer(buffer, offset, staging, 0, size);
  insides.submitQueue();
  await staging.mapAsync(GPUMapMode.READ);
  const values = new Float32Array(staging.getMappedRange().slice(0));
  staging.unmap();
  insides.bufferManager.releaseBuffer(staging);
  return values;
}

/** Frees the buffers that wait for their next use: those of another model are of other sizes. */
export function trim(insides: Gpu): void {
  flush(insides);
  const manager = insides.bufferManager as unknown as Keeper;
  for (const waiting of manager.freeBuffers.values()) {
    for (const buffer of waiting.splice(0)) {
      buffer.destroy();
      manager.numFreeBuffers--;
      manager.numBytesAllocated -= buffer.size;
    }
  }
}

/** The insides of tfjs's buffer manager. */
interface Keeper {
  readonly freeBuffers: ReadonlyMap<string, GPUBuffer[]>;
  numFreeBuffers: number;
  numBytesAllocated: number;
}

/** Submits what operations have queued so far: what is written to the queue afterwards comes after it. */
export function flush(insides: Gpu): void {
  insides.endComputePassEncoder();
  if (insides.commandEncoder !== null) insides.submitQueue();
}
