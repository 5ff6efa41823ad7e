/**
 * @file TimeDistributed: one layer applied to every step of a sequence alike, as to the images of a film. The steps are
 * counted into the batch, so the inner layer's own rules and writers do the work; it names the inner specs itself, since
 * the registry names it.
 */
import type { OnnxEmitter, OnnxValue } from "../export/onnx/emitter.ts";
import type { TorchEmitter, TorchValue } from "../export/torch/emitter.ts";
import { assert } from "../fault.ts";
import { type Shape, shapeText } from "../graph/types.ts";
import { defaultsOf, type Fields, type NestedLayer, nested } from "../params/fields.ts";
import { averagePooling1d } from "./averagePooling1d.ts";
import { averagePooling2d } from "./averagePooling2d.ts";
import { conv1d } from "./conv1d.ts";
import { conv2d } from "./conv2d.ts";
import {
  defineLayer,
  gives,
  type LayerSpec,
  type ModelContext,
  oneInput,
  refuses,
  type ShapeRefusal,
  unknownShape,
} from "./define.ts";
import { dense } from "./dense.ts";
import { depthwiseConv2d } from "./depthwiseConv2d.ts";
import { flatten } from "./flatten.ts";
import { globalAveragePooling1d } from "./globalAveragePooling1d.ts";
import { globalAveragePooling2d } from "./globalAveragePooling2d.ts";
import { globalMaxPooling1d } from "./globalMaxPooling1d.ts";
import { globalMaxPooling2d } from "./globalMaxPooling2d.ts";
import { maxPooling1d } from "./maxPooling1d.ts";
import { maxPooling2d } from "./maxPooling2d.ts";
import { formOf, wrongRank } from "./sameShape.ts";
import { separableConv2d } from "./separableConv2d.ts";

/** Layers that see one step at a time; recurrent ones and attention see all of them anyway. */
const inner = {
  dense,
  flatten,
  conv2d,
  depthwiseConv2d,
  separableConv2d,
  maxPooling2d,
  averagePooling2d,
  globalMaxPooling2d,
  globalAveragePooling2d,
  conv1d,
  maxPooling1d,
  averagePooling1d,
  globalMaxPooling1d,
  globalAveragePooling1d,
};
const optionsOf = (specs: Readonly<Record<string, { readonly fields: Fields }>>): Readonly<Record<string, Fields>> =>
  Object.fromEntries(Object.entries(specs).map(([kind, { fields }]) => [kind, fields]));

/** The inner layer's spec; its parameters were checked by its own fields. */
function specOf({ kind }: NestedLayer): LayerSpec {
  assert(Object.hasOwn(inner, kind), `"${kind}" can be applied to each step`);
  return inner[kind as keyof typeof inner] as unknown as LayerSpec;
}

interface Outer {
  readonly params: { readonly layer: NestedLayer };
  readonly inputs: readonly Shape[];
  readonly context: ModelContext;
}

/** What the inner layer is told: its own parameters, and the shape of one step. */
const stepArgs = ({ params: { layer }, inputs, context }: Outer) => ({
  params: layer.params as never,
  inputs: inputs.map((shape) => shape.slice(1)),
  context,
});

/** The inner layer's refusal as one of the whole: an axis more, and the field it stands at is the layer. */
function refusalOf(refusal: ShapeRefusal, input: Shape): ShapeRefusal {
  if (refusal.code === "noInputShape") return refusal;
  if (refusal.code === "rankMismatch") {
    const { rank } = refusal.context;
    const needs = rank === 1 ? "sequence" : rank === 2 ? "sequences" : "film";
    return { code: "rankMismatch", context: { needs, rank: rank + 1, has: formOf(input), got: shapeText(input) } };
  }
  return refusal.field === undefined ? refusal : { ...refusal, field: "layer" };
}

const defaultLayer: NestedLayer = { kind: "dense", params: defaultsOf(dense.fields) };

export const timeDistributed = defineLayer({
  kind: "timeDistributed",
  title: "TimeDistributed",
  group: "recurrent",
  inputs: oneInput,
  role: "hidden",
  addable: true,
  fields: { layer: nested({ default: defaultLayer, options: optionsOf(inner) }) },
  badge: ({ layer }, context) => `${specOf(layer).title} ${specOf(layer).badge(layer.params as never, context)}`.trim(),
  shape: (args) => {
    const [input] = args.inputs;
    if (input === undefined) return unknownShape;
    const [steps] = input;
    if (steps === undefined || input.length < 2) return wrongRank(2, input, "steps");
    const result = specOf(args.params.layer).shape(stepArgs(args));
    return result.ok ? gives([steps, ...result.shape]) : refuses(refusalOf(result.refusal, input));
  },
  parameters: (args) => specOf(args.params.layer).parameters(stepArgs(args)),
  multiplyAdds: (args) => {
    const [steps = 0, ...output] = args.output;
    return steps * specOf(args.params.layer).multiplyAdds({ ...stepArgs(args), output });
  },
  keras: (args) => {
    const call = specOf(args.params.layer).keras?.(stepArgs(args));
    assert(call !== undefined, "an inner layer is a layer");
    return { className: "TimeDistributed", args: { layer: call } };
  },
  mask: "passes",
  torch: (args, emit) => {
    const [input] = emit.x as readonly [TorchValue];
    const [steps = 0, ...output] = args.output;
    const step = input.shape.slice(1);
    const name = emit.line(`${emit.last(input)}.reshape(-1, ${step.join(", ")})`);
    const inside = innerTorch(emit, { name, shape: step, layout: "last" }, output);
    const result = specOf(args.params.layer).torch?.({ ...stepArgs(args), output }, inside);
    assert(result !== undefined, "an inner layer can be written");
    return emit.value(`${emit.last(result)}.reshape(-1, ${[steps, ...output].join(", ")})`);
  },
  onnx: (args, emit) => {
    const [input] = emit.x as readonly [OnnxValue];
    const [steps = 0, ...output] = args.output;
    const step = input.shape.slice(1);
    const name = emit.node("Reshape", [emit.last(input), emit.ints([-1, ...step])]);
    const inside = innerOnnx(emit, { name, shape: step, layout: "last" }, output);
    const result = specOf(args.params.layer).onnx?.({ ...stepArgs(args), output }, inside);
    assert(result !== undefined, "an inner layer can be written");
    return emit.value(emit.node("Reshape", [emit.last(result), emit.ints([-1, steps, ...output])]));
  },
});

/** The same emitter for a layer whose input is `x` and whose result goes on being worked on. */
const innerTorch = (emit: TorchEmitter, x: TorchValue, shape: Shape): TorchEmitter => ({
  ...emit,
  x: [x],
  alike: () => ({ names: [x.name], layout: x.layout }),
  value: (expression, layout = "last") => ({ name: emit.line(expression), shape, layout: ranked(shape, layout) }),
});

const innerOnnx = (emit: OnnxEmitter, x: OnnxValue, shape: Shape): OnnxEmitter => ({
  ...emit,
  x: [x],
  alike: () => ({ names: [x.name], layout: x.layout }),
  value: (name, layout = "last") => ({ name, shape, layout: ranked(shape, layout) }),
});

/** A row has but one order. */
const ranked = (shape: Shape, layout: TorchValue["layout"]): TorchValue["layout"] =>
  shape.length <= 1 ? "last" : layout;
