/** @file RandomZoom: while training, shows up to a share more or less of each image, about its centre. */
import type { TorchValue } from "../export/torch/emitter.ts";
import { flag, type ParamValue } from "../params/fields.ts";
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
  "RandomZoom",
  "Shows up to a share more or less of each image while training.",
  ["height_factor", "width_factor"],
  `high = wide = 1 + ${torchSpread("batch, 1, 1", "self.height_factor")}
if self.width_factor is not None:
    wide = 1 + ${torchSpread("batch, 1, 1", "self.width_factor")}
rows = (row - (height - 1) / 2) * high + (height - 1) / 2
columns = (column - (width - 1) / 2) * wide + (width - 1) / 2`,
);

const withRatio = (read: Readonly<Record<string, ParamValue>> | null, keepRatio: boolean) =>
  read === null ? null : { ...read, keepRatio };

export const randomZoom = defineLayer({
  kind: "randomZoom",
  title: "RandomZoom",
  group: "augmentation",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: {
    heightFactor: share(0.99),
    keepRatio: flag({ default: true }),
    widthFactor: share(0.99),
    ...samplingFields,
  },
  badge: ({ heightFactor, widthFactor, keepRatio }) =>
    keepRatio ? `±${heightFactor}` : `±${heightFactor}, ±${widthFactor}`,
  shape: imageShape,
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => ({
    className: "RandomZoom",
    args: {
      heightFactor: params.heightFactor,
      widthFactor: params.keepRatio ? null : params.widthFactor,
      ...samplingArgs(params),
    },
  }),
  // Keras has no flag: without a share of its own the width follows the height.
  read: ({ widthFactor = null, ...args }) => {
    if (widthFactor === null) return withRatio(readShares(args, ["heightFactor"]), true);
    return withRatio(readShares({ ...args, widthFactor }, ["heightFactor", "widthFactor"]), false);
  },
  torch: ({ params }, emit) => {
    const [x] = emit.x as readonly [TorchValue];
    emit.helper(torchSampler);
    const width = params.keepRatio ? "None" : params.widthFactor;
    const shares = `height_factor=${params.heightFactor}, width_factor=${width}`;
    const module = emit.module(`${emit.helper(helper)}(${shares}, ${torchSampling(params)})`);
    return emit.value(`${module}(${emit.first(x)})`, "first");
  },
  onnx: passed,
});
