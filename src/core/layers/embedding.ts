/**
 * @file Embedding: a learned row of numbers for each word number. Word numbers are whole, from 0 on; with `maskZero` a 0
 * is padding, and layers after it leave such steps out.
 */
import type { OnnxValue } from "../export/onnx/emitter.ts";
import type { TorchValue } from "../export/torch/emitter.ts";
import { flag, int } from "../params/fields.ts";
import { defineLayer, gives, type KerasCall, oneInput, refuses, unknownShape } from "./define.ts";
import { withMask } from "./recurrent.ts";
import { activityPenalties, kernelPenalties, penaltyArgs } from "./regularizers.ts";
import { noMultiplyAdds, wrongRank } from "./sameShape.ts";

const { kernelL1, kernelL2 } = kernelPenalties;

export const embedding = defineLayer({
  kind: "embedding",
  title: "Embedding",
  group: "core",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: {
    inputDim: int({ default: 1000, min: 1, max: 10_000_000 }),
    outputDim: int({ default: 16, min: 1, max: 65536 }),
    maskZero: flag({ default: false }),
    kernelL1,
    kernelL2,
    ...activityPenalties,
  },
  badge: ({ inputDim, outputDim }) => `${inputDim} → ${outputDim}`,
  shape: ({ params: { inputDim, outputDim }, inputs: [input], context }) => {
    if (input === undefined) return unknownShape;
    if (input.length !== 1) return wrongRank(1, input);
    if (context.inputShape !== null && context.vocabulary === null) {
      return refuses({ code: "tokensExpected", context: {} });
    }
    if (context.vocabulary !== null && context.vocabulary > inputDim) {
      const sizes = { size: inputDim, needed: context.vocabulary };
      return refuses({ code: "vocabularyTooSmall", context: sizes, field: "inputDim" });
    }
    return gives([...input, outputDim]);
  },
  parameters: ({ params }) => ({ trainable: params.inputDim * params.outputDim, fixed: 0 }),
  multiplyAdds: noMultiplyAdds,
  keras: ({ params }) => {
    const { inputDim, outputDim, maskZero } = params;
    // Keras calls the table's own penalty by the table's name.
    const { kernelRegularizer, ...others } = penaltyArgs(params, []);
    const own: KerasCall["args"] = kernelRegularizer === undefined ? {} : { embeddingsRegularizer: kernelRegularizer };
    const args = { inputDim, outputDim, embeddingsInitializer: "randomUniform", ...own, ...others, maskZero };
    return { className: "Embedding", args };
  },
  mask: "own",
  torch: ({ params: { inputDim, outputDim, maskZero } }, emit) => {
    const [input] = emit.x as readonly [TorchValue];
    const table = emit.module(`nn.Embedding(${inputDim}, ${outputDim})`);
    emit.weight("weight", (weights) => weights("embeddings"));
    const numbers = emit.line(`${emit.last(input)}.round().long().clamp(0, ${inputDim - 1})`);
    const mask = maskZero ? emit.line(`${numbers} != 0`) : null;
    return withMask(emit.value(`${table}(${numbers})`), mask);
  },
  onnx: ({ params: { inputDim, maskZero } }, emit) => {
    const [input] = emit.x as readonly [OnnxValue];
    const whole = emit.node("Round", [emit.last(input)]);
    const near = emit.node("Clip", [whole, emit.floats([0], []), emit.floats([inputDim - 1], [])]);
    const numbers = emit.node("Cast", [near], { to: int64 });
    const table = emit.weight((weights) => weights("embeddings"));
    const mask = maskZero ? emit.node("Greater", [near, emit.floats([0], [])]) : null;
    return withMask(emit.value(emit.node("Gather", [table, numbers], { axis: 0 })), mask);
  },
});

/** TensorProto.DataType.INT64 */
const int64 = 7;
