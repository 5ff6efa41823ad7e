/** @file Flatten: all numbers of a row in one list, the channels varying fastest (Keras's order). */
import type { OnnxValue } from "../export/onnx/emitter.ts";
import type { TorchValue } from "../export/torch/emitter.ts";
import { defineLayer, gives, oneInput, unknownShape } from "./define.ts";
import { elements, noMultiplyAdds, noParameters } from "./sameShape.ts";

export const flatten = defineLayer({
  kind: "flatten",
  title: "Flatten",
  group: "core",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: {},
  badge: () => "",
  shape: ({ inputs: [input] }) => (input === undefined ? unknownShape : gives([elements(input)])),
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: () => ({ className: "Flatten", args: {} }),
  torch: (_args, emit) => {
    const [x] = emit.x as readonly [TorchValue];
    return emit.value(`torch.flatten(${emit.last(x)}, 1)`);
  },
  onnx: (_args, emit) => {
    const [x] = emit.x as readonly [OnnxValue];
    return emit.value(emit.node("Flatten", [emit.last(x)], { axis: 1 }));
  },
});
