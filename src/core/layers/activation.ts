/** @file Activation: a function of each number (softmax: over the channels), as a layer of its own. */
import { choice } from "../params/fields.ts";
import { activations, onnxActivation, torchActivation } from "./activations.ts";
import { defineLayer, oneInput } from "./define.ts";
import { noMultiplyAdds, noParameters, sameShape } from "./sameShape.ts";

export const activation = defineLayer({
  kind: "activation",
  title: "Activation",
  group: "core",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: { activation: choice(activations, { default: "relu" }) },
  badge: (params) => params.activation,
  shape: sameShape,
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => ({ className: "Activation", args: { activation: params.activation } }),
  mask: "passes",
  torch: ({ params }, emit) => {
    const { names, layout } = emit.alike();
    return emit.value(torchActivation(params.activation, names[0] as string, layout), layout);
  },
  onnx: ({ params }, emit) => {
    const { names, layout } = emit.alike();
    return emit.value(onnxActivation(emit, params.activation, names[0] as string, layout), layout);
  },
});
