/** @file Models of other programs, read into a graph with their weights. */
import { AppError } from "../../core/fault.ts";
import type { Progress } from "../../core/progress.ts";
import type { EngineApi, ImportedModel, Stream } from "../protocol.ts";

type Query = Parameters<EngineApi["importModel"]>[0];

export async function* importModel(_query: Query, _signal: AbortSignal): Stream<Progress, ImportedModel> {
  throw new AppError("unexpected", { message: "importModel" });
}
