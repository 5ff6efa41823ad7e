/** @file A feed gives the same points whether a history comes at once or epoch by epoch, and survives a resumed run. */
import { describe, expect, it } from "vitest";
import type { EpochRecord } from "../../core/training/types.ts";
import { CurveFeed, withoutRepeats } from "./curveFeed.ts";

const record = (epoch: number, loss = 1 / epoch): EpochRecord => ({
  epoch,
  loss,
  metric: 1 - loss,
  valLoss: loss * 1.1,
  valMetric: null,
  seconds: 0.1,
  learningRate: 0.001,
  gradientNorm: null,
  stepsPerSecond: null,
  memoryBytes: null,
});
const epochs = (count: number) => Array.from({ length: count }, (_, i) => record(i + 1));

describe("CurveFeed", () => {
  it("folds epoch by epoch to what it folds at once", () => {
    const history = epochs(1000);
    const live = new CurveFeed(0.6);
    for (let n = 1; n <= history.length; n += 7) live.take(history.slice(0, n));
    expect(live.take(history)).toEqual(new CurveFeed(0.6).take(history));
  });

  it("gives the same object while nothing is new, so that nothing is drawn again", () => {
    const feed = new CurveFeed(0);
    const history = epochs(5);
    expect(feed.take(history)).toBe(feed.take(history));
    expect(feed.take([...history, record(6)]).loss).toHaveLength(6);
  });

  it("starts over with another run's history", () => {
    const feed = new CurveFeed(0);
    feed.take(epochs(10));
    expect(feed.take([record(1, 7)]).loss.map(({ raw }) => raw[0])).toEqual([7]);
  });

  it("lets the later telling of an epoch count", () => {
    const resumed = [...epochs(10), record(9, 5), record(10, 6), record(11, 7)];
    expect(withoutRepeats(resumed).map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    const feed = new CurveFeed(0);
    feed.take(epochs(10));
    expect(
      feed
        .take(resumed)
        .loss.slice(8)
        .map(({ raw }) => raw[0]),
    ).toEqual([5, 6, 7]);
  });
});
