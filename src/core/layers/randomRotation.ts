/** @file RandomRotation: while training, turns each image about its centre by up to `factor` full turns either way. */
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
  "RandomRotation",
  "Turns each image by up to `factor` full turns either way while training.",
  ["factor"],
  `angle = ${torchSpread("batch, 1, 1", "self.factor * 2 * torch.pi")}
cos, sin = torch.cos(angle), torch.sin(angle)
across, down = column - (width - 1) / 2, row - (height - 1) / 2
columns = cos * across - sin * down + (width - 1) / 2
rows = sin * across + cos * down + (height - 1) / 2`,
);

export const randomRotation = defineLayer({
  kind: "randomRotation",
  title: "RandomRotation",
  group: "augmentation",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: { factor: share(1), ...samplingFields },
  badge: ({ factor }) => `±${Number((factor * 360).toPrecision(4))}°`,
  shape: imageShape,
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => ({ className: "RandomRotation", args: { factor: params.factor, ...samplingArgs(params) } }),
  read: (args) => readShares(args, ["factor"]),
  torch: ({ params }, emit) => {
    const [x] = emit.x as readonly [TorchValue];
    emit.helper(torchSampler);
    const module = emit.module(`${emit.helper(helper)}(factor=${params.factor}, ${torchSampling(params)})`);
    return emit.value(`${module}(${emit.first(x)})`, "first");
  },
  onnx: passed,
});
