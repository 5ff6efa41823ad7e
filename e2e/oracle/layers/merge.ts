/** @file Cases of layers that take several inputs. */
import type { Shape } from "../../../src/core/graph/types.ts";
import type { LayerCase } from "./case.ts";

const equal = (count: number, shape: Shape): readonly Shape[] => Array<Shape>(count).fill(shape);

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
];
