/** @file What a job trains, for all that build its model: training, the look ahead, the range test. */
import { modelContextOf } from "../../core/data/modelContext.ts";
import type { Recipe } from "../../core/data/recipe.ts";
import { AppError } from "../../core/fault.ts";
import { type Compiled, compile, type KerasModel } from "../../core/graph/compile.ts";
import type { Weights } from "../../core/training/checkpoint.ts";
import type { TrainJob } from "../../core/training/types.ts";

/** The job's graph for its prepared data. Throws where it does not compile: the page asks for no such job. */
export function compiledJob(
  { graph }: TrainJob,
  recipe: Recipe,
): { readonly compiled: Compiled; readonly keras: KerasModel } {
  const compiled = compile(graph, modelContextOf(recipe));
  const { model: keras, issues } = compiled;
  if (keras === null) throw new AppError("unexpected", { message: issues.map(({ code }) => code).join(", ") });
  return { compiled, keras };
}

/** The weights the job starts from; null where all are drawn by chance. Throws where they are gone. */
export async function startWeightsOf(
  { startWeights }: TrainJob,
  load: (id: string) => Promise<Weights | null>,
): Promise<Weights | null> {
  if (startWeights == null) return null;
  const weights = await load(startWeights.id);
  if (weights === null) throw new AppError("notFound", { what: startWeights.source });
  return weights;
}
