import { describe, expect, it } from "vitest";
import type { Shape } from "../graph/types.ts";
import { defaultsOf } from "../params/fields.ts";
import type { LayerSpec, ModelContext } from "./define.ts";
import { type LayerKind, specOf } from "./index.ts";
import { sinePositions } from "./positionEmbedding.ts";

const words: ModelContext = { inputShape: [20], task: "multiclass", classes: 3, vocabulary: 100 };
const numbers: ModelContext = { ...words, vocabulary: null };

const argsOf = (kind: LayerKind, inputs: readonly Shape[], params: object = {}, context = words) => {
  const spec = specOf(kind) as LayerSpec;
  return { spec, args: { params: { ...defaultsOf(spec.fields), ...params } as never, inputs, context } };
};
const shape = (...given: Parameters<typeof argsOf>) => {
  const { spec, args } = argsOf(...given);
  return spec.shape(args);
};
const count = (...given: Parameters<typeof argsOf>) => {
  const { spec, args } = argsOf(...given);
  return spec.parameters(args).trainable;
};
const inner = (kind: LayerKind, params: object) => ({
  layer: { kind, params: { ...defaultsOf((specOf(kind) as LayerSpec).fields), ...params } },
});

describe("parameters as Keras 3's `count_params` gives them", () => {
  // From the shapes of Keras's weights: kernel [8, gates · 32], recurrent_kernel [32, gates · 32], bias.
  it.each([
    ["simpleRnn", {}, 8 * 32 + 32 * 32 + 32],
    ["lstm", {}, 8 * 128 + 32 * 128 + 128],
    ["lstm", { useBias: false }, 8 * 128 + 32 * 128],
    ["gru", {}, 8 * 96 + 32 * 96 + 2 * 96],
    ["gru", { resetAfter: false }, 8 * 96 + 32 * 96 + 96],
    ["bidirectional", inner("lstm", { units: 32 }), 2 * 5248],
    ["timeDistributed", inner("dense", { units: 5 }), 45],
    ["positionEmbedding", {}, 160],
    ["positionEmbedding", { positions: "sine" }, 0],
    ["multiHeadAttention", { numHeads: 2, keyDim: 3 }, 3 * (8 * 6 + 6) + 6 * 8 + 8],
    ["multiHeadAttention", { numHeads: 2, keyDim: 3, valueDim: 5 }, 2 * (8 * 6 + 6) + (8 * 10 + 10) + 10 * 8 + 8],
  ] as const)("%s %j on 20×8", (kind, params, expected) => {
    expect(count(kind, [[20, 8]], params)).toBe(expected);
  });

  it("counts an embedding's table alone", () => {
    expect(count("embedding", [[20]], { inputDim: 100, outputDim: 7 })).toBe(700);
  });
});

describe("shapes", () => {
  it.each([
    ["lstm", [[20, 8]], {}, [32]],
    ["lstm", [[20, 8]], { returnSequences: true }, [20, 32]],
    ["bidirectional", [[20, 8]], inner("gru", { units: 4 }), [8]],
    ["bidirectional", [[20, 8]], { ...inner("gru", { units: 4, returnSequences: true }), mergeMode: "sum" }, [20, 4]],
    ["embedding", [[20]], { outputDim: 7 }, [20, 7]],
    ["timeDistributed", [[5, 6, 6, 2]], inner("globalAveragePooling2d", {}), [5, 2]],
    [
      "multiHeadAttention",
      [
        [4, 6],
        [3, 5],
      ],
      {},
      [4, 6],
    ],
  ] as const)("%s on %j %j", (kind, inputs, params, expected) => {
    expect(shape(kind, inputs, params)).toEqual({ ok: true, shape: expected });
  });
});

describe("refusals say what is needed", () => {
  it("of axes", () => {
    for (const kind of ["lstm", "gru", "simpleRnn", "bidirectional", "masking", "multiHeadAttention"] as const) {
      const refusal = { code: "rankMismatch", context: { needs: "sequence", rank: 2, has: "row", got: "8" } };
      expect(shape(kind, [[8]])).toEqual({ ok: false, refusal });
    }
    expect(shape("timeDistributed", [[8]])).toMatchObject({ refusal: { code: "rankMismatch", context: { rank: 2 } } });
  });

  it("of a wrapped layer, counted with the axis of the steps", () => {
    expect(shape("timeDistributed", [[4, 5, 6]], inner("conv2d", {}))).toMatchObject({
      refusal: { code: "rankMismatch", context: { needs: "film", rank: 4, has: "image", got: "4×5×6" } },
    });
    const wide = inner("conv2d", { kernelSize: [9, 9], padding: "valid" });
    expect(shape("timeDistributed", [[4, 5, 6, 1]], wide)).toMatchObject({ refusal: { code: "windowTooLarge" } });
  });

  it("of values that are no word numbers, and of a vocabulary that is too small", () => {
    expect(shape("embedding", [[20]], {}, numbers)).toMatchObject({ refusal: { code: "tokensExpected" } });
    expect(shape("embedding", [[20]], { inputDim: 99 })).toEqual({
      ok: false,
      refusal: { code: "vocabularyTooSmall", context: { size: 99, needed: 100 }, field: "inputDim" },
    });
    expect(shape("embedding", [[20]], { inputDim: 100 }).ok).toBe(true);
    // Without data nothing is known, and nothing is wrong.
    expect(shape("embedding", [[20]], {}, { ...numbers, inputShape: null }).ok).toBe(true);
  });

  it("of keys that are not as many as the values", () => {
    const inputs = [
      [4, 6],
      [3, 5],
      [2, 5],
    ];
    expect(shape("multiHeadAttention", inputs)).toMatchObject({
      refusal: { code: "shapesDiffer", context: { shapes: "3×5, 2×5" } },
    });
  });
});

it("sine positions begin with 0 and 1, and turn once in 2π steps in the first pair of columns", () => {
  const features = 4;
  const rows = sinePositions(8, features);
  expect(rows.slice(0, features)).toEqual([0, 1, 0, 1]);
  for (let step = 0; step < 8; step++) {
    expect(rows[step * features]).toBeCloseTo(Math.sin(step), 12);
    expect(rows[step * features + 3]).toBeCloseTo(Math.cos(step / 100), 12);
  }
});
