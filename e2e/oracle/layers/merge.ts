/** @file Cases of layers that take several inputs. */
import { makeNode } from "../../../src/core/graph/edit.ts";
import type { Graph, Shape } from "../../../src/core/graph/types.ts";
import type { LayerCase } from "./case.ts";

const equal = (count: number, shape: Shape): readonly Shape[] => Array<Shape>(count).fill(shape);

/** Padded sequences: one branch knows which steps count, and the other may not. */
const branches = (axis: number, ...rest: Graph["nodes"]): Graph => ({
  nodes: [
    makeNode("input", "input_1", []),
    makeNode("masking", "masking_1", ["input_1"]),
    makeNode("layerNormalization", "norm_1", ["masking_1"]),
    makeNode("prelu", "prelu_1", ["norm_1"]),
    makeNode("batchNormalization", "norm_2", ["prelu_1"]),
    makeNode("activation", "other_1", ["masking_1"], { activation: "tanh" }),
    ...rest,
    makeNode("concatenate", "both_1", ["norm_2", "other_2"], { axis }),
    makeNode("lstm", "last", ["both_1"], { units: 3 }),
    makeNode("output", "output_1", ["last"]),
  ],
});
const masked = makeNode("add", "other_2", ["other_1", "masking_1"]);
/** Flatten ends a mask. */
const unmasked = [
  makeNode("flatten", "flat_1", ["other_1"]),
  makeNode("reshape", "other_2", ["flat_1"], { targetShape: [4, 3] }),
];
/** Another mask: no step holds this number throughout. */
const otherwise = [
  makeNode("masking", "masking_2", ["other_1"], { maskValue: 5 }),
  makeNode("subtract", "other_2", ["masking_1", "masking_2"]),
];

export const cases: readonly LayerCase[] = [
  ...(["add", "multiply", "average", "maximum", "minimum"] as const).flatMap((kind): LayerCase[] => [
    { kind, inputs: equal(2, [5]) },
    { kind, inputs: equal(3, [3, 4]) },
    { kind, inputs: equal(3, [2, 3, 4]) },
  ]),
  { kind: "subtract", inputs: equal(2, [5]) },
  { kind: "subtract", inputs: equal(2, [2, 3, 4]) },
  { kind: "concatenate", inputs: [[3], [1], [2]] },
  {
    kind: "concatenate",
    inputs: [
      [2, 3, 1],
      [2, 3, 4],
    ],
  },
  ...([1, 2, 3, -2, -3] as const).map((axis): LayerCase => {
    const other = [2, 3, 4].map((n, at) => (at === (axis < 0 ? axis + 3 : axis - 1) ? n + 1 : n));
    return { kind: "concatenate", inputs: [[2, 3, 4], other], params: { axis } };
  }),
  { kind: "concatenate", inputs: equal(2, [3, 4]), params: { axis: 1 } },
  { kind: "dot", inputs: equal(2, [5]) },
  { kind: "dot", inputs: equal(2, [5]), params: { normalize: true }, note: "cosine" },
  {
    kind: "dot",
    inputs: [
      [2, 4],
      [3, 4],
    ],
  },
  {
    kind: "dot",
    inputs: [
      [4, 2],
      [3, 4],
    ],
    params: { axes: [1, 2], normalize: true },
  },
  {
    kind: "dot",
    inputs: [
      [4, 2],
      [4, 3],
    ],
    params: { axes: [1, -2] },
  },
  { kind: "dot", inputs: [[4], [3, 4]], note: "a vector and a sequence" },
  { kind: "dot", inputs: [[4, 3], [4]], params: { axes: [1, 1], normalize: true } },
  ...([1, -1] as const).flatMap((axis): LayerCase[] => [
    { kind: "concatenate", inputs: [[4, 3]], padded: true, graph: branches(axis, masked), note: `masks, axis ${axis}` },
    {
      kind: "concatenate",
      inputs: [[4, 3]],
      padded: true,
      graph: branches(axis, ...unmasked),
      note: `one mask, axis ${axis}`,
    },
    {
      kind: "concatenate",
      inputs: [[4, 3]],
      padded: true,
      graph: branches(axis, ...otherwise),
      note: `different masks, axis ${axis}`,
    },
  ]),
];
