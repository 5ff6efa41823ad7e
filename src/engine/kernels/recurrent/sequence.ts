/**
 * @file A recurrent cell over a whole sequence in one dispatch, and its gradient backwards through time in another. Rows of
 * a batch are independent: a workgroup goes through the steps of one row, its invocations sharing the units, with
 * barriers between; or, on devices where barriers are what costs, one invocation does. What a step hands to the next
 * lies in storage, so that units may be as many as memory holds and a very long sequence can be cut into launches.
 */
import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { Kernel, Output } from "../../gpu/kernel.ts";
import { launch, linear } from "../../gpu/kernel.ts";
import { activationFunctions, type PointActivation, wgslActivations } from "../activations.ts";
import { type Cell, cellTexts, type Phase } from "./cells.ts";
import { chunksOf, type Division, divisionOf, type Sizes } from "./division.ts";
import { productDeclarations, productText, syncText } from "./productText.ts";

/** What is the same for all launches of one layer. */
export interface Form {
  readonly cell: Cell;
  readonly activation: PointActivation;
  readonly recurrentActivation: PointActivation;
  /** Put out: every step's output, at the step's own place, or that of the step gone through last. */
  readonly output: "sequence" | "last";
  readonly backwards: boolean;
  readonly masked: boolean;
  readonly dropped: boolean;
}

/** What the forward pass leaves for the gradient. */
export interface Saved {
  /** Gates and candidates: [rows, steps, slots · units]. */
  readonly kept: TensorInfo;
  /** The output of the step before, after recurrent dropout: [rows, steps, units]. */
  readonly recalled: TensorInfo;
  /** Memory (LSTM), or what the reset gate left of `recalled` (GRU, reset before): [rows, steps, units]. */
  readonly own: TensorInfo | null;
}

interface ForwardInputs {
  /** [rows, steps, gates · units] */
  readonly projected: TensorInfo;
  /** [units, gates · units] */
  readonly kernel: TensorInfo;
  /** Of the recurrent product, where the cell has one: [gates · units]. */
  readonly bias: TensorInfo | null;
  /** The mask, the factors of recurrent dropout, or both: [rows, steps (if masked) + units (if dropped)]. */
  readonly conditions: TensorInfo | null;
}

const present = <T>(values: readonly (T | null)[]): T[] => values.filter((value): value is T => value !== null);
const named = (names: readonly string[], element = "f32") => Object.fromEntries(names.map((name) => [name, element]));

const params = { rows: "u32", steps: "u32", units: "u32", firstStep: "u32", endStep: "u32" } as const;
const aloneWorkgroup = 4;

/** One activation as functions: of the argument, what is kept of it, and value and slope of what was kept. */
function activationText(name: string, activation: PointActivation): string {
  const { value, derivative, from } = wgslActivations[activation];
  const fromResult = from === "y";
  return `
fn ${name}(z : f32) -> f32 { return ${value}; }
fn ${name}Kept(z : f32, y : f32) -> f32 { return ${fromResult ? "y" : "z"}; }
fn ${name}Value(kept : f32) -> f32 { return ${fromResult ? "kept" : `${name}(kept)`}; }
fn ${name}Slope(${from} : f32) -> f32 { return ${derivative}; }
fn ${name}SlopeAt(z : f32, y : f32) -> f32 { return ${name}Slope(${fromResult ? "y" : "z"}); }`;
}

function declarationsOf({ cell, activation, recurrentActivation, masked, dropped }: Form, division: Division): string {
  const { kept, carried } = cellTexts[cell];
  const width = [masked ? "params.steps" : "0u", dropped ? "params.units" : "0u"].join(" + ");
  return `
const keptSlots = ${kept}u;
const carriedSlots = ${carried}u;
${productDeclarations(division)}
${activationFunctions}
${activationText("activate", activation)}
${activationText("gate", recurrentActivation)}
fn countsAt(row : u32, t : u32) -> bool { return ${masked ? `conditions[row * (${width}) + t] > 0.5` : "true"}; }
fn dropOf(row : u32, unit : u32) -> f32 {
  return ${dropped ? `conditions[row * (${width}) + ${masked ? "params.steps" : "0u"} + unit]` : "1.0"};
}`;
}

/** Statements for every unit: shared among a team, or done for each row of an invocation alone. */
function forUnits(statements: string, { team, rows }: Division, backwards: boolean): string {
  const units = (first: string, step: number) => `
    for (var unit = ${first}; unit < units; unit += ${step}u) {
      let drop = dropOf(row, unit);
      ${statements}
    }`;
  if (team > 1) return `{ ${placeText(backwards)} ${units("lane", team)} }`;
  return `
  for (var row = firstRow; row < min(firstRow + ${rows}u, params.rows); row++) {
    ${placeText(backwards)}
    ${units("0u", 1)}
  }`;
}

const phaseText = (phase: Phase, division: Division, backwards: boolean) =>
  "product" in phase ? productText(phase.product, division) : forUnits(phase.units, division, backwards);

const phasesText = (phases: readonly Phase[], division: Division, backwards: boolean) =>
  phases.map((phase) => `${phaseText(phase, division, backwards)}\n  ${syncText(division)}`).join("\n");

/** What both ways begin with: which rows. */
const rowText = ({ team, rows }: Division, gates: number) => `
  ${team > 1 ? "let row = group.y * groups.x + group.x; let firstRow = row;" : `let firstRow = index * ${rows}u;`}
  if (firstRow >= params.rows) { return; }
  let units = params.units;
  let steps = params.steps;
  let columns = ${gates}u * units;`;

/** Where a row is at a step. */
const placeText = (backwards: boolean) => `
    let p = row * steps + t;
    let earlier = p ${backwards ? "+" : "-"} 1u;
    let counts = countsAt(row, t);`;
const stepText = ({ team }: Division, backwards: boolean) => `
    let t = ${backwards ? "steps - 1u - walked" : "walked"};
    ${team > 1 ? "let p = row * steps + t;" : ""}`;

const keyOf = (way: string, form: Form, { team, rows, fours }: Division) =>
  [
    `recurrent ${way}`,
    form.cell,
    form.activation,
    form.recurrentActivation,
    form.output,
    form.backwards ? "backwards" : "",
    form.masked ? "masked" : "",
    form.dropped ? "dropped" : "",
    team > 1 ? `team ${team}` : `rows ${rows}${fours ? " fours" : ""}`,
  ].join(" ");

const workgroupOf = ({ team }: Division) => (team === 1 ? aloneWorkgroup : team);
const matrixElement = ({ fours }: Division) => (fours ? "vec4<f32>" : "f32");

function forwardKernel(form: Form, division: Division): Kernel {
  const { gates, reads = [], writes = [], forward } = cellTexts[form.cell];
  const output = form.output === "sequence" ? "p" : "row";
  // Without a mask nobody asks for the output before, and for an output that is not the last.
  const before = form.output === "sequence" ? "earlier" : "row";
  const kept = `
    var before = 0.0;
    if (walked > 0u) { before = result[${before} * units + unit]; }
    let output = select(before, next, counts);`;
  const handOn = `
    ${form.masked ? kept : "let output = next;"}
    if (${form.masked || form.output === "sequence" ? "true" : "walked + 1u == steps"}) { result[${output} * units + unit] = output; }
    if (walked + 1u < steps) { recalled[(p ${form.backwards ? "-" : "+"} 1u) * units + unit] = output * drop; }`;
  const last = forward.at(-1) as { readonly units: string };
  const phases = [...forward.slice(0, -1), { units: `${last.units}\n${handOn}` }];
  return {
    key: keyOf("forward", form, division),
    inputs: {
      projected: "f32",
      matrix: matrixElement(division),
      ...named(reads),
      ...named(form.masked || form.dropped ? ["conditions"] : []),
    },
    outputs: named(["kept", "recalled", "result", ...writes]),
    params,
    workgroup: workgroupOf(division),
    declarations: declarationsOf(form, division),
    body: `${rowText(division, gates)}
  for (var walked = params.firstStep; walked < params.endStep; walked++) {
    ${stepText(division, form.backwards)}
    if (walked == 0u) {
      ${forUnits("recalled[p * units + unit] = 0.0;", division, form.backwards)}
      ${syncText(division)}
    }
    ${phasesText(phases, division, form.backwards)}
  }`,
  };
}

function backwardKernel(form: Form, division: Division): Kernel {
  const { gates, backwardReads = [], backwardWrites = [], backward } = cellTexts[form.cell];
  const given =
    form.output === "sequence"
      ? "var d = dy[p * units + unit];"
      : "var d = 0.0; if (first) { d = dy[row * units + unit]; }";
  const taken = `${given} if (!first) { d += carry[row * carriedSlots * units + unit]; }`;
  const [begin, ...middle] = backward.slice(0, -1);
  const last = backward.at(-1) as Phase;
  const phases = [{ units: `${taken}\n${(begin as { readonly units: string }).units}` }, ...middle];
  return {
    key: keyOf("backward", form, division),
    inputs: {
      dy: "f32",
      matrix: matrixElement(division),
      kept: "f32",
      ...named(backwardReads),
      ...named(form.masked || form.dropped ? ["conditions"] : []),
    },
    outputs: named(["dz", "carry", ...backwardWrites]),
    params,
    workgroup: workgroupOf(division),
    declarations: declarationsOf(form, division),
    body: `${rowText(division, gates)}
  for (var ahead = params.endStep; ahead > params.firstStep; ahead--) {
    let walked = ahead - 1u;
    let first = ahead == steps;
    ${stepText(division, form.backwards)}
    ${phasesText(phases, division, form.backwards)}
    if (walked > 0u) {
      ${phaseText(last, division, form.backwards)}
      ${syncText(division)}
    }
  }`,
  };
}

function run(
  kernel: Kernel,
  chunks: readonly (readonly [number, number])[],
  sizes: Sizes,
  division: Division,
  inputs: readonly TensorInfo[],
  outputs: readonly Output[],
): TensorInfo[] {
  const groups =
    division.team === 1 ? linear(Math.ceil(sizes.rows / division.rows), aloneWorkgroup) : linear(sizes.rows, 1);
  return chunks.reduce<readonly Output[]>(
    (written, [firstStep, endStep]) =>
      launch(kernel, { inputs, outputs: written, params: { ...sizes, firstStep, endStep }, groups }),
    outputs,
  ) as TensorInfo[];
}

/** The outputs, and what the gradient needs. `together`: by workgroups with barriers, else each row by one invocation. */
export function runForward(
  form: Form,
  sizes: Sizes,
  together: boolean,
  { projected, kernel, bias, conditions }: ForwardInputs,
): { readonly result: TensorInfo; readonly saved: Saved } {
  const { rows, steps, units } = sizes;
  const { gates, kept: slots, writes = [] } = cellTexts[form.cell];
  const division = divisionOf(sizes, form.cell, together);
  const sequence = { shape: [rows, steps, units], dtype: "float32" } as const;
  const [kept, recalled, result, own = null] = run(
    forwardKernel(form, division),
    chunksOf(sizes, gates, division.team),
    sizes,
    division,
    present([projected, kernel, bias, conditions]),
    [
      { shape: [rows, steps, slots * units], dtype: "float32" },
      sequence,
      form.output === "sequence" ? sequence : { shape: [rows, units], dtype: "float32" },
      ...writes.map(() => sequence),
    ],
  ) as [TensorInfo, TensorInfo, TensorInfo, TensorInfo?];
  return { result, saved: { kept, recalled, own } };
}

export interface Gradients {
  /** By what the step's input was projected to: [rows, steps, gates · units]. */
  readonly dz: TensorInfo;
  /** By the recurrent product, where that is another one. */
  readonly dInner: TensorInfo | null;
  /** Nobody's any more. */
  readonly carry: TensorInfo;
}

/** The gradients of all steps. `transposed`: the recurrent kernel as [gates · units, units]. */
export function runBackward(
  form: Form,
  sizes: Sizes,
  together: boolean,
  { kept, recalled, own }: Saved,
  given: { readonly dy: TensorInfo; readonly transposed: TensorInfo; readonly conditions: TensorInfo | null },
): Gradients {
  const { rows, steps, units } = sizes;
  const { gates, carried, backwardReads = [], backwardWrites = [] } = cellTexts[form.cell];
  const division = divisionOf(sizes, form.cell, together);
  const extra = { recalled, cells: own } as const;
  const all = { shape: [rows, steps, gates * units], dtype: "float32" } as const;
  const chunks = [...chunksOf(sizes, gates, division.team)].reverse();
  const [dz, carry, dInner = null] = run(
    backwardKernel(form, division),
    chunks,
    sizes,
    division,
    present([
      given.dy,
      given.transposed,
      kept,
      ...backwardReads.map((name) => extra[name as keyof typeof extra]),
      given.conditions,
    ]),
    [all, { shape: [rows, carried * units], dtype: "float32" }, ...backwardWrites.map(() => all)],
  ) as [TensorInfo, TensorInfo, TensorInfo?];
  return { dz, dInner, carry };
}
