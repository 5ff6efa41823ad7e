/** @file The codes of graph issues and what each message is told. Texts: `locales/<language>/graphIssues.ts`. */

import type { Task } from "../data/types.ts";

/** `name` is how the node is called on the canvas: the user's label, or the title of its kind. */
interface AtNode {
  name: string;
}
/** `field` is the parameter's own name; messages translate it. */
interface AtField extends AtNode {
  field: string;
}

/** "height", "width" or "steps": which axis of the input is meant. Messages translate it. */
export type AxisName = "height" | "width" | "steps" | "channels";

/** What people call an array of so many axes. Messages put it into words. */
export type ShapeForm = "number" | "row" | "sequence" | "image" | "larger";
/** "sequences": a sequence at each step; "film": an image at each step; "steps": whatever has steps. */
export type NeededForm = "row" | "sequence" | "image" | "sequences" | "film" | "rowOrSequence" | "steps";

/** Why a layer cannot take its inputs as they are. A layer's shape rule says so with one of these. */
export interface ShapeRefusalContexts {
  /** `shapes`: "4×4, 4×3". */
  shapesDiffer: { shapes: string };
  /** `rank`: the least number of axes that is taken; `got`: "8×8×1". */
  rankMismatch: { needs: NeededForm; rank: number; has: ShapeForm; got: string };
  windowTooLarge: { axis: AxisName; size: number; window: number };
  cropTooLarge: { axis: AxisName; size: number; crop: number };
  /** `field` must divide `size`. */
  notDivisible: { field: string; size: number; by: number };
  elementsDiffer: { elements: number; wanted: number; shape: string };
  notAPermutation: { dims: string; rank: number };
  axisOutOfRange: { axis: number; rank: number };
  /** The two axes that Dot multiplies over. */
  dotSizesDiffer: { first: number; second: number };
  /** Word numbers are needed, and the inputs are measured or scaled values. */
  tokensExpected: Record<string, never>;
  /** The inputs hold word numbers up to `needed` − 1. */
  vocabularyTooSmall: { size: number; needed: number };
  /** The least value is not below the largest. */
  rangeEmpty: { field: string; other: string };
  /** Two parameters that exclude one another. */
  fieldsConflict: { field: string; other: string };
}

export interface GraphIssueContexts extends Refusals {
  noInputLayer: Record<string, never>;
  severalInputLayers: AtNode;
  noOutputLayer: Record<string, never>;
  severalOutputLayers: AtNode;
  unknownLayer: AtNode & { kind: string };
  duplicateLayer: AtNode & { id: string };
  layerCycle: AtNode & { from: string };
  layerIgnored: AtNode;
  /** A sequence is needed, and the recurrent layer `from` hands on its last step only. */
  lastStepOnly: AtNode & { from: string };
  layerInputMissing: AtNode;
  layerWithoutInput: AtNode;
  layerTooManyInputs: AtNode & { count: number; max: number };
  layerTooFewInputs: AtNode & { count: number };
  fieldNotANumber: AtField;
  fieldNotAnInteger: AtField & { value: number };
  fieldOutOfRange: AtField & { value: number; min: number; max: number };
  /** The range leaves out one of its ends. */
  fieldOutOfOpenRange: AtField & { value: number; min: number; max: number; open: "min" | "max" | "both" };
  fieldNotAChoice: AtField & { options: string };
  fieldWrongLength: AtField & { count: number; min: number; max: number };
  outputUnits: AtNode & { units: number; expected: number; task: Task };
  outputActivation: AtNode & { activation: string; expected: string };
  tooManyParameters: { count: number; max: number };
  tooMuchMemory: { megabytes: number; max: number };
  noInputColumns: Record<string, never>;
  /** Of layers on the clipboard. `detail`: in the words of the program, for whoever made the text. */
  clipDamaged: { detail: string };
  clipUnknownLayers: { kinds: string };
  clipTooLarge: { count: number; max: number };
  /** Every layer that the output depends on is frozen. */
  nothingToTrain: Record<string, never>;
}

type Refusals = { [C in keyof ShapeRefusalContexts]: AtNode & ShapeRefusalContexts[C] };
