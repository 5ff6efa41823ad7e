/**
 * @file A recurrent cell over a whole sequence, given what each step's input was projected to: on WebGPU one dispatch
 * forward and one backwards through time, however many steps there are; on other devices, and for softmax as an
 * activation, a loop of operations.
 */
import * as tf from "@tensorflow/tfjs-core";
import { assert } from "../../core/fault.ts";
import type { ActivationName } from "../../core/layers/activations.ts";
import { gpu } from "../gpu/backend.ts";
import { tensorOf } from "../gpu/kernel.ts";
import { isPointActivation } from "../kernels/activations.ts";
import { product, productWithSums } from "../kernels/matmul.ts";
import type { Cell } from "../kernels/recurrent/cells.ts";
import type { Sizes } from "../kernels/recurrent/division.ts";
import { goesTogether } from "../kernels/recurrent/preference.ts";
import { type Form, runBackward, runForward } from "../kernels/recurrent/sequence.ts";
import { unrolled } from "./recurrentLoop.ts";
import { taped } from "./tape.ts";

export interface Recurrence {
  readonly cell: Cell;
  readonly activation: ActivationName;
  /** Of the gates; a cell without gates has none and says "linear". */
  readonly recurrentActivation: ActivationName;
  /** Inputs · kernel + bias, [batch, steps, gates · units]. */
  readonly projected: tf.Tensor3D;
  /** The recurrent kernel, [units, gates · units]. */
  readonly kernel: tf.Tensor2D;
  /** Added to the recurrent product, [gates · units]: GRU with the reset gate after it has one. */
  readonly bias: tf.Tensor1D | null;
  /** 1 where a step counts, 0 where it keeps the state: [batch, steps]. */
  readonly mask: tf.Tensor2D | null;
  /** Factors of the output before, the same at every step: [batch, units]. */
  readonly dropped: tf.Tensor2D | null;
  /** From the last step to the first. */
  readonly backwards: boolean;
  /** The output of every step, each at the place of its input; or that of the step gone through last. */
  readonly output: "sequence" | "last";
}

/** [batch, steps, units] or [batch, units]. Mask and dropout have no gradient. */
export function recurrence(given: Recurrence): tf.Tensor {
  const { activation, recurrentActivation } = given;
  if (tf.getBackend() === "webgpu" && isPointActivation(activation) && isPointActivation(recurrentActivation)) {
    return tf.tidy(() => inOneDispatch(given, { activation, recurrentActivation }));
  }
  return tf.tidy(() => unrolled(given));
}

function inOneDispatch(given: Recurrence, names: Pick<Form, "activation" | "recurrentActivation">): tf.Tensor {
  const { cell, projected, kernel, mask, dropped, backwards, output } = given;
  const [rows, steps, columns] = projected.shape;
  const [units] = kernel.shape;
  const sizes: Sizes = { rows, steps, units };
  const masked = mask !== null;
  const form: Form = { cell, ...names, output, backwards, masked, dropped: dropped !== null };
  const together = goesTogether(gpu().device);
  // In one tensor: GRU would bind more buffers than every device takes.
  const conditions = mask !== null && dropped !== null ? tf.concat([mask, dropped], 1) : (mask ?? dropped);
  const bias = cell === "gru" ? (given.bias ?? tf.zeros<tf.Rank.R1>([columns])) : null;
  const inputs = { projected, kernel, ...(bias === null ? {} : { bias }) };
  return taped({
    inputs,
    forward: (save) => {
      const { result, saved } = runForward(form, sizes, together, { projected, kernel, bias, conditions });
      const [kept, recalled, own] = [saved.kept, saved.recalled, saved.own].map((info) => info && tensorOf(info));
      const left = [kept, recalled, own ?? null];
      save([kernel, ...left, conditions].filter((tensor) => tensor != null));
      return tensorOf(result);
    },
    backward: (dy, saved) => {
      const next = saved.values();
      const taken = () => {
        const { value } = next.next();
        assert(value !== undefined, "the forward pass was saved");
        return value;
      };
      const [kernelThen, kept, recalled] = [taken() as tf.Tensor2D, taken(), taken()];
      const own = cell === "lstm" || cell === "gruResetBefore" ? taken() : null;
      const conditionsThen = conditions === null ? null : taken();
      const transposed = tf.transpose(kernelThen);
      const made = runBackward(
        form,
        sizes,
        together,
        { kept, recalled, own },
        { dy, transposed, conditions: conditionsThen },
      );
      const dz = tensorOf(made.dz) as tf.Tensor3D;
      tf.dispose([tensorOf(made.carry), transposed]);
      const inner = made.dInner === null ? dz : tensorOf(made.dInner);
      const weights = { m: units, n: columns, k: rows * steps };
      // Taken here, where it lasts until the bias is asked for.
      const sums = bias === null ? null : tensorOf(gpu().makeTensorInfo([columns], "float32"));
      let summed = false;
      return {
        projected: () => tf.clone(dz),
        kernel: () => {
          if (sums !== null) {
            summed = true;
            return tensorOf(productWithSums(recalled, inner, weights, sums));
          }
          if (cell === "gruResetBefore") return resetBeforeGradient(sizes, recalled, own as tf.Tensor, dz);
          const forms = { ...weights, transposeA: true, transposeB: false };
          return tensorOf(product(recalled, inner, forms, [units, columns])[0] as tf.TensorInfo);
        },
        bias: () => (summed ? tf.clone(sums as tf.Tensor) : tf.sum(inner, [0, 1])),
      };
    },
  });
}

/** The gates' columns saw what was recalled, the candidate's what the reset gate left of it. */
function resetBeforeGradient({ rows, steps, units }: Sizes, recalled: tf.Tensor, reset: tf.Tensor, dz: tf.Tensor) {
  const flat = (x: tf.Tensor, width: number) => tf.reshape<tf.Rank.R2>(x, [rows * steps, width]);
  const inner = flat(dz, 3 * units);
  const gates = tf.matMul(flat(recalled, units), tf.slice(inner, [0, 0], [-1, 2 * units]), true, false);
  const last = tf.matMul(flat(reset, units), tf.slice(inner, [0, 2 * units]), true, false);
  return tf.concat([gates, last], 1);
}
