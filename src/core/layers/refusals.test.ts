import { describe, expect, it } from "vitest";
import type { Shape } from "../graph/types.ts";
import { defaultsOf } from "../params/fields.ts";
import type { KerasValue, ModelContext } from "./define.ts";
import { type LayerKind, specOf } from "./index.ts";

const context: ModelContext = { inputShape: [5], task: "regression", classes: 0, vocabulary: null };

function shapeOf(kind: LayerKind, inputs: readonly Shape[], params: object = {}) {
  const spec = specOf(kind);
  if (spec === null) throw new Error(`${kind} is a layer`);
  const result = spec.shape({ params: { ...defaultsOf(spec.fields), ...params } as never, inputs, context });
  return result.ok ? result.shape : result.refusal;
}

describe("what a layer cannot take is refused, with the numbers that are at fault", () => {
  it.each<[LayerKind, readonly Shape[], object, object]>([
    ["prelu", [[4, 3]], { sharedAxes: [1, 3] }, { code: "axisOutOfRange", context: { axis: 3, rank: 2 } }],
    ["groupNormalization", [[4, 6]], { groups: 4 }, { code: "notDivisible", context: { size: 6, by: 4 } }],
    ["groupNormalization", [[4, 6]], { groups: 0 }, { code: "notDivisible", field: "groups" }],
    [
      "spatialDropout1d",
      [[4]],
      {},
      { code: "rankMismatch", context: { rank: 2, needs: "sequence", has: "row", got: "4" } },
    ],
    [
      "spatialDropout2d",
      [[4, 3]],
      {},
      { code: "rankMismatch", context: { rank: 3, needs: "image", has: "sequence", got: "4×3" } },
    ],
    ["subtract", [[4], [3]], {}, { code: "shapesDiffer", context: { shapes: "4, 3" } }],
    ["maximum", [[4], [4], [4, 1]], {}, { code: "shapesDiffer" }],
    ["concatenate", [[4], [3]], { axis: 0 }, { code: "axisOutOfRange", field: "axis" }],
    ["concatenate", [[4], [3]], { axis: 2 }, { code: "axisOutOfRange", context: { axis: 2, rank: 1 } }],
    ["concatenate", [[4, 2], [3, 3]], { axis: 1 }, { code: "shapesDiffer" }], // biome-ignore format: one case a line
    ["dot", [[4], [3]], {}, { code: "dotSizesDiffer", context: { first: 4, second: 3 } }],
    ["dot", [[4], [4]], { axes: [1, 2] }, { code: "axisOutOfRange", field: "axes" }],
    ["dot", [[4, 4, 4], [4]], {}, { code: "rankMismatch", context: { got: "4×4×4" } }],
    ["randomFlip", [[8, 8]], {}, { code: "rankMismatch", context: { rank: 3 } }],
    ["randomContrast", [[8, 8, 1]], { valueMin: 1, valueMax: 1 }, { code: "rangeEmpty", field: "valueMin" }],
  ])("%s %j %j", (kind, inputs, params, refusal) => {
    expect(shapeOf(kind, inputs, params)).toMatchObject(refusal);
  });

  it("a third input of a layer of two leaves the shape open", () => {
    expect(shapeOf("subtract", [[4], [4], [4]])).toEqual({ code: "noInputShape" });
    expect(shapeOf("dot", [[4], [4], [4]])).toEqual({ code: "noInputShape" });
  });
});

describe("a Keras call is read as the parameters it means", () => {
  it.each<[LayerKind, Readonly<Record<string, KerasValue>>, object | null]>([
    ["leakyRelu", { alpha: 0.2 }, { negativeSlope: 0.2 }],
    ["leakyRelu", { negativeSlope: 0.1 }, { negativeSlope: 0.1 }],
    ["leakyRelu", {}, { negativeSlope: 0.3 }],
    ["prelu", { sharedAxes: 1 }, { sharedAxes: [1] }],
    ["prelu", { sharedAxes: null }, { sharedAxes: [] }],
    ["dot", { axes: 1 }, { axes: [1, 1], normalize: false }],
    ["dot", { axes: [2, 1], normalize: true }, { axes: [2, 1], normalize: true }],
    ["dot", { axes: "1" }, null],
    ["randomRotation", { factor: [-0.25, 0.25], fillMode: "wrap", seed: 1 }, { factor: 0.25 }],
    ["randomRotation", { factor: [-0.1, 0.25] }, null],
    ["randomZoom", { heightFactor: 0.3 }, { heightFactor: 0.3, keepRatio: true }],
    ["randomZoom", { heightFactor: 0.3, widthFactor: null }, { heightFactor: 0.3, keepRatio: true }],
    ["randomZoom", { heightFactor: 0.3, widthFactor: 0.1 }, { heightFactor: 0.3, widthFactor: 0.1, keepRatio: false }],
    ["randomBrightness", { factor: 0.2, valueRange: [0, 1] }, { factor: 0.2, valueMin: 0, valueMax: 1 }],
    ["randomContrast", { factor: 0.2, valueRange: "0" }, null],
  ])("%s %j", (kind, args, params) => {
    expect(specOf(kind)?.read?.(args)).toEqual(params);
  });
});
