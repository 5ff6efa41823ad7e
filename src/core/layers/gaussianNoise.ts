/** @file GaussianNoise: while training, adds random numbers of mean 0 and standard deviation `stddev`. */
import { float } from "../params/fields.ts";
import { defineLayer, oneInput } from "./define.ts";
import { noMultiplyAdds, noParameters, passed, sameShape } from "./sameShape.ts";

const helper = {
  name: "GaussianNoise",
  source: `class GaussianNoise(nn.Module):
    """Adds normal noise while training."""

    def __init__(self, stddev):
        super().__init__()
        self.stddev = stddev

    def forward(self, x):
        return x + self.stddev * torch.randn_like(x) if self.training else x
`,
};

export const gaussianNoise = defineLayer({
  kind: "gaussianNoise",
  title: "GaussianNoise",
  group: "normalization",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: { stddev: float({ default: 0.1, min: 0, max: 1000 }) },
  badge: ({ stddev }) => `σ ${stddev}`,
  shape: sameShape,
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => ({ className: "GaussianNoise", args: { stddev: params.stddev } }),
  mask: "passes",
  torch: ({ params }, emit) => {
    const { names, layout } = emit.alike();
    const noise = emit.module(`${emit.helper(helper)}(${params.stddev})`);
    return emit.value(`${noise}(${names[0]})`, layout);
  },
  onnx: passed,
});
