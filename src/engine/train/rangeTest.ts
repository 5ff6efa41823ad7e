/** @file The range test: a few batches at rising learning rates, which store nothing. */
import { AppError } from "../../core/fault.ts";
import type { RangePoint } from "../../core/training/types.ts";
import type { Stream } from "../protocol.ts";

// biome-ignore lint/correctness/useYield: it refuses until the trainer can be driven from here
export async function* rangeTest(): Stream<readonly RangePoint[], readonly RangePoint[]> {
  throw new AppError("unexpected", { message: "the range test is not available" });
}
