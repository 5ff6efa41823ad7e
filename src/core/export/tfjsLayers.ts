/**
 * @file Each Keras call as layers that plain TensorFlow.js (4.22) has, or what it lacks. It knows some classes under
 * another name, some only in part, and computes a few otherwise; what can be said with its own layers is, so that
 * whoever loads the model needs none of ours. Everything not listed is refused: a class that is unknown here is not
 * proven there.
 */
import { assert } from "../fault.ts";
import type { KerasLayer } from "../graph/compile.ts";
import type { KerasCall, KerasValue } from "../layers/define.ts";
import { specOf } from "../layers/index.ts";

export type LayerSteps =
  /** One layer after another; the first takes the inputs, and the one with `weights` the trained weights. */
  | { readonly ok: true; readonly steps: readonly TfjsStep[]; readonly note?: TfjsNote }
  /** `setting`: the argument (in camel case) that TensorFlow.js lacks; null where it has no such layer. */
  | { readonly ok: false; readonly setting: string | null };

export interface TfjsStep {
  readonly call: KerasCall;
  readonly holdsWeights: boolean;
  /** Which of the layer's inputs it takes; absent: all, or the step before. */
  readonly inputs?: readonly TfjsInput[];
  /** The weights have the same numbers in another shape. */
  readonly weightShape?: (part: string, shape: readonly number[]) => readonly number[];
}
/** An input of the layer by its place, or the result of an earlier step. */
export type TfjsInput = { readonly input: number } | { readonly step: number };

/** What whoever trains the exported model further should know. */
export type TfjsNote = "trainingOnly";

const as = (call: KerasCall): LayerSteps => ({ ok: true, steps: [{ call, holdsWeights: true }] });
const lacks = (setting: string | null): LayerSteps => ({ ok: false, setting });
const then = (call: KerasCall): TfjsStep => ({ call, holdsWeights: false });

const passing: KerasCall = { className: "Activation", args: { activation: "linear" } };
const rescaling = (scale: number): KerasCall => ({ className: "Rescaling", args: { scale, offset: 0 } });

/** The call without some of its arguments. */
const without = ({ className, args }: KerasCall, ...names: readonly string[]): KerasCall => ({
  className,
  args: Object.fromEntries(Object.entries(args).filter(([name]) => !names.includes(name))),
});

const isOne = (value: KerasValue | undefined): boolean =>
  value === undefined || value === 1 || (Array.isArray(value) && value.every((item) => item === 1));

type Rule = (layer: KerasLayer) => LayerSteps;

const alike: Rule = ({ call }) => as(call);

/** The layer, refused where an argument has a value that TensorFlow.js does not know or leaves out. */
const unless =
  (refused: Readonly<Record<string, (value: KerasValue | undefined) => boolean>>): Rule =>
  ({ call }) => {
    const setting = Object.keys(refused).find((name) => refused[name]?.(call.args[name]) === true);
    return setting === undefined ? as(without(call, ...Object.keys(refused))) : lacks(setting);
  };

const notOne = (value: KerasValue | undefined): boolean => !isOne(value);
const isTrue = (value: KerasValue | undefined): boolean => value === true;
const isHardSigmoid = (value: KerasValue | undefined): boolean => value === "hardSigmoid";

/** Layers that change values while training only, and that TensorFlow.js lacks: they hand values on. */
const actsInTraining: Rule = () => ({ ok: true, steps: [then(passing)], note: "trainingOnly" });

/** Pooling whose result keeps axes of length 1: the same, and a shape. */
const globalPooling: Rule = ({ call, outputShape }) => {
  const pooled = without(call, "keepdims");
  if (call.args.keepdims !== true) return as(pooled);
  const reshaped: KerasCall = { className: "Reshape", args: { targetShape: [...outputShape] } };
  return { ok: true, steps: [then(pooled), then(reshaped)] };
};

/**
 * TensorFlow.js pads a dilated sequence wrongly and knows no causal padding: such a convolution is written as one over
 * images of height 1.
 */
const conv1d: Rule = (layer) => {
  const { call, inputShapes, outputShape } = layer;
  const { padding, dilationRate = 1, kernelSize, strides = 1 } = call.args;
  if (notOne(call.args.groups)) return lacks("groups");
  if (isOne(dilationRate) && padding !== "causal") return as(without(call, "groups"));
  const [[steps, channels], [, filters]] = [inputShapes[0] as number[], outputShape as number[]];
  const [width, rate] = [sizeOf(kernelSize), sizeOf(dilationRate)];
  const image: KerasCall = { className: "Reshape", args: { targetShape: [1, steps ?? 0, channels ?? 0] } };
  const before: KerasCall = {
    className: "ZeroPadding2D",
    args: {
      padding: [
        [0, 0],
        [(width - 1) * rate, 0],
      ],
    },
  };
  const args = {
    ...without(call, "groups").args,
    kernelSize: [1, width],
    dilationRate: [1, rate],
    strides: [1, sizeOf(strides)],
    padding: padding === "causal" ? "valid" : (padding ?? "valid"),
  };
  const weightShape = (part: string, shape: readonly number[]) => (part === "kernel" ? [1, ...shape] : shape);
  const after: KerasCall = { className: "Reshape", args: { targetShape: [outputShape[0] ?? 0, filters ?? 0] } };
  const convolution = { call: { className: "Conv2D", args }, holdsWeights: true, weightShape };
  const padded = padding === "causal" ? [then(before)] : [];
  return { ok: true, steps: [then(image), ...padded, convolution, then(after)] };
};

/** A number, or a list of one. */
const sizeOf = (value: KerasValue | undefined): number => {
  const [first] = Array.isArray(value) ? value : [value];
  assert(typeof first === "number", "a size is a number");
  return first;
};

const recurrent = unless({ recurrentActivation: isHardSigmoid, activation: isHardSigmoid, resetAfter: isTrue });
/** `unless` leaves its arguments out; those of a recurrent layer are stated all the same. */
const recurrentWhole: Rule = (layer) => {
  const found = recurrent(layer);
  return found.ok ? as(without(layer.call, "resetAfter")) : found;
};

/** A layer around another: what holds for the inner one holds for it. */
const wrapper: Rule = (layer) => {
  const inner = layer.call.args.layer;
  if (typeof inner !== "object" || inner === null || !("className" in inner)) return lacks("layer");
  const found = stepsOf({ ...layer, call: inner });
  if (!found.ok) return { ok: false, setting: found.setting ?? "layer" };
  const [only, ...more] = found.steps;
  if (only === undefined || more.length > 0) return lacks("activation");
  return as({ ...layer.call, args: { ...layer.call.args, layer: only.call } });
};

/** Dropout of whole channels: the same mask for every place, which lies on the axes between batch and channels. */
const spatialDropout: Rule = ({ call: { args }, outputShape }) => {
  const noiseShape = [null, ...outputShape.slice(0, -1).map(() => 1), null];
  return as({ className: "Dropout", args: { ...args, noiseShape } });
};

const flatten: Rule = ({ call, inputShapes: [input] }) =>
  // A flat row is flat already; TensorFlow.js refuses it.
  input !== undefined && input.length < 2 ? { ok: true, steps: [then(passing)] } : as(call);

/** a − b = a + (−1) · b */
const subtract: Rule = () => ({
  ok: true,
  steps: [
    { call: rescaling(-1), holdsWeights: false, inputs: [{ input: 1 }] },
    { call: { className: "Add", args: {} }, holdsWeights: false, inputs: [{ input: 0 }, { step: 0 }] },
  ],
});

/** TensorFlow.js multiplies vectors; other pairs of shapes fail there. */
const dot: Rule = ({ call, inputShapes }) => {
  if (inputShapes.some((shape) => shape.length !== 1)) return lacks("axes");
  return unless({ normalize: isTrue })({ call } as KerasLayer);
};

const rules: Readonly<Record<string, Rule>> = {
  Dense: alike,
  Activation: alike,
  Reshape: alike,
  Permute: alike,
  RepeatVector: alike,
  Rescaling: alike,
  Embedding: alike,
  Masking: alike,
  Flatten: flatten,
  LeakyReLU: ({ call: { className, args } }) => as({ className, args: { alpha: args.negativeSlope ?? 0.3 } }),
  PReLU: alike,
  Conv1D: conv1d,
  Conv2D: unless({ groups: notOne }),
  Conv2DTranspose: unless({ dilationRate: notOne, outputPadding: (value) => value !== null && value !== undefined }),
  SeparableConv2D: alike,
  DepthwiseConv2D: unless({ dilationRate: notOne }),
  ZeroPadding2D: alike,
  Cropping2D: alike,
  UpSampling2D: unless({ interpolation: (value) => value !== undefined && value !== "nearest" }),
  MaxPooling1D: alike,
  MaxPooling2D: alike,
  AveragePooling1D: alike,
  AveragePooling2D: alike,
  GlobalMaxPooling1D: globalPooling,
  GlobalMaxPooling2D: globalPooling,
  GlobalAveragePooling1D: globalPooling,
  GlobalAveragePooling2D: globalPooling,
  SimpleRNN: recurrentWhole,
  LSTM: recurrentWhole,
  GRU: recurrentWhole,
  Bidirectional: wrapper,
  TimeDistributed: wrapper,
  BatchNormalization: alike,
  LayerNormalization: alike,
  Dropout: alike,
  SpatialDropout1D: spatialDropout,
  SpatialDropout2D: spatialDropout,
  GaussianNoise: ({ call }) => ({ ok: true, steps: [{ call, holdsWeights: false }] }),
  Add: alike,
  Subtract: subtract,
  Multiply: alike,
  Average: alike,
  Maximum: alike,
  Minimum: alike,
  Concatenate: alike,
  Dot: dot,
  RandomFlip: actsInTraining,
  RandomRotation: actsInTraining,
  RandomTranslation: actsInTraining,
  RandomZoom: actsInTraining,
  RandomContrast: actsInTraining,
  RandomBrightness: actsInTraining,
};

/** TensorFlow.js has the older hard sigmoid, 0.2 · x + 0.5 between 0 and 1: of 5/6 of x it is the newer one of x. */
function withHardSigmoid(steps: LayerSteps): LayerSteps {
  if (!steps.ok) return steps;
  const bent: KerasCall = { className: "Activation", args: { activation: "hardSigmoid" } };
  const split = steps.steps.flatMap((step): readonly TfjsStep[] => {
    if (!isHardSigmoid(step.call.args.activation)) return [step];
    const linear = { ...step.call, args: { ...step.call.args, activation: "linear" } };
    return [{ ...step, call: linear }, then(rescaling(5 / 6)), then(bent)];
  });
  return { ...steps, steps: split };
}

/** The layer in TensorFlow.js's own layers, or what it lacks. */
export function stepsOf(layer: KerasLayer): LayerSteps {
  const { className } = layer.call;
  const rule = Object.hasOwn(rules, className) ? (rules[className] as Rule) : null;
  if (rule === null) return lacks(null);
  // It refuses to apply a layer with a penalty on outputs, and shortens weights while it loads them where there is a limit.
  const dropped = Object.keys(layer.call.args).filter(
    (name) => name.endsWith("Constraint") || name === "activityRegularizer",
  );
  return withHardSigmoid(rule({ ...layer, call: without(layer.call, ...dropped) }));
}

const makesMask = (call: KerasCall): boolean =>
  call.className === "Masking" || (call.className === "Embedding" && call.args.maskZero === true);
const recurrentClasses: ReadonlySet<string> = new Set(["SimpleRNN", "LSTM", "GRU", "Bidirectional"]);
/** Layers that hand the mask of their input on in TensorFlow.js; whether they do here, their declaration says. */
const handsMaskOn: ReadonlySet<string> = new Set([
  "Dense",
  "Activation",
  "Dropout",
  "SpatialDropout1D",
  "GaussianNoise",
  "BatchNormalization",
  "LayerNormalization",
]);

/** What becomes of a mask: the layer hands it on, ends it, or does in TensorFlow.js something else with it than here. */
export function maskAfter({ call, kind }: KerasLayer, masked: boolean): "masked" | "free" | "unknown" {
  if (makesMask(call)) return "masked";
  if (!masked) return "free";
  if (handsMaskOn.has(call.className)) return specOf(kind)?.mask === "passes" ? "masked" : "unknown";
  if (!recurrentClasses.has(call.className)) return "unknown";
  const inner = call.args.layer;
  const args = typeof inner === "object" && inner !== null && "className" in inner ? inner.args : call.args;
  return args.returnSequences === true ? "masked" : "free";
}
