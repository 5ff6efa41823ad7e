/**
 * @file The arithmetic of windows against counting them one by one, and what the shape rules say where a layer cannot
 * take its input.
 */

import { describe, expect, it } from "vitest";
import { fc } from "../../testing/property.ts";
import type { Shape } from "../graph/types.ts";
import { defaultsOf } from "../params/fields.ts";
import type { LayerSpec, ModelContext, ShapeResult } from "./define.ts";
import { type LayerKind, specOf } from "./index.ts";
import { padsOf, placesOf, type Sweep } from "./windows.ts";

const sweeps = fc.record({
  window: fc.integer({ min: 1, max: 7 }),
  stride: fc.integer({ min: 1, max: 4 }),
  dilation: fc.integer({ min: 1, max: 3 }),
  padding: fc.constantFrom("valid" as const, "same" as const, "causal" as const),
});
const sizes = fc.integer({ min: 1, max: 20 });

/** Starts of the window from the first cell of padding on, as long as its last cell lies within the padding's end. */
function counted(size: number, sweep: Sweep, [before, after]: readonly [number, number]): number {
  let places = 0;
  for (let start = -before; start + (sweep.window - 1) * sweep.dilation < size + after; start += sweep.stride) places++;
  return places;
}

describe("windows", () => {
  it("fit as often as they can be laid between the borders", () => {
    fc.assert(
      fc.property(sizes, sweeps, (size, sweep) => {
        expect(Math.max(placesOf(size, sweep), 0)).toBe(counted(size, sweep, padsOf(size, sweep)));
      }),
    );
  });

  it("are padded evenly by “same”, the odd cell at the end, and by no more than is needed", () => {
    fc.assert(
      fc.property(sizes, sweeps, (size, drawn) => {
        const sweep = { ...drawn, padding: "same" as const };
        const [before, after] = padsOf(size, sweep);
        expect([0, 1]).toContain(after - before);
        expect(placesOf(size, sweep)).toBe(Math.ceil(size / sweep.stride));
        if (after > 0) expect(counted(size, sweep, [before, after - 1])).toBe(placesOf(size, sweep) - 1);
      }),
    );
  });

  it("see nothing later with “causal”: the last cell of the first place is the first cell of the input", () => {
    fc.assert(
      fc.property(sizes, sweeps, (size, drawn) => {
        const sweep = { ...drawn, padding: "causal" as const };
        const [before, after] = padsOf(size, sweep);
        expect(-before + (sweep.window - 1) * sweep.dilation).toBe(0);
        expect(after).toBe(0);
      }),
    );
  });
});

const context: ModelContext = { inputShape: [4], task: "multiclass", classes: 3, vocabulary: null };

function shapeOf(kind: LayerKind, input: Shape, params: object = {}): ShapeResult {
  const spec = specOf(kind) as LayerSpec;
  return spec.shape({ params: { ...defaultsOf(spec.fields), ...params } as never, inputs: [input], context });
}

describe("a shape rule says what is wrong, and at which parameter", () => {
  it.each<[LayerKind, Shape, object, object]>([
    ["conv2d", [64], {}, { code: "rankMismatch", context: { needs: "image", rank: 3, has: "row", got: "64" } }],
    [
      "conv2d",
      [4, 9, 1],
      { padding: "valid", kernelSize: [5, 3] },
      { code: "windowTooLarge", context: { axis: "height", size: 4, window: 5 }, field: "kernelSize" },
    ],
    [
      "conv2d",
      [9, 9, 1],
      { padding: "valid", dilationRate: [1, 5] },
      { code: "windowTooLarge", context: { axis: "width", size: 9, window: 11 }, field: "kernelSize" },
    ],
    [
      "conv2d",
      [9, 9, 1],
      { strides: [2, 1], dilationRate: [1, 2] },
      { code: "fieldsConflict", context: { field: "strides", other: "dilationRate" }, field: "dilationRate" },
    ],
    ["conv2d", [9, 9, 3], { groups: 2 }, { code: "notDivisible", context: { field: "groups", size: 3, by: 2 } }],
    [
      "conv1d",
      [9, 4],
      { groups: 4, filters: 6 },
      { code: "notDivisible", context: { field: "groups", size: 6, by: 4 }, field: "groups" },
    ],
    [
      "maxPooling1d",
      [3, 2],
      { poolSize: 4 },
      { code: "windowTooLarge", context: { axis: "steps", size: 3, window: 4 }, field: "poolSize" },
    ],
    ["globalAveragePooling2d", [5, 2], {}, { code: "rankMismatch", context: { needs: "image", has: "sequence" } }],
    [
      "cropping2d",
      [4, 5, 1],
      { cropping: [0, 0, 3, 2] },
      { code: "cropTooLarge", context: { axis: "width", size: 5, crop: 5 }, field: "cropping" },
    ],
    [
      "reshape",
      [64],
      { targetShape: [8, 7, 1] },
      { code: "elementsDiffer", context: { elements: 64, wanted: 56, shape: "8×7×1" }, field: "targetShape" },
    ],
    ["reshape", [64], { targetShape: [-1, 7] }, { code: "elementsDiffer" }],
    ["reshape", [64], { targetShape: [-1, -1] }, { code: "elementsDiffer" }],
    ["reshape", [64], { targetShape: [0, 64] }, { code: "elementsDiffer" }],
    ["reshape", [64], { targetShape: [-1, 0] }, { code: "elementsDiffer" }],
    ["permute", [3, 4], { dims: [1, 1] }, { code: "notAPermutation", context: { dims: "1, 1", rank: 2 } }],
    ["permute", [3, 4], { dims: [2, 1, 3] }, { code: "notAPermutation" }],
    ["repeatVector", [3, 4], {}, { code: "rankMismatch", context: { rank: 1 } }],
  ])("%s on %j with %j", (kind, input, params, refusal) => {
    expect(shapeOf(kind, input, params)).toMatchObject({ ok: false, refusal });
  });

  it("lets an open length take what is left, and a stride of 0 be the pool's own size", () => {
    expect(shapeOf("reshape", [64], { targetShape: [8, -1, 2] })).toEqual({ ok: true, shape: [8, 4, 2] });
    expect(shapeOf("maxPooling2d", [9, 8, 2], { poolSize: [3, 2] })).toEqual({ ok: true, shape: [3, 4, 2] });
    expect(shapeOf("flatten", [5])).toEqual({ ok: true, shape: [5] });
  });
});
