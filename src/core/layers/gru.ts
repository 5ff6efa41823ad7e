/**
 * @file GRU: one state that is partly replaced at each step. With gates z and r, output = z · output + (1 − z) · a(…);
 * `resetAfter` applies r after the recurrent product (Keras's default, and torch's only form), else before it.
 */
import { gatesReordered, joined, reshaped, sliced, type Tensor, transposed, zeros } from "../export/tensors.ts";
import { flag } from "../params/fields.ts";
import { type ActivationName, onnxActivation } from "./activations.ts";
import { defineLayer, oneInput } from "./define.ts";
import {
  type Cell,
  firstFields,
  fitsTorch,
  gateField,
  lastFields,
  type OnnxOutputs,
  type OnnxSequence,
  type RecurrentParams,
  recurrentCall,
  recurrentMultiplyAdds,
  recurrentParameters,
  recurrentShape,
  recurrentTorch,
  steppedHelper,
  steppedTorch,
  torchFunction,
} from "./recurrent.ts";
import {
  leading,
  onnxGates,
  onnxOperator,
  onnxProjections,
  onnxSteps,
  operatorActivations,
  recurrentOnnx,
} from "./recurrentOnnx.ts";

interface GruParams extends RecurrentParams {
  readonly recurrentActivation: ActivationName;
  readonly resetAfter: boolean;
}

const after = steppedHelper({
  name: "StepwiseGRU",
  gates: 3,
  arguments: "gate, ",
  fields: ["gate"],
  bias: "2, 3 * units",
  states: 1,
  inputBias: "self.bias[0]",
  body: [
    "recurrent = h @ self.recurrent_kernel",
    "if self.bias is not None:",
    "    recurrent = recurrent + self.bias[1]",
    "xz, xr, xh = projected.chunk(3, dim=1)",
    "hz, hr, hh = recurrent.chunk(3, dim=1)",
    "z, candidate = self.gate(xz + hz), self.activation(xh + self.gate(xr + hr) * hh)",
    "following = [z * h + (1 - z) * candidate]",
  ],
});
const before = steppedHelper({
  name: "StepwiseGRUResetBefore",
  gates: 3,
  arguments: "gate, ",
  fields: ["gate"],
  bias: "3 * units",
  states: 1,
  inputBias: "self.bias",
  body: [
    "kz, kr, kh = self.recurrent_kernel.chunk(3, dim=1)",
    "xz, xr, xh = projected.chunk(3, dim=1)",
    "z, r = self.gate(xz + h @ kz), self.gate(xr + h @ kr)",
    "following = [z * h + (1 - z) * self.activation(xh + (r * h) @ kh)]",
  ],
});

/** A row of the bias [2, 3 · units]. */
const row = (bias: Tensor, index: number): Tensor => reshaped(sliced(bias, 0, index, 1), [bias.shape[1] as number]);

export const gruCell: Cell<GruParams> = {
  className: "GRU",
  gates: 3,
  biases: ({ resetAfter }) => (resetAfter ? 2 : 1),
  args: ({ recurrentActivation, resetAfter }) => ({ recurrentActivation, resetAfter }),
  torch: (params, sequence) => {
    const { units, activation, recurrentActivation, useBias, resetAfter } = params;
    const { emit, x, width, suffix, part } = sequence;
    const plain = activation === "tanh" && recurrentActivation === "sigmoid" && resetAfter;
    if (!plain || !fitsTorch(params, sequence)) {
      return steppedTorch(params, sequence, resetAfter ? after : before, [torchFunction(recurrentActivation)]);
    }
    // torch orders the gates r, z, n.
    const order = [1, 0, 2];
    const bias = useBias ? "" : ", bias=False";
    const gru = emit.module(`nn.GRU(${width}, ${units}${bias}, batch_first=True)`, suffix);
    const turned = (tensor: Tensor) => gatesReordered(transposed(tensor, [1, 0]), 0, order);
    emit.weight("weight_ih_l0", (weights) => turned(weights(part("kernel"))), suffix);
    emit.weight("weight_hh_l0", (weights) => turned(weights(part("recurrent_kernel"))), suffix);
    if (useBias) {
      emit.weight("bias_ih_l0", (weights) => gatesReordered(row(weights(part("bias")), 0), 0, order), suffix);
      emit.weight("bias_hh_l0", (weights) => gatesReordered(row(weights(part("bias")), 1), 0, order), suffix);
    }
    return emit.line(`${gru}(${x})[0]`);
  },
  onnx: (params, sequence) => {
    const { units, activation, recurrentActivation, useBias, resetAfter } = params;
    const known = operatorActivations(sequence, [recurrentActivation, activation]);
    if (known === null) return gruSteps(params, sequence);
    const { part } = sequence;
    // ONNX orders the gates z, r, h, as Keras does.
    return onnxOperator(
      "GRU",
      sequence,
      [
        (weights) => leading(transposed(weights(part("kernel")), [1, 0])),
        (weights) => leading(transposed(weights(part("recurrent_kernel")), [1, 0])),
        (weights) => {
          if (!useBias) return zeros([1, 6 * units]);
          const bias = weights(part("bias"));
          if (resetAfter) return reshaped(bias, [1, 6 * units]);
          return joined([leading(bias), zeros([1, 3 * units])], 1);
        },
      ],
      { hidden_size: units, activations: known, linear_before_reset: resetAfter ? 1 : 0 },
    );
  },
};

function gruSteps(params: GruParams, sequence: OnnxSequence): OnnxOutputs {
  const { units, activation, recurrentActivation, useBias, resetAfter } = params;
  const { emit, part } = sequence;
  const gate = (sum: string) => onnxActivation(emit, recurrentActivation, sum);
  const add = (a: string, b: string) => emit.node("Add", [a, b]);
  const mul = (a: string, b: string) => emit.node("Mul", [a, b]);
  const times = (h: string, kernel: string) => emit.node("MatMul", [h, kernel]);
  const one = emit.floats([1], []);
  const mixed = (z: string, h: string, candidate: string) =>
    add(mul(z, h), mul(emit.node("Sub", [one, z]), onnxActivation(emit, activation, candidate)));
  const frame = {
    units,
    states: 1,
    projections: onnxProjections(
      sequence,
      useBias ? (weights) => (resetAfter ? row(weights(part("bias")), 0) : weights(part("bias"))) : null,
    ),
  };
  if (resetAfter) {
    const kernel = emit.weight((weights) => weights(part("recurrent_kernel")));
    const bias = useBias ? emit.weight((weights) => row(weights(part("bias")), 1)) : null;
    return onnxSteps(sequence, {
      ...frame,
      next: (projected, [h = ""]) => {
        const product = times(h, kernel);
        const [xz = "", xr = "", xh = ""] = onnxGates(emit, projected, units, 3);
        const [hz = "", hr = "", hh = ""] = onnxGates(emit, bias === null ? product : add(product, bias), units, 3);
        return [mixed(gate(add(xz, hz)), h, add(xh, mul(gate(add(xr, hr)), hh)))];
      },
    });
  }
  const [kz, kr, kh] = ([0, 1, 2] as const).map((index) =>
    emit.weight((weights) => sliced(weights(part("recurrent_kernel")), 1, index * units, units)),
  ) as [string, string, string];
  return onnxSteps(sequence, {
    ...frame,
    next: (projected, [h = ""]) => {
      const [xz = "", xr = "", xh = ""] = onnxGates(emit, projected, units, 3);
      const kept = mul(gate(add(xr, times(h, kr))), h);
      return [mixed(gate(add(xz, times(h, kz))), h, add(xh, times(kept, kh)))];
    },
  });
}

export const gru = defineLayer({
  kind: "gru",
  title: "GRU",
  group: "recurrent",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: {
    ...firstFields,
    recurrentActivation: gateField,
    ...lastFields,
    resetAfter: flag({ default: true, advanced: true }),
  },
  badge: ({ units, returnSequences }) => (returnSequences ? `${units} sequence` : `${units}`),
  shape: recurrentShape,
  parameters: ({ params, inputs: [input] }) => ({ trainable: recurrentParameters(gruCell, params, input), fixed: 0 }),
  multiplyAdds: ({ params, inputs: [input] }) => recurrentMultiplyAdds(gruCell, params, input),
  keras: ({ params }) => recurrentCall(gruCell, params),
  mask: "own",
  torch: ({ params }, emit) => recurrentTorch(gruCell, params, emit),
  onnx: ({ params }, emit) => recurrentOnnx(gruCell, params, emit),
});
