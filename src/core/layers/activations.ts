/**
 * @file Activation names, Keras's own (tfjs knows each under the same name), and how the other frameworks write them.
 * Functions of each number, but softmax, which runs over the channels.
 */

import type { OnnxEmitter } from "../export/onnx/emitter.ts";
import type { Layout } from "../export/torch/emitter.ts";
import { assertNever } from "../fault.ts";

export const activations = [
  "linear",
  "relu",
  "relu6",
  "elu",
  "selu",
  "gelu",
  "swish",
  "mish",
  "sigmoid",
  "hardSigmoid",
  "tanh",
  "softplus",
  "softsign",
  "softmax",
] as const;
export type ActivationName = (typeof activations)[number];

/** Where softmax runs: the channels' axis, the batch axis counted. */
const channelAxis = (layout: Layout): number => (layout === "first" ? 1 : -1);

/** A Python expression: the activation of the variable `x`. */
export function torchActivation(name: ActivationName, x: string, layout: Layout = "last"): string {
  switch (name) {
    case "linear":
      return x;
    case "relu":
      return `F.relu(${x})`;
    case "relu6":
      return `F.relu6(${x})`;
    case "elu":
      return `F.elu(${x})`;
    case "selu":
      return `F.selu(${x})`;
    case "gelu":
      return `F.gelu(${x})`;
    case "swish":
      return `F.silu(${x})`;
    case "mish":
      return `F.mish(${x})`;
    case "sigmoid":
      return `torch.sigmoid(${x})`;
    case "hardSigmoid":
      return `F.hardsigmoid(${x})`;
    case "tanh":
      return `torch.tanh(${x})`;
    case "softplus":
      // torch's own goes over to a straight line above 20; the difference is below float32.
      return `F.softplus(${x})`;
    case "softsign":
      return `F.softsign(${x})`;
    case "softmax":
      return `F.softmax(${x}, dim=${channelAxis(layout)})`;
    default:
      return assertNever(name);
  }
}

const seluAlpha = 1.6732632423543772;
const seluGamma = 1.0507009873554805;

/** Adds the activation's operators; returns the output's name. */
export function onnxActivation(emit: OnnxEmitter, name: ActivationName, x: string, layout: Layout = "last"): string {
  switch (name) {
    case "linear":
      return x;
    case "relu":
      return emit.node("Relu", [x]);
    case "relu6":
      return emit.node("Clip", [x, emit.floats([0], []), emit.floats([6], [])]);
    case "elu":
      return emit.node("Elu", [x], { alpha: { float: 1 } });
    case "selu":
      return emit.node("Selu", [x], { alpha: { float: seluAlpha }, gamma: { float: seluGamma } });
    case "gelu": {
      // 0.5 · x · (1 + erf(x / √2)); the operator of this name is newer than the operator set used here.
      const bent = emit.node("Erf", [emit.node("Mul", [x, emit.floats([Math.SQRT1_2], [])])]);
      const share = emit.node("Add", [bent, emit.floats([1], [])]);
      return emit.node("Mul", [emit.node("Mul", [x, emit.floats([0.5], [])]), share]);
    }
    case "swish":
      return emit.node("Mul", [x, emit.node("Sigmoid", [x])]);
    case "mish":
      return emit.node("Mul", [x, emit.node("Tanh", [emit.node("Softplus", [x])])]);
    case "sigmoid":
      return emit.node("Sigmoid", [x]);
    case "hardSigmoid":
      return emit.node("HardSigmoid", [x], { alpha: { float: 1 / 6 }, beta: { float: 0.5 } });
    case "tanh":
      return emit.node("Tanh", [x]);
    case "softplus":
      return emit.node("Softplus", [x]);
    case "softsign":
      return emit.node("Softsign", [x]);
    case "softmax":
      return emit.node("Softmax", [x], { axis: channelAxis(layout) });
    default:
      return assertNever(name);
  }
}
