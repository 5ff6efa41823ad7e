/** @file SimpleRNN: output = activation(inputs · kernel + output before · recurrent_kernel + bias). */
import { joined, transposed, zeros } from "../export/tensors.ts";
import { onnxActivation } from "./activations.ts";
import { defineLayer, oneInput } from "./define.ts";
import {
  type Cell,
  firstFields,
  fitsTorch,
  lastFields,
  recurrentCall,
  recurrentMultiplyAdds,
  recurrentParameters,
  recurrentShape,
  recurrentTorch,
  steppedHelper,
  steppedTorch,
} from "./recurrent.ts";
import {
  leading,
  onnxOperator,
  onnxProjections,
  onnxSteps,
  operatorActivations,
  recurrentOnnx,
} from "./recurrentOnnx.ts";

const helper = steppedHelper({
  name: "StepwiseRNN",
  gates: 1,
  arguments: "",
  fields: [],
  bias: "units",
  states: 1,
  inputBias: "self.bias",
  body: ["following = [self.activation(projected + h @ self.recurrent_kernel)]"],
});

export const simpleRnnCell: Cell = {
  className: "SimpleRNN",
  gates: 1,
  biases: () => 1,
  args: () => ({}),
  torch: (params, sequence) => {
    const { units, activation, useBias } = params;
    const { emit, x, width, suffix, part } = sequence;
    if ((activation !== "tanh" && activation !== "relu") || !fitsTorch(params, sequence)) {
      return steppedTorch(params, sequence, helper, []);
    }
    const bias = useBias ? "" : ", bias=False";
    const options = `${bias}, nonlinearity="${activation}", batch_first=True`;
    const rnn = emit.module(`nn.RNN(${width}, ${units}${options})`, suffix);
    emit.weight("weight_ih_l0", (weights) => transposed(weights(part("kernel")), [1, 0]), suffix);
    emit.weight("weight_hh_l0", (weights) => transposed(weights(part("recurrent_kernel")), [1, 0]), suffix);
    if (useBias) {
      emit.weight("bias_ih_l0", (weights) => weights(part("bias")), suffix);
      emit.weight("bias_hh_l0", () => zeros([units]), suffix);
    }
    return emit.line(`${rnn}(${x})[0]`);
  },
  onnx: (params, sequence) => {
    const { units, activation, useBias } = params;
    const { emit, part } = sequence;
    const known = operatorActivations(sequence, [activation]);
    if (known !== null) {
      return onnxOperator(
        "RNN",
        sequence,
        [
          (weights) => leading(transposed(weights(part("kernel")), [1, 0])),
          (weights) => leading(transposed(weights(part("recurrent_kernel")), [1, 0])),
          (weights) =>
            useBias ? joined([leading(weights(part("bias"))), zeros([1, units])], 1) : zeros([1, 2 * units]),
        ],
        { hidden_size: units, activations: known },
      );
    }
    const kernel = emit.weight((weights) => weights(part("recurrent_kernel")));
    return onnxSteps(sequence, {
      units,
      states: 1,
      projections: onnxProjections(sequence, useBias ? (weights) => weights(part("bias")) : null),
      next: (projected, [h = ""]) => [
        onnxActivation(emit, activation, emit.node("Add", [projected, emit.node("MatMul", [h, kernel])])),
      ],
    });
  },
};

export const simpleRnn = defineLayer({
  kind: "simpleRnn",
  title: "SimpleRNN",
  group: "recurrent",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: { ...firstFields, ...lastFields },
  badge: ({ units, returnSequences }) => (returnSequences ? `${units} sequence` : `${units}`),
  shape: recurrentShape,
  parameters: ({ params, inputs: [input] }) => ({
    trainable: recurrentParameters(simpleRnnCell, params, input),
    fixed: 0,
  }),
  multiplyAdds: ({ params, inputs: [input] }) => recurrentMultiplyAdds(simpleRnnCell, params, input),
  keras: ({ params }) => recurrentCall(simpleRnnCell, params),
  mask: "own",
  torch: ({ params }, emit) => recurrentTorch(simpleRnnCell, params, emit),
  onnx: ({ params }, emit) => recurrentOnnx(simpleRnnCell, params, emit),
});
