/**
 * @file Activation functions of single numbers in WGSL, with their derivatives, for kernels that apply them on the way.
 * Softmax runs over a row and is not among them. Formulas are Keras 3's.
 */
import type { ActivationName } from "../../core/layers/activations.ts";

export type PointActivation = Exclude<ActivationName, "softmax">;

interface Wgsl {
  /** Of `z`. */
  readonly value: string;
  /** The derivative, of what `from` names: the result `y`, which is kept anyway, or the argument `z`. */
  readonly derivative: string;
  readonly from: "y" | "z";
}

const selu = { alpha: 1.6732632423543772, gamma: 1.0507009873554805 };
const scale = `${selu.gamma * selu.alpha}`;

/** Expressions; they may call the functions of `activationFunctions`. */
export const wgslActivations: { readonly [A in PointActivation]: Wgsl } = {
  linear: { value: "z", derivative: "1.0", from: "y" },
  relu: { value: "max(z, 0.0)", derivative: "select(0.0, 1.0, y > 0.0)", from: "y" },
  relu6: { value: "clamp(z, 0.0, 6.0)", derivative: "select(0.0, 1.0, y > 0.0 && y < 6.0)", from: "y" },
  elu: { value: "select(exp(min(z, 0.0)) - 1.0, z, z > 0.0)", derivative: "select(y + 1.0, 1.0, y > 0.0)", from: "y" },
  selu: {
    value: `select(${scale} * (exp(min(z, 0.0)) - 1.0), ${selu.gamma} * z, z > 0.0)`,
    derivative: `select(y + ${scale}, ${selu.gamma}, y > 0.0)`,
    from: "y",
  },
  gelu: { value: "z * normalShare(z)", derivative: "normalShare(z) + z * normalDensity(z)", from: "z" },
  swish: {
    value: "z * logistic(z)",
    derivative: "logistic(z) * (1.0 + z * (1.0 - logistic(z)))",
    from: "z",
  },
  mish: {
    value: "z * boundedTanh(softPlus(z))",
    derivative:
      "boundedTanh(softPlus(z)) + z * logistic(z) * (1.0 - boundedTanh(softPlus(z)) * boundedTanh(softPlus(z)))",
    from: "z",
  },
  sigmoid: { value: "logistic(z)", derivative: "y * (1.0 - y)", from: "y" },
  hardSigmoid: {
    value: `clamp(z * ${1 / 6} + 0.5, 0.0, 1.0)`,
    derivative: `select(0.0, ${1 / 6}, y > 0.0 && y < 1.0)`,
    from: "y",
  },
  tanh: { value: "boundedTanh(z)", derivative: "1.0 - y * y", from: "y" },
  softplus: { value: "softPlus(z)", derivative: "logistic(z)", from: "z" },
  softsign: { value: "z / (1.0 + abs(z))", derivative: "(1.0 - abs(y)) * (1.0 - abs(y))", from: "y" },
};

/** Bounds keep exponentials finite: WGSL may assume that there are no infinities. */
export const activationFunctions = `
fn logistic(z : f32) -> f32 { return 1.0 / (1.0 + exp(-clamp(z, -80.0, 80.0))); }
fn boundedTanh(z : f32) -> f32 { return tanh(clamp(z, -15.0, 15.0)); }
fn softPlus(z : f32) -> f32 { return max(z, 0.0) + log(1.0 + exp(-abs(clamp(z, -80.0, 80.0)))); }
// Abramowitz & Stegun 7.1.26, error at most 1.5e-7.
fn erf(z : f32) -> f32 {
  let a = abs(z);
  let t = 1.0 / (1.0 + 0.3275911 * a);
  let series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return sign(z) * (1.0 - series * exp(-min(a * a, 80.0)));
}
fn normalShare(z : f32) -> f32 { return 0.5 * (1.0 + erf(z * ${Math.SQRT1_2})); }
fn normalDensity(z : f32) -> f32 { return ${1 / Math.sqrt(2 * Math.PI)} * exp(-min(0.5 * z * z, 80.0)); }
`;

/** `fn activate(z : f32) -> f32` and `fn slope(z : f32, y : f32) -> f32` of one activation. */
export const activationWgsl = (name: PointActivation): string => `
fn activate(z : f32) -> f32 { return ${wgslActivations[name].value}; }
fn slope(z : f32, y : f32) -> f32 { return ${wgslActivations[name].derivative}; }
`;

/** Whether a name is one of these. */
export const isPointActivation = (name: string): name is PointActivation => Object.hasOwn(wgslActivations, name);
