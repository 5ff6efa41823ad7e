/** @file ZeroPadding2D: rows and columns of zeros around an image. */
import type { OnnxValue } from "../export/onnx/emitter.ts";
import type { TorchValue } from "../export/torch/emitter.ts";
import { ints } from "../params/fields.ts";
import { kerasSides, sidesOf, sidesText } from "./borders.ts";
import { defineLayer, gives, oneInput, unknownShape } from "./define.ts";
import { noMultiplyAdds, noParameters, wrongRank } from "./sameShape.ts";

/** Largest padding of a side. */
const maxSide = 512;

export const zeroPadding2d = defineLayer({
  kind: "zeroPadding2d",
  title: "ZeroPadding2D",
  group: "convolution",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: { padding: ints({ default: [1, 1, 1, 1], length: 4, min: 0, max: maxSide }) },
  badge: ({ padding }) => sidesText(padding),
  shape: ({ params, inputs: [input] }) => {
    if (input === undefined) return unknownShape;
    if (input.length !== 3) return wrongRank(3, input);
    const [height = 0, width = 0, channels = 0] = input;
    const { top, bottom, left, right } = sidesOf(params.padding);
    return gives([height + top + bottom, width + left + right, channels]);
  },
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => ({ className: "ZeroPadding2D", args: { padding: kerasSides(params.padding) } }),
  torch: ({ params }, emit) => {
    const [x] = emit.x as readonly [TorchValue];
    const { top, bottom, left, right } = sidesOf(params.padding);
    return emit.value(`F.pad(${emit.first(x)}, (${left}, ${right}, ${top}, ${bottom}))`, "first");
  },
  onnx: ({ params }, emit) => {
    const [x] = emit.x as readonly [OnnxValue];
    const { top, bottom, left, right } = sidesOf(params.padding);
    const pads = emit.ints([0, 0, top, left, 0, 0, bottom, right]);
    // A Pad of exactly 0 is merged by ONNX Runtime into a pooling behind it, which then leaves the zeros out.
    const nearlyZero = emit.floats([1e-30], []);
    return emit.value(emit.node("Pad", [emit.first(x), pads, nearlyZero], { mode: "constant" }), "first");
  },
});
