/**
 * @file BatchNormalization over the last axis: y = gamma · (x − mean) / √(variance + epsilon) + beta. Mean and variance
 * are the batch's while training, and moving averages (fixed parameters: moved, not learned) afterwards.
 */
import type { OnnxValue } from "../export/onnx/emitter.ts";
import { type Tensor, zeros } from "../export/tensors.ts";
import type { TorchValue } from "../export/torch/emitter.ts";
import { float } from "../params/fields.ts";
import { affineArgs, affineCount, affineFields, torchAffine } from "./channelAffine.ts";
import { defineLayer, oneInput } from "./define.ts";
import { elements, sameShape } from "./sameShape.ts";

export const batchNormalization = defineLayer({
  kind: "batchNormalization",
  title: "BatchNormalization",
  group: "normalization",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: {
    momentum: float({ default: 0.99, min: 0, max: 1, exclusiveMax: true }),
    ...affineFields,
  },
  badge: ({ momentum }) => `momentum ${momentum}`,
  shape: sameShape,
  parameters: ({ params, inputs: [input] }) => {
    const channels = input?.at(-1);
    return { trainable: affineCount(params, channels), fixed: 2 * (channels ?? 0) };
  },
  multiplyAdds: ({ output }) => elements(output),
  keras: ({ params }) => ({
    className: "BatchNormalization",
    args: {
      momentum: params.momentum,
      ...affineArgs(params),
      movingMeanInitializer: "zeros",
      movingVarianceInitializer: "ones",
    },
  }),
  mask: "passes",
  torch: ({ params, inputs: [input] }, emit) => {
    const [x] = emit.x as readonly [TorchValue];
    const channels = input?.at(-1) ?? 0;
    const both = params.center && params.scale;
    // torch's momentum is the share of the new batch, and its dimension that of the axes beside batch and channels.
    const momentum = Number((1 - params.momentum).toPrecision(12));
    const options = `eps=${params.epsilon}, momentum=${momentum}${both ? "" : ", affine=False"}`;
    const norm = emit.module(`nn.BatchNorm${Math.max(1, x.shape.length - 1)}d(${channels}, ${options})`);
    emit.weight("running_mean", (w) => w("moving_mean"));
    emit.weight("running_var", (w) => w("moving_variance"));
    const y = `${norm}(${emit.first(x)})`;
    if (!both) return emit.value(torchAffine(emit, params, y, channels, x.shape.length, "first"), "first");
    emit.weight("weight", (w) => w("gamma"));
    emit.weight("bias", (w) => w("beta"));
    return emit.value(y, "first");
  },
  onnx: ({ params, inputs: [input] }, emit) => {
    const [x] = emit.x as readonly [OnnxValue];
    const channels = input?.at(-1) ?? 0;
    const gamma = emit.weight((w) => (params.scale ? w("gamma") : ones(channels)));
    const beta = emit.weight((w) => (params.center ? w("beta") : zeros([channels])));
    const [mean, variance] = [emit.weight((w) => w("moving_mean")), emit.weight((w) => w("moving_variance"))];
    const attributes = { epsilon: { float: params.epsilon } };
    return emit.value(
      emit.node("BatchNormalization", [emit.first(x), gamma, beta, mean, variance], attributes),
      "first",
    );
  },
});

const ones = (channels: number): Tensor => ({ shape: [channels], values: new Float32Array(channels).fill(1) });
