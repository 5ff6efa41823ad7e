/**
 * @file Bidirectional: a recurrent layer reads the steps forwards, a copy of it backwards, and the two outputs are joined.
 * Outputs of all steps are brought into the same order first; steps that a mask leaves out are 0 there, as in Keras.
 */
import type { OnnxValue } from "../export/onnx/emitter.ts";
import type { TorchValue } from "../export/torch/emitter.ts";
import { assert, assertNever } from "../fault.ts";
import type { Shape } from "../graph/types.ts";
import { choice, defaultsOf, type Field, type Fields, type NestedLayer, nested } from "../params/fields.ts";
import { defineLayer, gives, oneInput } from "./define.ts";
import { gru, gruCell } from "./gru.ts";
import { lstm, lstmCell } from "./lstm.ts";
import {
  type Cell,
  type RecurrentParams,
  recurrentCall,
  recurrentMultiplyAdds,
  recurrentParameters,
  recurrentShape,
  torchOutputs,
  withMask,
} from "./recurrent.ts";
import { backwards, onnxOutputs } from "./recurrentOnnx.ts";
import { simpleRnn, simpleRnnCell } from "./simpleRnn.ts";

const mergeModes = ["concat", "sum", "mul", "ave"] as const;
export type MergeMode = (typeof mergeModes)[number];

const inner = {
  lstm: { spec: lstm, cell: lstmCell },
  gru: { spec: gru, cell: gruCell },
  simpleRnn: { spec: simpleRnn, cell: simpleRnnCell },
} as const;

/** A layer's fields but its direction: here it goes both ways. */
function directionless<F extends Fields>({ goBackwards: _direction, ...fields }: F & { goBackwards: Field }): Fields {
  return fields;
}

/** The wrapped layer: its cell, and its parameters for one direction. Fields were checked before, by the kind's own. */
function wrapped({ kind, params }: NestedLayer): { readonly cell: Cell; readonly params: RecurrentParams } {
  assert(Object.hasOwn(inner, kind), `"${kind}" is a recurrent layer`);
  const { cell } = inner[kind as keyof typeof inner];
  return { cell: cell as unknown as Cell, params: { ...params, goBackwards: false } as unknown as RecurrentParams };
}

const options = {
  lstm: directionless(lstm.fields),
  gru: directionless(gru.fields),
  simpleRnn: directionless(simpleRnn.fields),
};

const directions = ["forward", "backward"] as const;

/** The wrapped layer's parameters in each direction. */
const bothWays = (params: RecurrentParams) =>
  directions.map((direction) => ({
    direction,
    params: { ...params, goBackwards: direction === "backward" },
    part: (weight: string) => `${direction}_${weight}`,
  }));

const doubled = (shape: Shape, mode: MergeMode): Shape =>
  mode === "concat" ? [...shape.slice(0, -1), 2 * (shape.at(-1) ?? 0)] : shape;

export const bidirectional = defineLayer({
  kind: "bidirectional",
  title: "Bidirectional",
  group: "recurrent",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: {
    layer: nested({
      default: { kind: "lstm", params: defaultsOf(options.lstm) },
      options,
    }),
    mergeMode: choice(mergeModes, { default: "concat" }),
  },
  badge: ({ layer, mergeMode }) => {
    const { cell, params } = wrapped(layer);
    return `${cell.className} ${params.units} ${mergeMode}`;
  },
  shape: ({ params, inputs, context }) => {
    const result = recurrentShape({ params: wrapped(params.layer).params, inputs, context });
    return result.ok ? gives(doubled(result.shape, params.mergeMode)) : result;
  },
  parameters: ({ params: { layer }, inputs: [input] }) => {
    const { cell, params } = wrapped(layer);
    return { trainable: 2 * recurrentParameters(cell, params, input), fixed: 0 };
  },
  multiplyAdds: ({ params: { layer }, inputs: [input] }) => {
    const { cell, params } = wrapped(layer);
    return 2 * recurrentMultiplyAdds(cell, params, input);
  },
  keras: ({ params: { layer, mergeMode } }) => {
    const { cell, params } = wrapped(layer);
    return { className: "Bidirectional", args: { layer: recurrentCall(cell, params), mergeMode } };
  },
  mask: "own",
  torch: ({ params: { layer, mergeMode } }, emit) => {
    const [input] = emit.x as readonly [TorchValue];
    const { cell, params } = wrapped(layer);
    const [there, back] = bothWays(params).map(({ direction, params, part }) => {
      const outputs = torchOutputs(cell, params, emit, { part, suffix: direction });
      if (!params.returnSequences) return `${outputs}[:, -1]`;
      return direction === "forward" ? outputs : `torch.flip(${outputs}, [1])`;
    }) as [string, string];
    const merged = joinedTorch(mergeMode, there, back);
    if (!params.returnSequences || input.mask === undefined) return emit.value(merged);
    return withMask(emit.value(`${emit.line(merged)} * ${input.mask}.unsqueeze(-1)`), input.mask);
  },
  onnx: ({ params: { layer, mergeMode } }, emit) => {
    const [input] = emit.x as readonly [OnnxValue];
    const { cell, params } = wrapped(layer);
    const pair = bothWays(params).map(({ direction, params, part }) => {
      const outputs = onnxOutputs(cell, params, emit, part);
      if (!params.returnSequences) return outputs.last();
      return direction === "forward" ? outputs.all() : backwards(emit, outputs.all(), input.shape[0] ?? 0);
    });
    const joined = () => {
      switch (mergeMode) {
        case "concat":
          return emit.node("Concat", pair, { axis: -1 });
        case "sum":
          return emit.node("Add", pair);
        case "mul":
          return emit.node("Mul", pair);
        case "ave":
          return emit.node("Mul", [emit.node("Add", pair), emit.floats([0.5], [])]);
        default:
          return assertNever(mergeMode);
      }
    };
    const merged = joined();
    if (!params.returnSequences || input.mask === undefined) return emit.value(merged);
    const counts = emit.node("Unsqueeze", [emit.node("Cast", [input.mask], { to: float32 }), emit.ints([-1])]);
    return withMask(emit.value(emit.node("Mul", [merged, counts])), input.mask);
  },
});

/** TensorProto.DataType.FLOAT */
const float32 = 1;

function joinedTorch(mode: MergeMode, there: string, back: string): string {
  switch (mode) {
    case "concat":
      return `torch.cat([${there}, ${back}], dim=-1)`;
    case "sum":
      return `${there} + ${back}`;
    case "mul":
      return `${there} * ${back}`;
    case "ave":
      return `(${there} + ${back}) / 2`;
    default:
      return assertNever(mode);
  }
}
