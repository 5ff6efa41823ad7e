/** @file Each number of an output is drawn where it belongs. */
import { describe, expect, it } from "vitest";
import type { InspectedOutput } from "../../core/graph/inspected.ts";
import type { Shape } from "../../core/graph/types.ts";
import { firstNumbers, picturesOf } from "./samplePicture.ts";

const elements = (shape: Shape) => shape.reduce((product, n) => product * n, 1);
/** Each number tells its own place in memory. */
const outputOf = (shape: Shape): InspectedOutput => ({
  shape,
  shown: shape,
  values: Float32Array.from({ length: elements(shape) }, (_, i) => i),
  min: 0,
  max: elements(shape) - 1,
  mean: (elements(shape) - 1) / 2,
});

describe("pictures", () => {
  it("of a few numbers are bars, of many a square with nothing left over but empty cells", () => {
    expect(picturesOf(outputOf([3]), 4)).toMatchObject([{ kind: "bars" }]);
    const [square] = picturesOf(outputOf([50]), 4);
    expect(square).toMatchObject({ kind: "cells", width: 8, height: 7 });
    if (square?.kind !== "cells") return;
    expect([...square.values].filter((value) => !Number.isNaN(value))).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  it("of a sequence run from left to right", () => {
    const [lines] = picturesOf(outputOf([4, 2]), 4);
    expect(lines).toMatchObject({ kind: "lines", steps: 4 });
    if (lines?.kind !== "lines") return;
    expect(lines.series.map((one) => [...one])).toEqual([
      [0, 2, 4, 6],
      [1, 3, 5, 7],
    ]);
    const [heat] = picturesOf(outputOf([2, 3]), 4);
    if (heat?.kind !== "cells") throw new Error("three features are a heat map");
    expect([...heat.values]).toEqual([0, 3, 1, 4, 2, 5]);
  });

  it("of feature maps are one a channel, as many as there is room for", () => {
    const maps = picturesOf(outputOf([2, 3, 5]), 4);
    expect(maps).toHaveLength(4);
    const [, second] = maps;
    if (second?.kind !== "cells") throw new Error("a channel is an image");
    expect([second.width, second.height]).toEqual([3, 2]);
    expect([...second.values]).toEqual([1, 6, 11, 16, 21, 26]);
  });
});

it("names the place of each number", () => {
  const rows = firstNumbers(outputOf([2, 3, 5]), 17);
  expect(rows).toHaveLength(17);
  expect(rows[0]).toEqual({ place: "0, 0, 0", value: 0 });
  expect(rows[16]).toEqual({ place: "1, 0, 1", value: 16 });
});
