/**
 * @file An operation on tfjs's tape whose gradients are computed one by one, and only where they are asked for: the first
 * layer's input needs none, nor do frozen weights. `tf.customGrad` computes the gradients of all inputs, always.
 */
import { engine, getBackend, type Tensor } from "@tensorflow/tfjs-core";
import { storedType } from "../kernels/stored.ts";

/** Gradients by the input's name. Each is asked for at most once, in the order of the inputs. */
export type Gradients<I extends Readonly<Record<string, Tensor>>> = { readonly [K in keyof I]: () => Tensor };

interface Taped<I extends Readonly<Record<string, Tensor>>> {
  readonly inputs: I;
  /** The result. What is saved is there for the gradients, in its order, and lives as long as the tape. */
  readonly forward: (save: (tensors: Tensor[]) => void) => Tensor;
  /** What is made here, outside of the single gradients, lives until the backward pass has ended. */
  readonly backward: (dy: Tensor, saved: readonly Tensor[]) => Gradients<I>;
}

/** The part of tfjs's engine behind `customGrad`; not in its public types. */
interface Engine {
  runKernelFunc(op: {
    readonly inputs: Readonly<Record<string, Tensor>>;
    readonly forwardFunc: (backend: unknown, save: (tensors: Tensor[]) => void) => Tensor;
    readonly backwardsFunc: (dy: Tensor, saved: Tensor[]) => Readonly<Record<string, () => Tensor>>;
  }): Tensor;
}

/** Runs an operation, with gradients where a tape is being written. */
export function taped<T extends Tensor, I extends Readonly<Record<string, Tensor>>>(op: Taped<I>): T {
  return (engine() as unknown as Engine).runKernelFunc({
    inputs: op.inputs,
    forwardFunc: (_, save) => op.forward(save),
    backwardsFunc: op.backward,
  }) as T;
}

/** Whether what is computed now is going to be differentiated, so that something must be saved for it. */
export const onTape = (): boolean => engine().isTapeOn();

/** Whether own kernels take the tensors: on WebGPU, of floating point numbers on the device, too, and not empty. */
export const forOwnKernels = (...tensors: readonly (Tensor | null)[]): boolean =>
  getBackend() === "webgpu" &&
  tensors.every((tensor) => tensor === null || (tensor.size > 0 && storedType(tensor) === "float32"));
