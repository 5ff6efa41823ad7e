/**
 * @file What a layer is. A layer states one Keras call as data; from it come the trained model, `model.json` and Keras
 * source: they cannot differ, because they are the same object.
 */
import type { Task } from "../data/types.ts";
import type { Shape } from "../graph/types.ts";
import type { Fields, ParamsOf } from "../params/fields.ts";

export const layerGroups = ["io", "core", "normalization", "merge"] as const;
export type LayerGroup = (typeof layerGroups)[number];

/** What the data fix before the first layer: how many numbers a row has, and what is to be predicted. */
export interface ModelContext {
  /** null: no data yet; shapes that depend on it are unknown, and no error. */
  readonly inputShape: Shape | null;
  readonly task: Task | null;
  /** Number of classes for "multiclass"; 2 for "binary", 0 for "regression". */
  readonly classes: number;
}

/** A Keras constructor call. `args` uses Keras's snake_case-free (tfjs) names, as in tfjs topology JSON's `config`. */
export interface KerasCall {
  readonly className: string;
  readonly args: Readonly<Record<string, KerasValue>>;
}
export type KerasValue = number | string | boolean | null | readonly KerasValue[];

/** How many inputs a layer takes. */
export type Arity = "none" | "one" | "many";

export interface ShapeArgs<P> {
  readonly params: P;
  readonly inputs: readonly Shape[];
  readonly context: ModelContext;
}

/** A refusal says what is wrong; the code's text is in the locales, the mends are found by `core/graph`. */
export type ShapeResult =
  | { readonly ok: true; readonly shape: Shape }
  | { readonly ok: false; readonly refusal: ShapeRefusal };
export type ShapeRefusal =
  | { readonly code: "shapesDiffer"; readonly shapes: readonly Shape[] }
  | { readonly code: "rankMismatch"; readonly expected: number; readonly got: Shape }
  /** Not known yet, and no error: there is no data, or the task is open. */
  | { readonly code: "noInputShape" };

/** What is wrong with the head of a model for the task at hand; it stands at a field. */
export type HeadProblem =
  | { readonly code: "outputUnits"; readonly field: string; readonly units: number; readonly expected: number }
  | {
      readonly code: "outputActivation";
      readonly field: string;
      readonly activation: string;
      readonly expected: string;
      /** A warning trains, and means less than it says. */
      readonly severity: "error" | "warning";
    };

/** A model has one input and one output layer; everything between is hidden. */
export type LayerRole = "input" | "hidden" | "output";

export interface LayerSpec<K extends string = string, F extends Fields = Fields> {
  /** The id in saved projects; the file's name. */
  readonly kind: K;
  /** Keras's class name, shown in palette and node. */
  readonly title: string;
  readonly group: LayerGroup;
  readonly arity: Arity;
  readonly role: LayerRole;
  /** Can be added from the palette (Input and Output are always there, once). */
  readonly addable: boolean;
  readonly fields: F;
  /** One line for the node's card, e.g. "64 relu". */
  readonly badge: (params: ParamsOf<F>, context: ModelContext) => string;
  readonly shape: (args: ShapeArgs<ParamsOf<F>>) => ShapeResult;
  /** Trainable and fixed parameter counts. */
  readonly parameters: (args: ShapeArgs<ParamsOf<F>>) => { readonly trainable: number; readonly fixed: number };
  /** null for Input, which is a placeholder of the model, no layer. */
  readonly keras: ((args: ShapeArgs<ParamsOf<F>>) => KerasCall) | null;
  /** Only the output layer answers: does it fit what is to be predicted? */
  readonly check?: (params: ParamsOf<F>, context: ModelContext) => readonly HeadProblem[];
}

export const defineLayer = <const K extends string, F extends Fields>(spec: LayerSpec<K, F>): LayerSpec<K, F> => spec;
