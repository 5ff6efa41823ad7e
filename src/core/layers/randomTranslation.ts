/** @file RandomTranslation: while training, moves each image by up to a share of its height and width either way. */
import type { TorchValue } from "../export/torch/emitter.ts";
import {
  imageShape,
  readShares,
  samplingArgs,
  samplingFields,
  share,
  torchGeometric,
  torchSampler,
  torchSampling,
  torchSpread,
} from "./augmenting.ts";
import { defineLayer, oneInput } from "./define.ts";
import { noMultiplyAdds, noParameters, passed } from "./sameShape.ts";

const helper = torchGeometric(
  "RandomTranslation",
  "Moves each image by up to a share of its height and width either way while training.",
  ["height_factor", "width_factor"],
  `rows = row - ${torchSpread("batch, 1, 1", "self.height_factor * height")}
columns = column - ${torchSpread("batch, 1, 1", "self.width_factor * width")}`,
);

export const randomTranslation = defineLayer({
  kind: "randomTranslation",
  title: "RandomTranslation",
  group: "augmentation",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: { heightFactor: share(1), widthFactor: share(1), ...samplingFields },
  badge: ({ heightFactor, widthFactor }) => `±${heightFactor}, ±${widthFactor}`,
  shape: imageShape,
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => ({
    className: "RandomTranslation",
    args: { heightFactor: params.heightFactor, widthFactor: params.widthFactor, ...samplingArgs(params) },
  }),
  read: (args) => readShares(args, ["heightFactor", "widthFactor"]),
  torch: ({ params }, emit) => {
    const [x] = emit.x as readonly [TorchValue];
    emit.helper(torchSampler);
    const module = emit.module(
      `${emit.helper(helper)}(height_factor=${params.heightFactor}, width_factor=${params.widthFactor}, ${torchSampling(params)})`,
    );
    return emit.value(`${module}(${emit.first(x)})`, "first");
  },
  onnx: passed,
});
