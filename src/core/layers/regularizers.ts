/**
 * @file Penalties and limits on a layer's weights and outputs, shared by all layers that have weights: fields, and the
 * Keras arguments they become. The training loop applies them itself (see `engine/model/penalties.ts`), since tfjs
 * knows no penalty on outputs; 0 means none.
 */
import { float } from "../params/fields.ts";
import type { KerasCall } from "./define.ts";

const strength = () => float({ default: 0, min: 0, max: 1000, advanced: true });

export const kernelPenalties = { kernelL1: strength(), kernelL2: strength(), maxNorm: strength() };
export const biasPenalties = { biasL1: strength(), biasL2: strength() };
export const activityPenalties = { activityL1: strength(), activityL2: strength() };
/** For layers with a kernel and a bias. */
export const penalties = { ...kernelPenalties, ...biasPenalties, ...activityPenalties };

type Strengths = { readonly [K in keyof typeof penalties]?: number };

const l1l2 = (l1 = 0, l2 = 0): KerasCall | null =>
  l1 === 0 && l2 === 0 ? null : { className: "L1L2", args: { l1, l2 } };

/**
 * The Keras arguments of the penalties in force; those of strength 0 are left out. `normAxis`: the axes of the kernel
 * over which a unit's weights lie, for max-norm (Dense [0], Conv2D [0, 1, 2]).
 */
export function penaltyArgs(params: Strengths, normAxis: readonly number[]): KerasCall["args"] {
  const { kernelL1, kernelL2, biasL1, biasL2, activityL1, activityL2, maxNorm = 0 } = params;
  const all: Record<string, KerasCall | null> = {
    kernelRegularizer: l1l2(kernelL1, kernelL2),
    biasRegularizer: l1l2(biasL1, biasL2),
    activityRegularizer: l1l2(activityL1, activityL2),
    kernelConstraint: maxNorm === 0 ? null : { className: "MaxNorm", args: { maxValue: maxNorm, axis: normAxis } },
  };
  return Object.fromEntries(Object.entries(all).filter(([, call]) => call !== null));
}
