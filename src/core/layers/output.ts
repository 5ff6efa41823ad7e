/**
 * @file Output: the model's head, a Dense layer whose units and activation follow the task unless the user takes over.
 * What "follows" means is decided in `core/training/losses.ts`.
 */
import { assert } from "../fault.ts";
import { autoInt, choice } from "../params/fields.ts";
import { losses, lossFor, outputActivationFor, outputUnitsFor } from "../training/losses.ts";
import { type ActivationName, activations } from "./activations.ts";
import { defineLayer, gives, type HeadProblem, type ModelContext, oneInput, unknownShape } from "./define.ts";
import { denseCall, denseOnnx, denseParameters, denseTorch, maxUnits } from "./dense.ts";
import { elements, wrongRank } from "./sameShape.ts";

interface HeadParams {
  readonly units: number | null;
  readonly activation: ActivationName | "auto";
}

/** Units and activation in force; null while the task is open. */
function resolve({ units, activation }: HeadParams, { task, classes, outputs }: ModelContext) {
  // A class count of 0 means that the classes are not known yet.
  const natural = task === null ? 0 : outputUnitsFor(task, classes, outputs);
  const resolvedUnits = units ?? (natural > 0 ? natural : null);
  const resolvedActivation = activation === "auto" ? (task === null ? null : outputActivationFor(task)) : activation;
  return { units: resolvedUnits, activation: resolvedActivation };
}

/** The head as a Dense layer; there is one only once the task is known. */
function headOf(params: HeadParams, context: ModelContext) {
  const { units, activation } = resolve(params, context);
  assert(units !== null && activation !== null, "a head is written only once the task is known");
  return { units, activation, useBias: true };
}

function check(params: HeadParams, context: ModelContext): HeadProblem[] {
  const { task, classes, outputs } = context;
  if (task === null) return [];
  const head = resolve(params, context);
  const problems: HeadProblem[] = [];
  const expected = outputUnitsFor(task, classes, outputs);
  if (head.units !== null && expected > 0 && head.units !== expected) {
    problems.push({ code: "outputUnits", field: "units", units: head.units, expected, task });
  }
  const fitting: readonly string[] = losses[lossFor(task, "auto")].activations;
  if (head.activation !== null && !fitting.includes(head.activation)) {
    // A squashed regression still trains within its range; softmax over one number is always 1.
    const severity = task === "regression" && head.activation !== "softmax" ? "warning" : "error";
    problems.push({
      code: "outputActivation",
      field: "activation",
      activation: head.activation,
      expected: fitting.join(", "),
      severity,
    });
  }
  return problems;
}

export const output = defineLayer({
  kind: "output",
  title: "Output",
  group: "io",
  inputs: oneInput,
  role: "output",
  addable: false,
  fields: {
    units: autoInt({ default: null, min: 1, max: maxUnits }),
    activation: choice(["auto", ...activations], { default: "auto" }),
  },
  badge: (params, context) => {
    const { units, activation } = resolve(params, context);
    return units === null || activation === null ? "auto" : `${units} ${activation}`;
  },
  shape: ({ params, inputs: [input], context }) => {
    const { units } = resolve(params, context);
    if (input !== undefined && input.length !== 1) return wrongRank(1, input);
    return input === undefined || units === null ? unknownShape : gives([units]);
  },
  parameters: ({ params, inputs: [input], context }) => {
    const { units } = resolve(params, context);
    return { trainable: input === undefined || units === null ? 0 : denseParameters(input, units, true), fixed: 0 };
  },
  multiplyAdds: ({ inputs: [input], output }) => elements(output) * (input?.at(-1) ?? 0),
  keras: ({ params, context }) => denseCall(headOf(params, context)),
  torch: ({ params, context }, emit) => denseTorch(headOf(params, context), emit),
  onnx: ({ params, context }, emit) => denseOnnx(headOf(params, context), emit),
  check,
});
