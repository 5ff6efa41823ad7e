/** @file The type of a tensor's numbers on the device, which is not always what the tensor says. */
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { gpu } from "../gpu/backend.ts";

/** tfjs casts integers and truth values to float32 by relabelling them: the buffer keeps the type it was written with. */
export const storedType = ({ dataId }: TensorInfo) => gpu().tensorMap.get(dataId).dtype;
