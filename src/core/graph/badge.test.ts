/** @file Which penalties a layer's card names. */
import { expect, it } from "vitest";
import { withPenalties } from "./badge.ts";

it("names the penalties in force", () => {
  expect(withPenalties("64 relu", { units: 64, kernelL2: 0.01, maxNorm: 0 })).toBe("64 relu · L2");
  expect(withPenalties("", { activityL1: 1 })).toBe("output L1");
  expect(withPenalties("64 relu", { kernelL2: 0, kernelL1: "no number" })).toBe("64 relu");
});
