/**
 * @file PositionEmbedding: adds to each step numbers that tell its place, learned or the fixed sine waves of "Attention Is
 * All You Need" (2017). Keras itself has no such layer: its source comes with a small class of this name.
 */
import type { OnnxValue } from "../export/onnx/emitter.ts";
import type { Tensor } from "../export/tensors.ts";
import type { TorchValue } from "../export/torch/emitter.ts";
import type { Shape } from "../graph/types.ts";
import { choice } from "../params/fields.ts";
import { defineLayer, gives, oneInput, unknownShape } from "./define.ts";
import { noMultiplyAdds, wrongRank } from "./sameShape.ts";

/**
 * Sine waves of growing length over the steps: column 2i holds sin(step / 10000^(2i / features)), column 2i + 1 the cosine.
 * Row by row.
 */
export function sinePositions(steps: number, features: number): readonly number[] {
  return Array.from({ length: steps * features }, (_, at) => {
    const column = at % features;
    const angle = Math.floor(at / features) / 10000 ** ((2 * Math.floor(column / 2)) / features);
    return column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}

const sineTensor = ([steps = 0, features = 0]: Shape): Tensor => ({
  shape: [steps, features],
  values: Float32Array.from(sinePositions(steps, features)),
});

export const positionEmbedding = defineLayer({
  kind: "positionEmbedding",
  title: "PositionEmbedding",
  group: "attention",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: { positions: choice(["learned", "sine"], { default: "learned" }) },
  badge: ({ positions }) => positions,
  shape: ({ inputs: [input] }) => {
    if (input === undefined) return unknownShape;
    return input.length === 2 ? gives(input) : wrongRank(2, input);
  },
  parameters: ({ params, inputs: [input] }) => {
    const [steps = 0, features = 0] = input ?? [];
    return { trainable: params.positions === "learned" ? steps * features : 0, fixed: 0 };
  },
  multiplyAdds: noMultiplyAdds,
  keras: ({ params: { positions } }) => ({
    className: "PositionEmbedding",
    args: { positions, embeddingsInitializer: "glorotUniform" },
  }),
  mask: "passes",
  torch: ({ params, output }, emit) => {
    const [input] = emit.x as readonly [TorchValue];
    const learned = params.positions === "learned";
    const make = learned
      ? (weights: (part: string) => Tensor) => weights("position_embedding")
      : () => sineTensor(output);
    return emit.value(`${emit.last(input)} + ${emit.parameter("positions", output, make, learned)}`);
  },
  onnx: ({ params, output }, emit) => {
    const [input] = emit.x as readonly [OnnxValue];
    const table =
      params.positions === "learned"
        ? emit.weight((weights) => weights("position_embedding"))
        : emit.floats(sinePositions(output[0] ?? 0, output[1] ?? 0), output);
    return emit.value(emit.node("Add", [emit.last(input), table]));
  },
});
