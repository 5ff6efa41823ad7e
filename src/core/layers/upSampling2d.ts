/**
 * @file UpSampling2D: an image a whole number of times larger. "bilinear" samples at the centres of cells, and goes on
 * with the outermost cell beyond the borders.
 */
import type { OnnxValue } from "../export/onnx/emitter.ts";
import type { TorchValue } from "../export/torch/emitter.ts";
import { choice, pair } from "../params/fields.ts";
import { defineLayer, gives, oneInput, unknownShape } from "./define.ts";
import { noMultiplyAdds, noParameters, wrongRank } from "./sameShape.ts";
import { sizeText, tuple } from "./windows.ts";

const maxFactor = 32;

export const upSampling2d = defineLayer({
  kind: "upSampling2d",
  title: "UpSampling2D",
  group: "convolution",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: {
    size: pair({ default: 2, min: 1, max: maxFactor }),
    interpolation: choice(["nearest", "bilinear"], { default: "nearest" }),
  },
  badge: ({ size, interpolation }) => `${sizeText(size)} ${interpolation}`,
  shape: ({ params, inputs: [input] }) => {
    if (input === undefined) return unknownShape;
    if (input.length !== 3) return wrongRank(3, input);
    return gives([...input.slice(0, 2).map((cells, axis) => cells * (params.size[axis] ?? 1)), ...input.slice(2)]);
  },
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => ({
    className: "UpSampling2D",
    args: { size: params.size, interpolation: params.interpolation },
  }),
  torch: ({ params: { size, interpolation } }, emit) => {
    const [x] = emit.x as readonly [TorchValue];
    const mode = interpolation === "nearest" ? `mode="nearest"` : `mode="bilinear", align_corners=False`;
    return emit.value(`F.interpolate(${emit.first(x)}, scale_factor=${tuple(size)}, ${mode})`, "first");
  },
  onnx: ({ params: { size, interpolation } }, emit) => {
    const [x] = emit.x as readonly [OnnxValue];
    const scales = emit.floats([1, 1, ...size]);
    const attributes: Readonly<Record<string, string>> =
      interpolation === "nearest"
        ? { mode: "nearest", coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" }
        : { mode: "linear", coordinate_transformation_mode: "half_pixel" };
    return emit.value(emit.node("Resize", [emit.first(x), "", scales], attributes), "first");
  },
});
