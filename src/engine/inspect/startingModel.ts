/** @file A model as training would begin with it: weights drawn from the seed, or the stored ones to start from. */
import type { KerasModel } from "../../core/graph/compile.ts";
import type { Weights } from "../../core/training/checkpoint.ts";
import { buildModel, type TrainableModel, writeMatching } from "../model/build.ts";

export function startingModel(
  keras: KerasModel,
  seed: number,
  start: Weights | null,
): { readonly model: TrainableModel; readonly giveBack: () => void } {
  const model = buildModel(keras, seed);
  if (start !== null) writeMatching(model.weights, start);
  return { model, giveBack: () => model.dispose() };
}
