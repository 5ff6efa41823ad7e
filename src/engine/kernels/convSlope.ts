/** @file The gradient before an activation: what comes back times the activation's slope, one dispatch. */
import type { Tensor } from "@tensorflow/tfjs-core";
import { type Kernel, launch, linear } from "../gpu/kernel.ts";
import { activationFunctions, activationWgsl, type PointActivation } from "./activations.ts";
import { elementOf, product } from "./convGeometry.ts";

const workgroup = 64;

function slopeKernel(activation: PointActivation, vectors: boolean): Kernel {
  const each = (part: string) => `slope(s${part}, s${part})`;
  return {
    key: `slope ${activation} ${vectors}`,
    inputs: { dy: elementOf(vectors), saved: elementOf(vectors) },
    outputs: { dz: elementOf(vectors) },
    params: { count: "u32" },
    workgroup,
    declarations: `${activationFunctions}\n${activationWgsl(activation)}`,
    body: `
    if (index < params.count) {
      let s = saved[index];
      dz[index] = dy[index] * ${vectors ? `vec4<f32>(${[".x", ".y", ".z", ".w"].map(each).join(", ")})` : each("")};
    }`,
  };
}

/** Writes `dz` = `dy` times the slope at `saved`: the result or the argument, whichever the activation's derivative is of. */
export function writeSlope(activation: PointActivation, dy: Tensor, saved: Tensor, dz: Tensor): void {
  const numbers = product(dz.shape);
  const vectors = numbers % 4 === 0;
  const count = vectors ? numbers / 4 : numbers;
  launch(slopeKernel(activation, vectors), {
    inputs: [dy, saved],
    outputs: [dz],
    params: { count },
    groups: linear(count, workgroup),
  });
}
