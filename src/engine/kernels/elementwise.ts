/**
 * @file Functions of single numbers over tensors of one shape, in one dispatch: activations, and their slopes times the
 * gradient that comes in. Four numbers an invocation where they divide by four.
 */
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { type Kernel, launch, linear } from "../gpu/kernel.ts";
import { activationFunctions, activationWgsl, type PointActivation, wgslActivations } from "./activations.ts";

export interface PointFunction {
  /** Distinguishes functions: the same key, the same text. */
  readonly key: string;
  /** Names of the tensors, all of one shape; as numbers in the expression. */
  readonly inputs: readonly string[];
  readonly functions?: string;
  /** A WGSL expression of type f32; may use `params.amount` and `params.other`. */
  readonly expression: string;
}

const workgroup = 64;

function kernelOf({ key, inputs, functions = "", expression }: PointFunction, fours: boolean): Kernel {
  const element = fours ? "vec4<f32>" : "f32";
  const call = (part: string) => `point(${inputs.map((name) => `at_${name}${part}`).join(", ")})`;
  return {
    key: `point ${key}${fours ? " 4" : ""}`,
    inputs: Object.fromEntries(inputs.map((name) => [name, element])),
    outputs: { result: element },
    params: { count: "u32", amount: "f32", other: "f32" },
    workgroup,
    declarations: `${functions}
fn point(${inputs.map((name) => `${name} : f32`).join(", ")}) -> f32 { return ${expression}; }`,
    body: `
  if (index >= params.count) { return; }
  ${inputs.map((name) => `let at_${name} = ${name}[index];`).join("\n")}
  result[index] = ${fours ? `vec4(${["x", "y", "z", "w"].map((part) => call(`.${part}`)).join(", ")})` : call("")};`,
  };
}

/** The function of each number of the tensors, a new float32 tensor. */
export function pointwise(given: PointFunction, tensors: readonly TensorInfo[], amount = 0, other = 0): TensorInfo {
  const [first] = tensors as readonly [TensorInfo];
  const size = first.shape.reduce((product, length) => product * length, 1);
  const fours = size % 4 === 0;
  const count = fours ? size / 4 : size;
  const [result] = launch(kernelOf(given, fours), {
    inputs: tensors,
    outputs: [{ shape: first.shape, dtype: "float32" }],
    params: { count, amount, other },
    groups: linear(count, workgroup),
  });
  return result as TensorInfo;
}

const functionsOf = (name: PointActivation) => `${activationFunctions}${activationWgsl(name)}`;

export const activated = (name: PointActivation, x: TensorInfo): TensorInfo =>
  pointwise({ key: name, inputs: ["z"], functions: functionsOf(name), expression: "activate(z)" }, [x]);

/** dy times the derivative; `saved` is what the derivative is a function of: `wgslActivations[name].from`. */
export function timesSlope(name: PointActivation, dy: TensorInfo, saved: TensorInfo): TensorInfo {
  const expression = wgslActivations[name].from === "y" ? "dy * slope(0.0, saved)" : "dy * slope(saved, 0.0)";
  return pointwise({ key: `${name} slope`, inputs: ["dy", "saved"], functions: functionsOf(name), expression }, [
    dy,
    saved,
  ]);
}
