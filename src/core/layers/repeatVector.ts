/** @file RepeatVector: a row, repeated as the steps of a sequence. */
import type { OnnxValue } from "../export/onnx/emitter.ts";
import type { TorchValue } from "../export/torch/emitter.ts";
import { int } from "../params/fields.ts";
import { defineLayer, gives, oneInput, unknownShape } from "./define.ts";
import { noMultiplyAdds, noParameters, wrongRank } from "./sameShape.ts";

const maxRepeats = 10_000;

export const repeatVector = defineLayer({
  kind: "repeatVector",
  title: "RepeatVector",
  group: "core",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: { n: int({ default: 8, min: 1, max: maxRepeats }) },
  badge: ({ n }) => `× ${n}`,
  shape: ({ params, inputs: [input] }) => {
    if (input === undefined) return unknownShape;
    return input.length === 1 ? gives([params.n, ...input]) : wrongRank(1, input);
  },
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => ({ className: "RepeatVector", args: { n: params.n } }),
  torch: ({ params }, emit) => {
    const [x] = emit.x as readonly [TorchValue];
    return emit.value(`${emit.last(x)}.unsqueeze(1).repeat(1, ${params.n}, 1)`);
  },
  onnx: ({ params }, emit) => {
    const [x] = emit.x as readonly [OnnxValue];
    const step = emit.node("Unsqueeze", [emit.last(x), emit.ints([1])]);
    return emit.value(emit.node("Tile", [step, emit.ints([1, params.n, 1])]));
  },
});
