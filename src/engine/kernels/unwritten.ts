/** @file A tensor whose values a kernel is going to write. */
import type { Tensor } from "@tensorflow/tfjs-core";
import { gpu } from "../gpu/backend.ts";
import { tensorOf } from "../gpu/kernel.ts";

/** On the GPU; its memory is taken when it is first bound, and it belongs to the scope it is made in. */
export const unwritten = (shape: readonly number[]): Tensor => tensorOf(gpu().makeTensorInfo(shape, "float32"));
