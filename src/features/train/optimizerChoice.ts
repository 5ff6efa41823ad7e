/** @file Changing the optimizer: what carries over to the new one. */
import { type OptimizerName, optimizers } from "../../core/training/optimizers.ts";
import type { TrainingConfig } from "../../core/training/types.ts";

/**
 * The settings to change with the optimizer. A learning rate of the user's own stays; the old optimizer's default becomes
 * the new one's. Parameters that both know (momentum, epsilon) stay.
 */
export function withOptimizer(config: TrainingConfig, optimizer: OptimizerName): Partial<TrainingConfig> {
  const untouched = config.learningRate === optimizers[config.optimizer].defaultLearningRate;
  const kept = Object.entries(config.optimizerParams).filter(([name]) =>
    Object.hasOwn(optimizers[optimizer].fields, name),
  );
  return {
    optimizer,
    optimizerParams: Object.fromEntries(kept),
    ...(untouched ? { learningRate: optimizers[optimizer].defaultLearningRate } : {}),
  };
}
