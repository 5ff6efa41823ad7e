/** @file LeakyReLU: x where it is positive, else negativeSlope · x. */
import { float } from "../params/fields.ts";
import { defineLayer, oneInput } from "./define.ts";
import { noMultiplyAdds, noParameters, sameShape } from "./sameShape.ts";

export const leakyRelu = defineLayer({
  kind: "leakyRelu",
  title: "LeakyReLU",
  group: "core",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: { negativeSlope: float({ default: 0.3, min: 0, max: 10 }) },
  badge: ({ negativeSlope }) => `slope ${negativeSlope}`,
  shape: sameShape,
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => ({ className: "LeakyReLU", args: { negativeSlope: params.negativeSlope } }),
  // Keras before version 3, and TensorFlow.js, call the slope alpha.
  read: ({ alpha = null, negativeSlope = alpha }) => {
    if (negativeSlope === null) return { negativeSlope: 0.3 };
    return typeof negativeSlope === "number" ? { negativeSlope } : null;
  },
  mask: "passes",
  torch: ({ params }, emit) => {
    const { names, layout } = emit.alike();
    return emit.value(`F.leaky_relu(${names[0]}, ${params.negativeSlope})`, layout);
  },
  onnx: ({ params }, emit) => {
    const { names, layout } = emit.alike();
    return emit.value(emit.node("LeakyRelu", names, { alpha: { float: params.negativeSlope } }), layout);
  },
});
