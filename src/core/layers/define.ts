/**
 * @file What a layer is. A layer states one Keras call as data; from it come the trained model, `model.json` and Keras
 * source: they cannot differ, because they are the same object. PyTorch and ONNX differ (channels first, explicit input
 * sizes), so each layer writes itself in them, given typed parameters and the resolved shapes.
 */
import type { Task } from "../data/types.ts";
import type { OnnxEmitter, OnnxValue } from "../export/onnx/emitter.ts";
import type { TorchEmitter, TorchValue } from "../export/torch/emitter.ts";
import type { ShapeRefusalContexts } from "../graph/issues.ts";
import type { Shape } from "../graph/types.ts";
import type { Fields, ParamsOf, ParamValue } from "../params/fields.ts";

export const layerGroups = [
  "io",
  "core",
  "convolution",
  "pooling",
  "recurrent",
  "attention",
  "normalization",
  "merge",
  "augmentation",
] as const;
export type LayerGroup = (typeof layerGroups)[number];

/** What the data fix before the first layer: how many numbers a row has, and what is to be predicted. */
export interface ModelContext {
  /** null: no data yet; shapes that depend on it are unknown, and no error. */
  readonly inputShape: Shape | null;
  readonly task: Task | null;
  /** Number of classes for "multiclass"; 2 for "binary", 0 for "regression". */
  readonly classes: number;
  /** Numbers a regression predicts for one sample; absent: 1. */
  readonly outputs?: number;
  /** The inputs are tokens of texts, 0 is padding; absent: they are not. */
  readonly text?: boolean;
  /** Where every prepared input is a whole number from 0 on (word numbers): the largest plus 1. Else null. */
  readonly vocabulary: number | null;
}

/**
 * A Keras constructor call. `args` uses Keras's argument names in camel case (tfjs's), as in tfjs topology JSON's
 * `config`; an argument may itself be a call (a wrapped layer, a regularizer).
 */
export interface KerasCall {
  readonly className: string;
  readonly args: Readonly<Record<string, KerasValue>>;
}
export type KerasValue = number | string | boolean | null | KerasCall | readonly KerasValue[];

/** How many inputs a layer takes. Input takes none; a chain's layer one; a merging layer two or more. */
export interface InputCount {
  readonly min: number;
  readonly max: number;
}
export const noInput: InputCount = { min: 0, max: 0 };
export const oneInput: InputCount = { min: 1, max: 1 };
export const manyInputs: InputCount = { min: 2, max: 100 };

export interface ShapeArgs<P> {
  readonly params: P;
  readonly inputs: readonly Shape[];
  readonly context: ModelContext;
}
/** What an emitter is told: parameters, and shapes without the batch axis, channels last. */
export interface ResolvedArgs<P> extends ShapeArgs<P> {
  readonly output: Shape;
}

/** A refusal says what is wrong; the code's text is in the locales, the mends are found by `core/graph`. */
export type ShapeResult =
  | { readonly ok: true; readonly shape: Shape }
  | { readonly ok: false; readonly refusal: ShapeRefusal };
/** `field`: the parameter at fault, where one is; else the layer's inputs are. */
export type ShapeRefusal =
  /** Not known yet, and no error: there is no data, or the task is open. */
  | { readonly code: "noInputShape" }
  | {
      [C in keyof ShapeRefusalContexts]: {
        readonly code: C;
        readonly context: ShapeRefusalContexts[C];
        readonly field?: string;
      };
    }[keyof ShapeRefusalContexts];

/** A shape that follows, in short. */
export const gives = (shape: Shape): ShapeResult => ({ ok: true, shape });
export const refuses = (refusal: ShapeRefusal): ShapeResult => ({ ok: false, refusal });
/** The inputs are not known yet. */
export const unknownShape: ShapeResult = refuses({ code: "noInputShape" });

/** What is wrong with the head of a model for the task at hand; it stands at a field. */
export type HeadProblem =
  | {
      readonly code: "outputUnits";
      readonly field: string;
      readonly units: number;
      readonly expected: number;
      readonly task: Task;
    }
  | {
      readonly code: "outputActivation";
      readonly field: string;
      readonly activation: string;
      readonly expected: string;
      /** A warning trains, and means less than it says. */
      readonly severity: "error" | "warning";
    };

/**
 * What becomes of a mask of steps (from Masking or Embedding) at a layer: it goes on beside the output, or the layer puts
 * out a value that holds its own `mask`; where nothing is said it ends. As Keras's `supports_masking` and `compute_mask`.
 */
export type MaskRule = "passes" | "own";

/** How Keras calls a layer whose inputs have names: `layer(query=x, value=y)`. */
export interface CallWith {
  /** Names of the inputs in order. With a single input all that Keras demands are that input. */
  readonly inputs: readonly string[];
  /** How many of them Keras demands. */
  readonly demanded: number;
  /** Arguments of `keras` that belong to this call, not to the constructor. */
  readonly args: readonly string[];
}

/** A model has one input and one output layer; everything between is hidden. */
export type LayerRole = "input" | "hidden" | "output";

export interface LayerSpec<K extends string = string, F extends Fields = Fields> {
  /** The id in saved projects; the file's name. */
  readonly kind: K;
  /** Keras's class name, shown in palette and node. */
  readonly title: string;
  readonly group: LayerGroup;
  readonly inputs: InputCount;
  readonly role: LayerRole;
  /** Can be added from the palette (Input and Output are always there, once). */
  readonly addable: boolean;
  readonly fields: F;
  /** One line for the node's card, e.g. "64 relu". */
  readonly badge: (params: ParamsOf<F>, context: ModelContext) => string;
  readonly shape: (args: ShapeArgs<ParamsOf<F>>) => ShapeResult;
  /** Trainable and fixed parameter counts. */
  readonly parameters: (args: ShapeArgs<ParamsOf<F>>) => { readonly trainable: number; readonly fixed: number };
  /** Multiply-adds of one row's forward pass; what costs no multiplication by a weight counts 0. */
  readonly multiplyAdds: (args: ResolvedArgs<ParamsOf<F>>) => number;
  /** null for Input, which is a placeholder of the model, no layer. */
  readonly keras: ((args: ShapeArgs<ParamsOf<F>>) => KerasCall) | null;
  /**
   * The parameters that a call with these arguments means, or null where this program cannot express it. Absent: an
   * argument is the parameter of the same name. Arguments that are left out keep the field's `kerasDefault`.
   */
  readonly read?: (args: Readonly<Record<string, KerasValue>>) => Readonly<Record<string, ParamValue>> | null;
  /** Kinds that do the same with inputs of other axes: Conv2D for Conv1D. */
  readonly siblings?: readonly string[];
  /** Absent: a mask of steps ends here. */
  readonly mask?: MaskRule;
  /** Absent: Keras calls the layer with its one input, or with the list of them. */
  readonly callWith?: CallWith;
  /** Writes the layer as PyTorch; null for Input. */
  readonly torch: ((args: ResolvedArgs<ParamsOf<F>>, emit: TorchEmitter) => TorchValue) | null;
  /** Writes the layer as ONNX operators; null for Input. */
  readonly onnx: ((args: ResolvedArgs<ParamsOf<F>>, emit: OnnxEmitter) => OnnxValue) | null;
  /** Only the output layer answers: does it fit what is to be predicted? */
  readonly check?: (params: ParamsOf<F>, context: ModelContext) => readonly HeadProblem[];
}

export const defineLayer = <const K extends string, F extends Fields>(spec: LayerSpec<K, F>): LayerSpec<K, F> => spec;
