/** @file RandomFlip: while training, mirrors each image or not, with the same chance. */
import type { TorchValue } from "../export/torch/emitter.ts";
import { choice } from "../params/fields.ts";
import { imageShape } from "./augmenting.ts";
import { defineLayer, oneInput } from "./define.ts";
import { noMultiplyAdds, noParameters, passed } from "./sameShape.ts";

export const flipModes = ["horizontal", "vertical", "horizontal_and_vertical"] as const;
export type FlipMode = (typeof flipModes)[number];

/** In a tensor with channels first. */
const axesOf = { horizontal: [3], vertical: [2], horizontal_and_vertical: [3, 2] } as const;

const helper = {
  name: "RandomFlip",
  source: `class RandomFlip(nn.Module):
    """Mirrors each image along each of the axes, or not, with the same chance while training."""

    def __init__(self, axes):
        super().__init__()
        self.axes = axes

    def forward(self, x):
        if self.training:
            for axis in self.axes:
                chosen = torch.rand(x.shape[0], 1, 1, 1, device=x.device) < 0.5
                x = torch.where(chosen, x.flip(axis), x)
        return x
`,
};

export const randomFlip = defineLayer({
  kind: "randomFlip",
  title: "RandomFlip",
  group: "augmentation",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: { mode: choice(flipModes, { default: "horizontal", kerasDefault: "horizontal_and_vertical" }) },
  badge: ({ mode }) => mode.replaceAll("_", " "),
  shape: imageShape,
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => ({ className: "RandomFlip", args: { mode: params.mode } }),
  torch: ({ params }, emit) => {
    const [x] = emit.x as readonly [TorchValue];
    const axes = axesOf[params.mode].join(", ");
    const module = emit.module(`${emit.helper(helper)}(axes=[${axes}])`);
    return emit.value(`${module}(${emit.first(x)})`, "first");
  },
  onnx: passed,
});
