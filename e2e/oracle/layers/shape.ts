/** @file Cases of the layers that change the shape of what they get, or its scale. */
import type { LayerCase } from "./case.ts";

export const cases: readonly LayerCase[] = [
  { kind: "flatten", inputs: [[2, 3, 4]] },
  { kind: "flatten", inputs: [[3, 4]] },
  { kind: "flatten", inputs: [[5]], note: "a flat row" },
  { kind: "reshape", inputs: [[2, 3, 4]], params: { targetShape: [4, 6] } },
  { kind: "reshape", inputs: [[12]], params: { targetShape: [2, 3, 2] } },
  { kind: "reshape", inputs: [[3, 4]], params: { targetShape: [-1, 2] }, note: "an open length" },
  { kind: "permute", inputs: [[3, 4]] },
  { kind: "permute", inputs: [[2, 3, 4]], params: { dims: [3, 1, 2] } },
  { kind: "repeatVector", inputs: [[4]] },
  { kind: "repeatVector", inputs: [[4]], params: { n: 1 } },
  { kind: "rescaling", inputs: [[3, 4]] },
  { kind: "rescaling", inputs: [[2, 3, 2]], params: { scale: 1 / 127.5, offset: -1 } },
];
