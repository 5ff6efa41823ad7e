/**
 * @file PReLU for the WebAssembly backend: tfjs's own reads its weights as one row of channels, whatever their shape. Weights may
 * have size 1 along any axis here.
 */
import { broadcast_util, Prelu, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { define, emptyFloats, floatsOf } from "./define.ts";

export function registerPrelu(): void {
  define(Prelu, (inputs, _, backend) => {
    const [x, alpha] = [inputs.x as TensorInfo, inputs.alpha as TensorInfo];
    const shape = broadcast_util.assertAndGetBroadcastShape(x.shape, alpha.shape);
    util.assertShapesMatch(shape, x.shape, "the weights of PReLU: ");
    const out = emptyFloats(backend, x.shape);
    const [values, weights, results] = [floatsOf(backend, x), floatsOf(backend, alpha), floatsOf(backend, out)];
    const steps = stepsOf(alpha.shape, shape);
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      results[i] = value >= 0 ? value : value * (weights[placeOf(i, shape, steps)] as number);
    }
    return out;
  });
}

/** How far the weights go on with each axis of the result; 0 where they have size 1. */
function stepsOf(own: readonly number[], shape: readonly number[]): readonly number[] {
  const steps = new Array<number>(shape.length).fill(0);
  let step = 1;
  for (let axis = 1; axis <= own.length; axis++) {
    const size = own[own.length - axis] as number;
    if (size > 1) steps[shape.length - axis] = step;
    step *= size;
  }
  return steps;
}

function placeOf(index: number, shape: readonly number[], steps: readonly number[]): number {
  let [rest, place] = [index, 0];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] as number;
    place += (rest % size) * (steps[axis] as number);
    rest = Math.floor(rest / size);
  }
  return place;
}
