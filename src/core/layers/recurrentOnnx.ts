/**
 * @file Recurrent layers as ONNX: the operators LSTM, GRU and RNN where they can say it, else the steps one by one. The
 * operators take steps first, know few activations, and know masks only as a length.
 */
import type { OnnxEmitter, OnnxValue } from "../export/onnx/emitter.ts";
import { reshaped, type Tensor } from "../export/tensors.ts";
import type { ActivationName } from "./activations.ts";
import { type Cell, type OnnxOutputs, type OnnxSequence, type RecurrentParams, withMask } from "./recurrent.ts";

/** The layer as ONNX. */
export function recurrentOnnx<P extends RecurrentParams>(cell: Cell<P>, params: P, emit: OnnxEmitter): OnnxValue {
  const [input] = emit.x as readonly [OnnxValue];
  const outputs = onnxOutputs(cell, params, emit, (weight) => weight);
  if (!params.returnSequences) return emit.value(outputs.last());
  return withMask(emit.value(outputs.all()), input.mask);
}

/** The outputs of the layer's input, in the order in which steps are gone through. */
export function onnxOutputs<P extends RecurrentParams>(
  cell: Cell<P>,
  params: P,
  emit: OnnxEmitter,
  part: (weight: string) => string,
): OnnxOutputs {
  const [input] = emit.x as readonly [OnnxValue];
  const steps = input.shape[0] ?? 0;
  const turned = (name: string) => (params.goBackwards ? backwards(emit, name, steps) : name);
  const mask = input.mask === undefined ? null : turned(input.mask);
  return cell.onnx(params, { emit, x: turned(emit.last(input)), mask, steps, part });
}

/** A tensor with its steps, axis 1, in the opposite order. */
export const backwards = (emit: OnnxEmitter, name: string, steps: number): string =>
  emit.node("Slice", [name, emit.ints([-1]), emit.ints([-steps - 1]), emit.ints([1]), emit.ints([-1])]);

const operatorNames: Readonly<Partial<Record<ActivationName, string>>> = {
  tanh: "Tanh",
  sigmoid: "Sigmoid",
  relu: "Relu",
};

/** The operators' names of these activations; null where one has none, or a mask asks for single steps. */
export function operatorActivations(
  { mask }: OnnxSequence,
  names: readonly ActivationName[],
): readonly string[] | null {
  const known = names.map((name) => operatorNames[name]);
  return mask === null && known.every((name) => name !== undefined) ? known : null;
}

/** The operators have an axis of directions first; there is one here. */
export const leading = (tensor: Tensor): Tensor => reshaped(tensor, [1, ...tensor.shape]);

/** One of the operators. `kernel`, `recurrent`, `bias` as they want them: [1, gates · units, …]. */
export function onnxOperator(
  operator: "LSTM" | "GRU" | "RNN",
  { emit, x }: OnnxSequence,
  weights: readonly ((weights: (part: string) => Tensor) => Tensor)[],
  attributes: Parameters<OnnxEmitter["node"]>[2],
): OnnxOutputs {
  const stepsFirst = emit.node("Transpose", [x], { perm: [1, 0, 2] });
  const inputs = [stepsFirst, ...weights.map((make) => emit.weight(make))];
  const [all = "", last = ""] = emit.nodes(operator, inputs, 2, attributes);
  return {
    last: () => emit.node("Squeeze", [last, emit.ints([0])]),
    all: () => emit.node("Transpose", [emit.node("Squeeze", [all, emit.ints([1])])], { perm: [1, 0, 2] }),
  };
}

/** What a layer that is written step by step computes: from a step's projection and the state to the next state. */
export interface OnnxSteps {
  readonly units: number;
  /** All steps' inputs · kernel + bias: [batch, steps, gates · units]. */
  readonly projections: string;
  readonly states: number;
  readonly next: (projected: string, state: readonly string[]) => readonly string[];
}

/** The steps one by one. */
export function onnxSteps(
  { emit, x, mask, steps }: OnnxSequence,
  { units, projections, states, next }: OnnxSteps,
): OnnxOutputs {
  const rows = emit.node("Slice", [emit.node("Shape", [x]), emit.ints([0]), emit.ints([1])]);
  const size = emit.node("Concat", [rows, emit.ints([units])], { axis: 0 });
  let state: readonly string[] = Array<string>(states).fill(emit.node("ConstantOfShape", [size]));
  const outputs: string[] = [];
  for (let step = 0; step < steps; step++) {
    const projected = emit.node("Gather", [projections, emit.ints([step], [])], { axis: 1 });
    const following = next(projected, state);
    const before = state;
    if (mask === null) state = following;
    else {
      const counts = emit.node("Gather", [mask, emit.ints([step])], { axis: 1 });
      state = following.map((name, i) => emit.node("Where", [counts, name, before[i] ?? ""]));
    }
    outputs.push(state[0] ?? "");
  }
  return {
    last: () => outputs.at(-1) ?? "",
    all: () =>
      emit.node(
        "Concat",
        outputs.map((output) => emit.node("Unsqueeze", [output, emit.ints([1])])),
        { axis: 1 },
      ),
  };
}

/** inputs · kernel + bias. */
export function onnxProjections(
  { emit, x, part }: OnnxSequence,
  bias: ((weights: (part: string) => Tensor) => Tensor) | null,
): string {
  const product = emit.node("MatMul", [x, emit.weight((weights) => weights(part("kernel")))]);
  return bias === null ? product : emit.node("Add", [product, emit.weight(bias)]);
}

/** A tensor [batch, gates · units] cut into its gates. */
export const onnxGates = (emit: OnnxEmitter, name: string, units: number, gates: number): readonly string[] =>
  emit.nodes("Split", [name, emit.ints(Array<number>(gates).fill(units))], gates, { axis: -1 });
