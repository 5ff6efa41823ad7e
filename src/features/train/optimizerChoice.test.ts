/** @file A learning rate is replaced only where it was nobody's choice. */
import { describe, expect, it } from "vitest";
import { defaultTraining } from "../../core/training/types.ts";
import { withOptimizer } from "./optimizerChoice.ts";

describe("withOptimizer", () => {
  it("takes the new default for an untouched rate", () => {
    expect(withOptimizer(defaultTraining, "sgd").learningRate).toBe(0.01);
  });
  it("leaves a rate of the user's own", () => {
    expect(withOptimizer({ ...defaultTraining, learningRate: 0.003 }, "sgd")).not.toHaveProperty("learningRate");
  });
  it("keeps the parameters both optimizers know", () => {
    const config = { ...defaultTraining, optimizerParams: { beta1: 0.5, epsilon: 1e-6 } };
    expect(withOptimizer(config, "rmsprop").optimizerParams).toEqual({ epsilon: 1e-6 });
  });
});
