/** @file What a model costs, and when a limit is near. */
import { expect, it } from "vitest";
import { withPenalties } from "./badge.ts";
import { activationBytes, limitReached, maxTrainingBytes, modelBytes, type Totals, trainingBytes } from "./memory.ts";

const totals: Totals = { layers: 2, trainable: 1000, fixed: 24, multiplyAdds: 5000, activations: 300 };

it("counts four bytes a number", () => {
  expect(modelBytes(totals)).toBe(4096);
  expect(activationBytes(totals, 32)).toBe(4 * 300 * 32);
  // Weights, gradients, best weights and two slots; fixed weights twice; activations there and back.
  expect(trainingBytes(totals, 32, 2)).toBe(4 * (5 * 1000 + 2 * 24 + 2 * 300 * 32));
});

it("knows no limit where there is room", () => {
  expect(limitReached(totals, 64, 32, 2, 1e9)).toBeNull();
  expect(limitReached(totals, 64, 32, 2, undefined)).toBeNull();
});

it("names the limit that a larger batch comes to first", () => {
  expect(limitReached(totals, 64, 32, 2, 4 * 64 * 32 - 1)).toBe(4 * 64 * 32 - 1);
  expect(limitReached(totals, 64, 400_000, 2, 1e12)).toBe(maxTrainingBytes);
  const batch = Math.ceil((0.8 * maxTrainingBytes) / (8 * totals.activations));
  expect(limitReached(totals, 1, batch + 1, 0, undefined)).toBe(maxTrainingBytes);
  expect(limitReached(totals, 1, batch - 20, 0, undefined)).toBeNull();
});

it("names the penalties in force", () => {
  expect(withPenalties("64 relu", { units: 64, kernelL2: 0.01, maxNorm: 0 })).toBe("64 relu · L2");
  expect(withPenalties("", { activityL1: 1 })).toBe("output L1");
  expect(withPenalties("64 relu", { kernelL2: 0, kernelL1: "no number" })).toBe("64 relu");
});
