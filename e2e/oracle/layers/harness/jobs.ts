/**
 * @file Cases become models that the engine builds. A single layer gets inputs of any shape: several are cut from one
 * flat row by a layer of the harness, since a model of the studio has one input; a linear layer behind it keeps the
 * engine from taking its activation for the model's head.
 */
import type { KerasLayer, KerasModel } from "../../../../src/core/graph/compile.ts";
import { compile } from "../../../../src/core/graph/compile.ts";
import type { Shape } from "../../../../src/core/graph/types.ts";
import type { KerasCall, ModelContext } from "../../../../src/core/layers/define.ts";
import { layers as registry, specOf } from "../../../../src/core/layers/index.ts";
import { defaultsOf, type ParamValue } from "../../../../src/core/params/fields.ts";
import { present } from "../../check.ts";
import type { LayerCase } from "../case.ts";
import { type Damage, damages } from "./damage.ts";

export const rows = 3;

export interface Job {
  readonly name: string;
  readonly kind: string;
  readonly training: boolean;
  readonly tokens: number | null;
  readonly padded: boolean;
  readonly inputs: readonly { readonly id: string; readonly shape: Shape }[];
  /** What is judged and written: the layer, or the graph's layers. */
  readonly layers: readonly KerasLayer[];
  readonly output: string;
  readonly context: ModelContext;
  /** What the engine builds. */
  readonly model: KerasModel;
  readonly seed: number;
}

export type JobOrProblem = Job | { readonly name: string; readonly kind: string; readonly problem: string };

/** Every group's cases. */
const groups = import.meta.glob<{ readonly cases?: readonly LayerCase[] }>(["../*.ts", "!../case.ts"], { eager: true });

export const allCases = (): readonly LayerCase[] => [
  ...Object.entries(groups).flatMap(([path, { cases }]) => present(cases, `"cases" of ${path}`)),
  ...damages.map((damage) => damage.case),
];

export function jobsOf(cases: readonly LayerCase[]): readonly JobOrProblem[] {
  const counts = new Map<string, number>();
  return cases.map((one, index) => {
    const count = (counts.get(one.kind) ?? 0) + 1;
    counts.set(one.kind, count);
    const name = `${one.kind} ${count}${one.note === undefined ? "" : ` (${one.note})`}`;
    try {
      return jobOf(one, name, 100 + index);
    } catch (error) {
      return { name, kind: one.kind, problem: String(error) };
    }
  });
}

/** The same job as a bug in its layer would have it: other parameters, for the engine and the writers. */
export function damagedJob(job: Job, { params = {} }: Damage): Job {
  const [layer] = job.layers;
  if (layer === undefined || Object.keys(params).length === 0) return job;
  const changed = { ...layer, params: { ...layer.params, ...params }, call: withArguments(layer.call, params) };
  const replaced = (layers: readonly KerasLayer[]) => layers.map((one) => (one.name === layer.name ? changed : one));
  return { ...job, layers: replaced(job.layers), model: { ...job.model, layers: replaced(job.model.layers) } };
}

const withArguments = ({ className, args }: KerasCall, params: NonNullable<Damage["params"]>): KerasCall => ({
  className,
  args: { ...args, ...(params as KerasCall["args"]) },
});

/** The class of the harness that cuts a flat row: see `slice.ts`. */
export const sliceClass = "OracleSlice";

function jobOf(one: LayerCase, name: string, seed: number): Job {
  const { kind, inputs, tokens = null, training = false, padded = false } = one;
  const context: ModelContext = { inputShape: inputs[0] ?? null, task: "multiclass", classes: 3, vocabulary: tokens };
  const common = { name, kind, training, tokens, padded, context, seed };
  if (one.graph !== undefined) {
    const compiled = compile(one.graph, context);
    const model = present(compiled.model, `a model of the graph (${JSON.stringify(compiled.issues)})`);
    const only = { id: model.input, shape: model.inputShape };
    return { ...common, inputs: [only], layers: model.layers, output: model.output, model };
  }
  const layer = layerOf(one, context);
  const named = inputs.map((shape, index) => ({ id: `input_${index}`, shape }));
  return { ...common, inputs: named, layers: [layer], output: layer.name, model: modelOf(layer, inputs, context) };
}

function layerOf({ kind, params = {}, inputs }: LayerCase, context: ModelContext): KerasLayer {
  const spec = present(specOf(kind), `the layer "${kind}"`);
  const all = { ...defaultsOf(spec.fields), ...params } as Readonly<Record<string, ParamValue>>;
  const args = { params: all as never, inputs, context };
  const shape = spec.shape(args);
  if (!shape.ok) throw new Error(`refused: ${JSON.stringify(shape.refusal)}`);
  return {
    name: `${kind.toLowerCase()}_1`,
    call: present(spec.keras, "a Keras call")(args),
    inputs: inputs.map((_, index) => `input_${index}`),
    kind: registry[kind].kind,
    params: all,
    inputShapes: inputs,
    outputShape: shape.shape,
    frozen: false,
  };
}

const sizeOf = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

/** A layer that only the engine sees; the kind is of no account there. */
const helper = (name: string, call: KerasCall, input: string, from: Shape, to: Shape): KerasLayer => ({
  name,
  call,
  inputs: [input],
  kind: "activation",
  params: {},
  inputShapes: [from],
  outputShape: to,
  frozen: false,
});

function modelOf(layer: KerasLayer, inputs: readonly Shape[], context: ModelContext): KerasModel {
  const end = { className: "Activation", args: { activation: "linear" } };
  const last = helper("end", end, layer.name, layer.outputShape, layer.outputShape);
  const [only] = inputs;
  if (inputs.length === 1 && only !== undefined) {
    return { inputShape: only, layers: [layer, last], input: "input_0", output: last.name, context };
  }
  const whole = [inputs.reduce((sum, shape) => sum + sizeOf(shape), 0)];
  let start = 0;
  const slices = inputs.map((shape, index) => {
    const call = { className: sliceClass, args: { start, shape } };
    start += sizeOf(shape);
    return helper(`input_${index}`, call, "input", whole, shape);
  });
  return {
    inputShape: whole,
    layers: [layer, ...slices].toReversed().concat(last),
    input: "input",
    output: last.name,
    context,
  };
}
