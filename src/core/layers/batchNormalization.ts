/**
 * @file BatchNormalization over the last axis: y = gamma · (x − mean) / √(variance + epsilon) + beta. Mean and variance
 * are the batch's while training, and moving averages (fixed parameters: moved, not learned) afterwards.
 */
import type { OnnxValue } from "../export/onnx/emitter.ts";
import { type Tensor, zeros } from "../export/tensors.ts";
import type { TorchValue } from "../export/torch/emitter.ts";
import { flag, float } from "../params/fields.ts";
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
    epsilon: float({ default: 1e-3, min: 0, max: 1, exclusiveMin: true }),
    center: flag({ default: true, advanced: true }),
    scale: flag({ default: true, advanced: true }),
  },
  badge: ({ momentum }) => `momentum ${momentum}`,
  shape: sameShape,
  parameters: ({ params, inputs: [input] }) => {
    const channels = input?.at(-1);
    if (channels === undefined) return { trainable: 0, fixed: 0 };
    return { trainable: channels * ((params.center ? 1 : 0) + (params.scale ? 1 : 0)), fixed: 2 * channels };
  },
  multiplyAdds: ({ output }) => elements(output),
  keras: ({ params }) => ({
    className: "BatchNormalization",
    args: {
      axis: -1,
      momentum: params.momentum,
      epsilon: params.epsilon,
      center: params.center,
      scale: params.scale,
      betaInitializer: "zeros",
      gammaInitializer: "ones",
      movingMeanInitializer: "zeros",
      movingVarianceInitializer: "ones",
    },
  }),
  torch: ({ params, inputs: [input] }, emit) => {
    const [x] = emit.x as readonly [TorchValue];
    const channels = input?.at(-1);
    // torch's momentum is the share of the new batch. Axes between batch and channels need BatchNorm2d's layout.
    const kind = x.shape.length <= 2 ? "BatchNorm1d" : "BatchNorm2d";
    const affine = params.center || params.scale;
    const options = `eps=${params.epsilon}, momentum=${1 - params.momentum}${affine ? "" : ", affine=False"}`;
    const norm = emit.module(`nn.${kind}(${channels}, ${options})`);
    if (affine) {
      emit.weight("weight", (w) => (params.scale ? w("gamma") : ones(channels ?? 0)));
      emit.weight("bias", (w) => (params.center ? w("beta") : zeros([channels ?? 0])));
    }
    emit.weight("running_mean", (w) => w("moving_mean"));
    emit.weight("running_var", (w) => w("moving_variance"));
    return emit.value(`${norm}(${emit.first(x)})`, "first");
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
