/**
 * @file LSTM: a memory that gates open and close. Of inputs · kernel + output before · recurrent_kernel + bias, cut into
 * i, f, c, o: memory = g(f) · memory + g(i) · a(c), output = g(o) · a(memory).
 */
import { gatesReordered, joined, reshaped, transposed, zeros } from "../export/tensors.ts";
import { flag } from "../params/fields.ts";
import { type ActivationName, onnxActivation } from "./activations.ts";
import { defineLayer, oneInput } from "./define.ts";
import {
  type Cell,
  firstFields,
  fitsTorch,
  gateField,
  lastFields,
  orZeros,
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

interface LstmParams extends RecurrentParams {
  readonly recurrentActivation: ActivationName;
  readonly unitForgetBias: boolean;
}

const helper = steppedHelper({
  name: "StepwiseLSTM",
  gates: 4,
  arguments: "gate, ",
  fields: ["gate"],
  bias: "4 * units",
  states: 2,
  inputBias: "self.bias",
  body: [
    "i, f, c, o = (projected + h @ self.recurrent_kernel).chunk(4, dim=1)",
    "memory = self.gate(f) * state[1] + self.gate(i) * self.activation(c)",
    "following = [self.gate(o) * self.activation(memory), memory]",
  ],
});

export const lstmCell: Cell<LstmParams> = {
  className: "LSTM",
  gates: 4,
  biases: () => 1,
  args: ({ recurrentActivation, unitForgetBias }) => ({ recurrentActivation, unitForgetBias }),
  torch: (params, sequence) => {
    const { units, activation, recurrentActivation, useBias } = params;
    const { emit, x, width, suffix, part } = sequence;
    if (activation !== "tanh" || recurrentActivation !== "sigmoid" || !fitsTorch(params, sequence)) {
      return steppedTorch(params, sequence, helper, [torchFunction(recurrentActivation)]);
    }
    const bias = useBias ? "" : ", bias=False";
    const lstm = emit.module(`nn.LSTM(${width}, ${units}${bias}, batch_first=True)`, suffix);
    emit.weight("weight_ih_l0", (weights) => transposed(weights(part("kernel")), [1, 0]), suffix);
    emit.weight("weight_hh_l0", (weights) => transposed(weights(part("recurrent_kernel")), [1, 0]), suffix);
    if (useBias) {
      emit.weight("bias_ih_l0", (weights) => weights(part("bias")), suffix);
      emit.weight("bias_hh_l0", () => zeros([4 * units]), suffix);
    }
    return emit.line(`${lstm}(${x})[0]`);
  },
  onnx: (params, sequence) => {
    const { units, activation, recurrentActivation, useBias } = params;
    const { emit, part } = sequence;
    const known = operatorActivations(sequence, [recurrentActivation, activation, activation]);
    if (known !== null) {
      // ONNX orders the gates i, o, f, c.
      const order = [0, 3, 1, 2];
      const size = [1, 4 * units];
      return onnxOperator(
        "LSTM",
        sequence,
        [
          (weights) => leading(gatesReordered(transposed(weights(part("kernel")), [1, 0]), 0, order)),
          (weights) => leading(gatesReordered(transposed(weights(part("recurrent_kernel")), [1, 0]), 0, order)),
          (weights) => {
            const bias = orZeros(useBias, () => reshaped(weights(part("bias")), size), size);
            return joined([gatesReordered(bias, 1, order), zeros(size)], 1);
          },
        ],
        { hidden_size: units, activations: known },
      );
    }
    const kernel = emit.weight((weights) => weights(part("recurrent_kernel")));
    const bent = (name: ActivationName, x: string) => onnxActivation(emit, name, x);
    return onnxSteps(sequence, {
      units,
      states: 2,
      projections: onnxProjections(sequence, useBias ? (weights) => weights(part("bias")) : null),
      next: (projected, [output = "", memory = ""]) => {
        const sum = emit.node("Add", [projected, emit.node("MatMul", [output, kernel])]);
        const [i = "", f = "", c = "", o = ""] = onnxGates(emit, sum, units, 4);
        const kept = emit.node("Mul", [bent(recurrentActivation, f), memory]);
        const written = emit.node("Mul", [bent(recurrentActivation, i), bent(activation, c)]);
        const next = emit.node("Add", [kept, written]);
        return [emit.node("Mul", [bent(recurrentActivation, o), bent(activation, next)]), next];
      },
    });
  },
};

export const lstm = defineLayer({
  kind: "lstm",
  title: "LSTM",
  group: "recurrent",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: {
    ...firstFields,
    recurrentActivation: gateField,
    ...lastFields,
    unitForgetBias: flag({ default: true, advanced: true }),
  },
  badge: ({ units, returnSequences }) => (returnSequences ? `${units} sequence` : `${units}`),
  shape: recurrentShape,
  parameters: ({ params, inputs: [input] }) => ({ trainable: recurrentParameters(lstmCell, params, input), fixed: 0 }),
  multiplyAdds: ({ params, inputs: [input] }) => recurrentMultiplyAdds(lstmCell, params, input),
  keras: ({ params }) => recurrentCall(lstmCell, params),
  mask: "own",
  torch: ({ params }, emit) => recurrentTorch(lstmCell, params, emit),
  onnx: ({ params }, emit) => recurrentOnnx(lstmCell, params, emit),
});
