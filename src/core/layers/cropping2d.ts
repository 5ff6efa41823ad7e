/** @file Cropping2D: cuts rows and columns off the sides of an image. */
import { ints } from "../params/fields.ts";
import { kerasSides, sidesOf, sidesText } from "./borders.ts";
import { defineLayer, gives, oneInput, refuses, unknownShape } from "./define.ts";
import { noMultiplyAdds, noParameters, wrongRank } from "./sameShape.ts";

/** Largest cut of a side. */
const maxSide = 512;

export const cropping2d = defineLayer({
  kind: "cropping2d",
  title: "Cropping2D",
  group: "convolution",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: {
    cropping: { ...ints({ default: [1, 1, 1, 1], length: 4, min: 0, max: maxSide }), kerasDefault: [0, 0, 0, 0] },
  },
  badge: ({ cropping }) => sidesText(cropping),
  shape: ({ params, inputs: [input] }) => {
    if (input === undefined) return unknownShape;
    if (input.length !== 3) return wrongRank(3, input);
    const [height = 0, width = 0, channels = 0] = input;
    const { top, bottom, left, right } = sidesOf(params.cropping);
    const cuts = [
      { axis: "height", size: height, crop: top + bottom },
      { axis: "width", size: width, crop: left + right },
    ] as const;
    const tooLarge = cuts.find(({ size, crop }) => crop >= size);
    if (tooLarge !== undefined) return refuses({ code: "cropTooLarge", context: tooLarge, field: "cropping" });
    return gives([height - top - bottom, width - left - right, channels]);
  },
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => ({ className: "Cropping2D", args: { cropping: kerasSides(params.cropping) } }),
  torch: ({ params, output: [height = 0, width = 0] }, emit) => {
    const { names, layout } = emit.alike();
    const { top, left } = sidesOf(params.cropping);
    const before = layout === "first" ? ":, :" : ":";
    return emit.value(`${names[0]}[${before}, ${top}:${top + height}, ${left}:${left + width}]`, layout);
  },
  onnx: ({ params, output: [height = 0, width = 0] }, emit) => {
    const { names, layout } = emit.alike();
    const { top, left } = sidesOf(params.cropping);
    const starts = emit.ints([top, left]);
    const ends = emit.ints([top + height, left + width]);
    const axes = emit.ints(layout === "first" ? [2, 3] : [1, 2]);
    return emit.value(emit.node("Slice", [names[0] as string, starts, ends, axes]), layout);
  },
});
