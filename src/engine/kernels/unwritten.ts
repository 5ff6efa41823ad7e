/** @file A tensor whose values a kernel is going to write. */
import { engine, type Tensor } from "@tensorflow/tfjs-core";
import { gpu } from "../gpu/backend.ts";

/** On the GPU; its memory is taken when it is first bound, and it belongs to the scope it is made in. */
export const unwritten = (shape: readonly number[]): Tensor =>
  engine().makeTensorFromTensorInfo(gpu().makeTensorInfo(shape, "float32"));
