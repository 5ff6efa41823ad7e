/**
 * @file Masking: a step whose numbers all equal `maskValue` does not count. Its numbers become 0, and layers that know
 * masks leave it out.
 */
import type { OnnxValue } from "../export/onnx/emitter.ts";
import type { TorchValue } from "../export/torch/emitter.ts";
import { float } from "../params/fields.ts";
import { defineLayer, gives, oneInput, unknownShape } from "./define.ts";
import { withMask } from "./recurrent.ts";
import { noMultiplyAdds, noParameters, wrongRank } from "./sameShape.ts";

export const masking = defineLayer({
  kind: "masking",
  title: "Masking",
  group: "core",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: { maskValue: float({ default: 0, min: -1e6, max: 1e6 }) },
  badge: ({ maskValue }) => String(maskValue),
  shape: ({ inputs: [input] }) => {
    if (input === undefined) return unknownShape;
    return input.length === 2 ? gives(input) : wrongRank(2, input);
  },
  parameters: noParameters,
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => ({ className: "Masking", args: { maskValue: params.maskValue } }),
  mask: "own",
  torch: ({ params }, emit) => {
    const [input] = emit.x as readonly [TorchValue];
    const x = emit.last(input);
    const mask = emit.line(`(${x} != ${params.maskValue}).any(dim=-1)`);
    return withMask(emit.value(`${x} * ${mask}.unsqueeze(-1)`), mask);
  },
  onnx: ({ params }, emit) => {
    const [input] = emit.x as readonly [OnnxValue];
    const x = emit.last(input);
    const differs = emit.node("Not", [emit.node("Equal", [x, emit.floats([params.maskValue], [])])]);
    const counts = emit.node("ReduceMax", [emit.node("Cast", [differs], { to: float32 })], { axes: [-1], keepdims: 1 });
    const flat = emit.node("Squeeze", [counts, emit.ints([-1])]);
    const mask = emit.node("Greater", [flat, emit.floats([0.5], [])]);
    return withMask(emit.value(emit.node("Mul", [x, counts])), mask);
  },
});

/** TensorProto.DataType.FLOAT */
const float32 = 1;
