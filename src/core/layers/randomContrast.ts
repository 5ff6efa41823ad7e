/** @file RandomContrast: while training, moves each channel of an image towards its mean or away from it, by up to `factor`. */
import { rangeArgs, rangedImageShape, rangedTorch, rangeFields, readShares, share, torchSpread } from "./augmenting.ts";
import { defineLayer, oneInput } from "./define.ts";
import { noMultiplyAdds, noParameters, passed } from "./sameShape.ts";

const helper = {
  name: "RandomContrast",
  source: `class RandomContrast(nn.Module):
    """Moves each channel of an image towards its mean or away from it while training."""

    def __init__(self, factor, value_min, value_max):
        super().__init__()
        self.factor, self.value_min, self.value_max = factor, value_min, value_max

    def forward(self, x):
        if not self.training:
            return x
        mean = x.mean(dim=(2, 3), keepdim=True)
        contrast = 1 + ${torchSpread("x.shape[0], 1, 1, 1", "self.factor")}
        x = (x - mean) * contrast + mean
        return x.clamp(self.value_min, self.value_max)
`,
};

export const randomContrast = defineLayer({
  kind: "randomContrast",
  title: "RandomContrast",
  group: "augmentation",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: { factor: share(1), ...rangeFields },
  badge: ({ factor }) => `±${factor}`,
  shape: rangedImageShape,
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => ({ className: "RandomContrast", args: { factor: params.factor, ...rangeArgs(params) } }),
  read: (args) => readShares(args, ["factor"]),
  torch: ({ params }, emit) => rangedTorch(helper, params, emit),
  onnx: passed,
});
