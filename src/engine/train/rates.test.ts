/** @file The learning rate of a run under way: changed by hand, lowered on a plateau, resumed, forked. */
import { expect, it } from "vitest";
import type { Checkpoint } from "../../core/training/checkpoint.ts";
import { defaultTraining, type TrainingConfig } from "../../core/training/types.ts";
import { Rates } from "./rates.ts";

const config: TrainingConfig = {
  ...defaultTraining,
  learningRate: 0.1,
  schedule: { kind: "plateau", params: { factor: 0.5, patience: 2 }, warmup: 0 },
};
const checkpointOf = (rates: Rates): Checkpoint => ({
  runId: "one",
  epoch: 4,
  step: 40,
  weights: [],
  slots: [],
  best: null,
  wait: 0,
  ...rates.kept,
});

function lowered(): Rates {
  const rates = new Rates(config);
  for (const loss of [1, 1, 1]) rates.ended(loss);
  return rates;
}

it("is lowered on a plateau, and resumed as it was left", () => {
  const rates = lowered();
  expect(rates.at(4, 0, 10)).toBeCloseTo(0.05, 12);
  const again = new Rates(config);
  again.resume(checkpointOf(rates));
  expect(again.at(4, 0, 10)).toBeCloseTo(0.05, 12);
});

it("is what was set by hand from that update on, also where the run is resumed", () => {
  const rates = lowered();
  expect(rates.change(34, 0.2)).toEqual({ update: 34, rate: 0.2 });
  expect(rates.at(4, 4, 10)).toBe(0.2);
  const again = new Rates(config);
  again.resume(checkpointOf(rates));
  expect([again.at(4, 4, 10), again.changes]).toEqual([0.2, [{ update: 34, rate: 0.2 }]]);
});

it("is the fork's own, whatever was done to the run it comes from", () => {
  const rates = lowered();
  rates.change(34, 0.2);
  for (const loss of [1, 1]) rates.ended(loss);
  const forked = new Rates({ ...config, learningRate: 0.01 });
  forked.fork(checkpointOf(rates));
  expect([forked.at(5, 0, 10), forked.changes]).toEqual([0.01, []]);
});
