/**
 * @file What operations with weights, a bias and an activation share on WebGPU: one kernel forward, and backward the
 * activation's slope, the weights with the bias, and the input, each only where it is asked for.
 */
import type { Tensor } from "@tensorflow/tfjs-core";
import { tensorOf } from "../gpu/kernel.ts";
import { type PointActivation, wgslActivations } from "../kernels/activations.ts";
import { timesSlope } from "../kernels/elementwise.ts";
import { unwritten } from "../kernels/unwritten.ts";
import { onTape, taped } from "./tape.ts";

export interface Weighted {
  readonly x: Tensor;
  readonly kernel: Tensor;
  readonly bias: Tensor | null;
  readonly activation: PointActivation;
}

/** The kernels of one operation. `dz` is the gradient before bias and activation. */
export interface WeightedKernels {
  /** The result; and the activation's argument, where it is to be kept. */
  forward(given: Weighted & { readonly keepsArgument: boolean }): Tensor[];
  input(dz: Tensor, kernel: Tensor): Tensor;
  /** Writes the gradients. */
  weights(given: {
    readonly x: Tensor;
    readonly dz: Tensor;
    readonly kernel: Tensor;
    readonly bias: Tensor | null;
  }): void;
}

/** The operation's result, on the tape. */
export function weighted<T extends Tensor>(given: Weighted, kernels: WeightedKernels): T {
  const { activation, bias } = given;
  const linear = activation === "linear";
  const keepsArgument = !linear && wgslActivations[activation].from === "z" && onTape();
  return taped<T, Readonly<Record<string, Tensor>>>({
    inputs: { x: given.x, kernel: given.kernel, ...(bias === null ? {} : { bias }) },
    forward: (save) => {
      const [y, argument] = kernels.forward({ ...given, keepsArgument }) as [Tensor, Tensor?];
      save(linear ? [given.x, given.kernel] : [given.x, given.kernel, argument ?? y]);
      return y;
    },
    backward: (dy, [x, kernel, saved]) => {
      // Whichever gradient is asked for, it needs this one.
      const dz = linear ? dy : tensorOf(timesSlope(activation, dy, saved as Tensor));
      const dKernel = unwritten((kernel as Tensor).shape);
      const dBias = bias === null ? null : unwritten(bias.shape);
      let written = false;
      const weights = () => {
        if (written) return;
        written = true;
        kernels.weights({ x: x as Tensor, dz, kernel: dKernel, bias: dBias });
        // The input's gradient comes first, so nobody needs it any more.
        if (dz !== dy) dz.dispose();
      };
      const gradient = (tensor: Tensor) => () => {
        weights();
        return tensor;
      };
      return {
        x: () => kernels.input(dz, kernel as Tensor),
        kernel: gradient(dKernel),
        ...(dBias === null ? {} : { bias: gradient(dBias) }),
      };
    },
  });
}
