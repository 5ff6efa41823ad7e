/** @file RandomBrightness: while training, adds to each image up to `factor` of the range of its values, or takes it away. */
import { rangeArgs, rangedImageShape, rangedTorch, rangeFields, readShares, share, torchSpread } from "./augmenting.ts";
import { defineLayer, oneInput } from "./define.ts";
import { noMultiplyAdds, noParameters, passed } from "./sameShape.ts";

const helper = {
  name: "RandomBrightness",
  source: `class RandomBrightness(nn.Module):
    """Makes each image darker or brighter while training."""

    def __init__(self, factor, value_min, value_max):
        super().__init__()
        self.factor, self.value_min, self.value_max = factor, value_min, value_max

    def forward(self, x):
        if not self.training:
            return x
        x = x + ${torchSpread("x.shape[0], 1, 1, 1", "self.factor * (self.value_max - self.value_min)")}
        return x.clamp(self.value_min, self.value_max)
`,
};

export const randomBrightness = defineLayer({
  kind: "randomBrightness",
  title: "RandomBrightness",
  group: "augmentation",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: { factor: share(1), ...rangeFields },
  badge: ({ factor }) => `±${factor}`,
  shape: rangedImageShape,
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => ({ className: "RandomBrightness", args: { factor: params.factor, ...rangeArgs(params) } }),
  read: (args) => readShares(args, ["factor"]),
  torch: ({ params }, emit) => rangedTorch(helper, params, emit),
  onnx: passed,
});
