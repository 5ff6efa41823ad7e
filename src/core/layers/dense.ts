/** @file Dense: y = activation(x · kernel + bias), over the last axis. */
import type { OnnxEmitter, OnnxValue } from "../export/onnx/emitter.ts";
import { transposed } from "../export/tensors.ts";
import type { TorchEmitter, TorchValue } from "../export/torch/emitter.ts";
import type { Shape } from "../graph/types.ts";
import { choice, flag, int } from "../params/fields.ts";
import { type ActivationName, activations, onnxActivation, torchActivation } from "./activations.ts";
import { defineLayer, gives, type KerasCall, oneInput, unknownShape } from "./define.ts";
import { penalties, penaltyArgs } from "./regularizers.ts";
import { elements } from "./sameShape.ts";

/** Largest width of a layer: beyond it a single kernel would not fit a GPU buffer. */
export const maxUnits = 65536;

interface DenseParams {
  readonly units: number;
  readonly activation: ActivationName;
  readonly useBias: boolean;
}

/** The Keras call of a Dense layer. Initializers are spelt out because tfjs's default differs from Keras's. */
export const denseCall = ({ units, activation, useBias }: DenseParams, more: KerasCall["args"] = {}): KerasCall => ({
  className: "Dense",
  args: { units, activation, useBias, kernelInitializer: "glorotUniform", biasInitializer: "zeros", ...more },
});

/** Kernel and bias of a Dense layer on inputs of this shape. */
export const denseParameters = (input: Shape, units: number, useBias: boolean): number => {
  const width = input.at(-1);
  return width === undefined ? 0 : (width + (useBias ? 1 : 0)) * units;
};

/** torch's Linear holds its weight as [units, inputs]. */
export function denseTorch({ units, activation, useBias }: DenseParams, emit: TorchEmitter): TorchValue {
  const [input] = emit.x as readonly [TorchValue];
  const linear = emit.module(`nn.Linear(${input.shape.at(-1)}, ${units}${useBias ? "" : ", bias=False"})`);
  emit.weight("weight", (weights) => transposed(weights("kernel"), [1, 0]));
  if (useBias) emit.weight("bias", (weights) => weights("bias"));
  const y = `${linear}(${emit.last(input)})`;
  return emit.value(activation === "linear" ? y : torchActivation(activation, emit.line(y)));
}

export function denseOnnx({ activation, useBias }: DenseParams, emit: OnnxEmitter): OnnxValue {
  const [input] = emit.x as readonly [OnnxValue];
  const product = emit.node("MatMul", [emit.last(input), emit.weight((weights) => weights("kernel"))]);
  const y = useBias ? emit.node("Add", [product, emit.weight((weights) => weights("bias"))]) : product;
  return emit.value(onnxActivation(emit, activation, y));
}

export const dense = defineLayer({
  kind: "dense",
  title: "Dense",
  group: "core",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: {
    units: int({ default: 32, min: 1, max: maxUnits }),
    activation: choice(activations, { default: "relu", kerasDefault: "linear" }),
    useBias: flag({ default: true, advanced: true }),
    ...penalties,
  },
  badge: ({ units, activation }) => `${units} ${activation}`,
  shape: ({ params, inputs: [input] }) =>
    input === undefined ? unknownShape : gives([...input.slice(0, -1), params.units]),
  parameters: ({ params, inputs: [input] }) => ({
    trainable: input === undefined ? 0 : denseParameters(input, params.units, params.useBias),
    fixed: 0,
  }),
  multiplyAdds: ({ inputs: [input], output }) => elements(output) * (input?.at(-1) ?? 0),
  keras: ({ params }) => denseCall(params, penaltyArgs(params, [0])),
  mask: "passes",
  torch: ({ params }, emit) => denseTorch(params, emit),
  onnx: ({ params }, emit) => denseOnnx(params, emit),
});
