/**
 * @file LayerNormalization over the last axis: y = gamma · (x − mean) / √(variance + epsilon) + beta, mean and variance
 * being each row's own, so that nothing depends on the batch.
 */
import type { OnnxValue } from "../export/onnx/emitter.ts";
import type { TorchValue } from "../export/torch/emitter.ts";
import { affineArgs, affineCount, affineFields, torchAffine } from "./channelAffine.ts";
import { defineLayer, oneInput } from "./define.ts";
import { elements, sameShape } from "./sameShape.ts";

export const layerNormalization = defineLayer({
  kind: "layerNormalization",
  title: "LayerNormalization",
  group: "normalization",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: affineFields,
  badge: () => "",
  shape: sameShape,
  parameters: ({ params, inputs: [input] }) => ({ trainable: affineCount(params, input?.at(-1)), fixed: 0 }),
  multiplyAdds: ({ params, output }) => (params.scale ? elements(output) : 0),
  keras: ({ params }) => ({ className: "LayerNormalization", args: affineArgs(params) }),
  mask: "passes",
  torch: ({ params }, emit) => {
    const [x] = emit.x as readonly [TorchValue];
    const channels = x.shape.at(-1) ?? 0;
    const both = params.center && params.scale;
    const norm = emit.module(
      `nn.LayerNorm(${channels}, eps=${params.epsilon}${both ? "" : ", elementwise_affine=False"})`,
    );
    const y = `${norm}(${emit.last(x)})`;
    if (!both) return emit.value(torchAffine(emit, params, y, channels, x.shape.length, "last"));
    emit.weight("weight", (w) => w("gamma"));
    emit.weight("bias", (w) => w("beta"));
    return emit.value(y);
  },
  onnx: ({ params }, emit) => {
    const [x] = emit.x as readonly [OnnxValue];
    const channels = x.shape.at(-1) ?? 0;
    const gamma = params.scale ? emit.weight((w) => w("gamma")) : emit.floats(Array<number>(channels).fill(1));
    const beta = params.center ? [emit.weight((w) => w("beta"))] : [];
    const attributes = { axis: -1, epsilon: { float: params.epsilon } };
    return emit.value(emit.node("LayerNormalization", [emit.last(x), gamma, ...beta], attributes));
  },
});
