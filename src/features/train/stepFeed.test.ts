/** @file The figures of a run's steps as points: epochs and what is told between them, in order, and no epoch twice. */
import { expect, it } from "vitest";
import type { EpochRecord, TrainProgress } from "../../core/training/types.ts";
import { StepFeed } from "./stepFeed.ts";

const record = (epoch: number, learningRate = epoch / 10): EpochRecord => ({
  epoch,
  loss: 1,
  metric: 1,
  valLoss: null,
  valMetric: null,
  seconds: 1,
  learningRate,
  gradientNorm: epoch === 2 ? null : epoch,
  stepsPerSecond: 100,
  memoryBytes: null,
});
const progress = (epoch: number, step: number): TrainProgress => ({
  epoch,
  epochs: 9,
  step,
  stepsPerEpoch: 4,
  loss: null,
  rowsPerSecond: null,
  etaSeconds: null,
  learningRate: 7,
  gradientNorm: 8,
  stepsPerSecond: 9,
  memoryBytes: 10,
  path: null,
});
const points = (rows: readonly { readonly x: number; readonly raw: readonly (number | null)[] }[]) =>
  rows.map(({ x, raw }) => [x, raw[0]]);

it("puts what is told between epochs between them", () => {
  const feed = new StepFeed();
  expect(points(feed.take([], progress(1, 2)).learningRate)).toEqual([[0.5, 7]]);
  const history = [record(1), record(2)];
  const { learningRate, gradientNorm, memoryBytes } = feed.take(history, progress(3, 1));
  expect(points(learningRate)).toEqual([
    [0.5, 7],
    [1, 0.1],
    [2, 0.2],
    [2.25, 7],
  ]);
  expect(points(gradientNorm)).toEqual([
    [0.5, 8],
    [1, 1],
    [2, null],
    [2.25, 8],
  ]);
  expect(points(memoryBytes).at(-1)).toEqual([2.25, 10]);
});

it("leaves out an epoch that is told again by a late progress", () => {
  const feed = new StepFeed();
  const [one, two] = [record(1), record(2)];
  feed.take([one], progress(2, 1));
  expect(points(feed.take([one], progress(2, 1)).learningRate)).toHaveLength(2);
  // The page hears of the next epoch's steps before the record of the last one: the record is at an earlier place.
  expect(points(feed.take([one, two], progress(3, 0)).learningRate).map(([x]) => x)).toEqual([1, 1.25, 2]);
});

it("begins anew where the run went back to an earlier epoch, or another run is shown", () => {
  const feed = new StepFeed();
  const before = [record(1), record(2), record(3)];
  feed.take(before, null);
  const again = [...before, record(2, 5), record(3, 6)];
  expect(points(feed.take(again, null).learningRate)).toEqual([
    [1, 0.1],
    [2, 5],
    [3, 6],
  ]);
  expect(points(feed.take([record(1, 9)], null).learningRate)).toEqual([[1, 9]]);
});
