/**
 * @file How kernels of the WebAssembly backend are written here: plain TypeScript on the backend's own memory, or other
 * kernels of the backend put together. A view of the memory is good until the next allocation, which may move it.
 */
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import {
  getKernel,
  type KernelConfig,
  type NamedAttrMap,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
} from "@tensorflow/tfjs-core";

export type Inputs = Readonly<Record<string, TensorInfo>>;

/** Computes a kernel's output. */
export type WasmKernel<A> = (inputs: Inputs, attrs: A, backend: BackendWasm) => TensorInfo;

/** Registers a kernel for "wasm", in place of tfjs's own where it has one. To be called before the backend starts. */
export const define = <A>(kernelName: string, compute: WasmKernel<A>): void => register(kernelName, compute);

/** The same for a kernel of several outputs. */
export const defineMany = <A>(
  kernelName: string,
  compute: (inputs: Inputs, attrs: A, backend: BackendWasm) => TensorInfo[],
): void => register(kernelName, compute);

function register<A>(
  kernelName: string,
  compute: (inputs: Inputs, attrs: A, backend: BackendWasm) => TensorInfo | TensorInfo[],
): void {
  const stock = getKernel(kernelName, "wasm") as KernelConfig | undefined;
  if (stock !== undefined) unregisterKernel(kernelName, "wasm");
  registerKernel({
    ...stock,
    kernelName,
    backendName: "wasm",
    kernelFunc: ({ inputs, attrs, backend }) => compute(inputs as Inputs, attrs as A, backend as BackendWasm),
  });
}

/** tfjs's own kernel of this name, as a function; what it returns is the caller's to give back. */
export function stockKernel(kernelName: string): WasmKernel<NamedAttrMap> {
  const { kernelFunc } = getKernel(kernelName, "wasm");
  return (inputs, attrs, backend) => kernelFunc({ inputs: { ...inputs }, attrs, backend }) as TensorInfo;
}

/** A tensor's numbers where they lie. */
export const floatsOf = (backend: BackendWasm, tensor: TensorInfo): Float32Array => {
  if (tensor.dtype !== "float32") throw new Error(`expected float32, got ${tensor.dtype}`);
  return backend.typedArrayFromHeap(tensor) as Float32Array;
};

/** A new tensor; its numbers are whatever the memory held. */
export const emptyFloats = (backend: BackendWasm, shape: readonly number[]): TensorInfo =>
  backend.makeOutput([...shape], "float32");

/** Gives back tensors made on the way. */
export function free(backend: BackendWasm, ...tensors: readonly TensorInfo[]): void {
  for (const { dataId } of tensors) backend.disposeData(dataId);
}

/** The same numbers under another shape, without a copy: good as long as `tensor` is. */
export const viewed = (tensor: TensorInfo, shape: readonly number[]): TensorInfo => ({ ...tensor, shape: [...shape] });
