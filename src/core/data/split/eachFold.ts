/** @file The trainings that a split into folds, or with one group left out, is made for: the same but for what is held out. */
import { assertNever } from "../../fault.ts";
import type { SplitConfig } from "../types.ts";

/** How many folds there are where nothing else was said. */
export const defaultFolds = 5;
/** Each group that is left out is a training of its own: nobody waits for more of them, and no list shows them. */
export const groupLimit = 200;

/** One configuration a fold or a group, in their order; none where the split holds out one part only. */
export function eachFold(config: SplitConfig, groups: readonly string[]): readonly SplitConfig[] {
  switch (config.strategy) {
    case "kFold": {
      const folds = config.folds ?? defaultFolds;
      return Array.from({ length: folds }, (_, fold) => ({ ...config, folds, fold }));
    }
    case "leaveOneGroupOut":
      return groups.map((group) => ({ ...config, group }));
    case "stratified":
    case "random":
    case "chronological":
    case "group":
    case "column":
      return [];
    default:
      return assertNever(config.strategy);
  }
}
