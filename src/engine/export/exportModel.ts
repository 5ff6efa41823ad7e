/** @file A finished run's model in another form: source, weights, one file. */
import { AppError } from "../../core/fault.ts";
import type { Progress } from "../../core/progress.ts";
import type { Weights } from "../../core/training/checkpoint.ts";
import type { EngineApi, ExportedModel, Stream } from "../protocol.ts";

type Query = Parameters<EngineApi["exportModel"]>[0];
type LoadWeights = (runId: string) => Promise<Weights | null>;

export async function* exportModel(
  _query: Query,
  _load: LoadWeights,
  _signal: AbortSignal,
): Stream<Progress, ExportedModel> {
  throw new AppError("unexpected", { message: "exportModel" });
}
