/**
 * @file A recurrent cell over a sequence as tfjs operations, a loop over the steps: for devices without own kernels, for
 * activations that run over a row, and the measure of the kernels in tests.
 */
import * as tf from "@tensorflow/tfjs-core";
import { assertNever } from "../../core/fault.ts";
import { chosen } from "../model/customLayers/masks.ts";
import { activationOf } from "../model/customLayers/named.ts";
import type { Recurrence } from "./recurrent.ts";

/** What a sequence hands from step to step; the first is the output. */
type State = readonly [tf.Tensor2D, ...tf.Tensor2D[]];

/** The next state. `projected`: the step's row of inputs · kernel + bias; `recalled`: the output before, after dropout. */
type Step = (projected: tf.Tensor2D, recalled: tf.Tensor2D, state: State) => State;

/** The steps of [batch, steps, width], [batch, width] each. tfjs's gradient of cutting fails where there is one. */
const stepsOf = (x: tf.Tensor3D): tf.Tensor2D[] =>
  x.shape[1] === 1 ? [tf.squeeze<tf.Tensor2D>(x, [1])] : (tf.unstack(x, 1) as tf.Tensor2D[]);

/** What a step does, with all that is the same at every step made ready. */
function stepper({ cell, kernel, bias, ...names }: Recurrence): Step {
  const activate = activationOf(names.activation);
  const gate = activationOf(names.recurrentActivation);
  switch (cell) {
    case "simple":
      return (projected, recalled) => [activate(tf.add(projected, tf.matMul(recalled, kernel)))];
    case "lstm":
      return (projected, recalled, [, carry]) => {
        const sum = tf.add(projected, tf.matMul(recalled, kernel));
        const [input, forget, held, output] = tf.split(sum, 4, 1) as Four;
        const kept = tf.mul(gate(forget), carry as tf.Tensor2D);
        const next: tf.Tensor2D = tf.add(kept, tf.mul(gate(input), activate(held)));
        return [tf.mul(gate(output), activate(next)), next];
      };
    case "gru":
      return (projected, recalled) => {
        const product = tf.matMul<tf.Tensor2D>(recalled, kernel);
        const [xz, xr, xh] = thirds(projected);
        const [hz, hr, hh] = thirds(bias === null ? product : tf.add<tf.Tensor2D>(product, bias));
        const reset = gate(tf.add<tf.Tensor2D>(xr, hr));
        const candidate = activate(tf.add<tf.Tensor2D>(xh, tf.mul(reset, hh)));
        return [mixed(gate(tf.add<tf.Tensor2D>(xz, hz)), recalled, candidate)];
      };
    case "gruResetBefore": {
      const units = kernel.shape[0];
      const [gates, last] = tf.split(kernel, [2 * units, units], 1) as [tf.Tensor2D, tf.Tensor2D];
      return (projected, recalled) => {
        const [xz, xr, xh] = thirds(projected);
        const [hz, hr] = tf.split(tf.matMul(recalled, gates), 2, 1) as [tf.Tensor2D, tf.Tensor2D];
        const kept = tf.mul<tf.Tensor2D>(gate(tf.add<tf.Tensor2D>(xr, hr)), recalled);
        const candidate = activate(tf.add<tf.Tensor2D>(xh, tf.matMul(kept, last)));
        return [mixed(gate(tf.add<tf.Tensor2D>(xz, hz)), recalled, candidate)];
      };
    }
    default:
      return assertNever(cell);
  }
}

type Four = [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
const thirds = (x: tf.Tensor2D) => tf.split(x, 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];

/** z · old + (1 − z) · new, as one product. */
const mixed = (z: tf.Tensor2D, old: tf.Tensor2D, candidate: tf.Tensor2D): tf.Tensor2D =>
  tf.add(candidate, tf.mul(z, tf.sub(old, candidate)));

/** What `recurrence` computes. */
export function unrolled(recurrence: Recurrence): tf.Tensor {
  const { projected, mask, dropped, backwards, output, cell, kernel } = recurrence;
  const projections = stepsOf(projected);
  const counts = mask === null ? null : stepsOf(tf.expandDims(mask, 2) as tf.Tensor3D);
  const order = projections.map((_, step) => (backwards ? projections.length - 1 - step : step));
  const following = stepper(recurrence);
  const states = cell === "lstm" ? 2 : 1;
  const zeros = () => tf.zeros<tf.Rank.R2>([projected.shape[0], kernel.shape[0]]);
  let state = Array.from({ length: states }, zeros) as unknown as State;
  const outputs: tf.Tensor2D[] = [];
  for (const step of order) {
    const before = state;
    const recalled = dropped === null ? before[0] : tf.mul<tf.Tensor2D>(before[0], dropped);
    const next = following(projections[step] as tf.Tensor2D, recalled, before);
    const counted = counts?.[step];
    state =
      counted === undefined
        ? next
        : (next.map((part, i) => chosen(counted, part, before[i] as tf.Tensor2D)) as unknown as State);
    outputs[step] = state[0];
  }
  return output === "last" ? state[0] : tf.stack(outputs, 1);
}
