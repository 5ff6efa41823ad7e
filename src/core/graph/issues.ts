/** @file The codes of graph issues and what each message is told. Texts: `locales/<language>/graphIssues.ts`. */

/** `name` is how the node is called on the canvas: the user's label, or the title of its kind. */
interface AtNode {
  name: string;
}
/** `field` is the parameter's own name; messages translate it. */
interface AtField extends AtNode {
  field: string;
}

export interface GraphIssueContexts {
  noInputLayer: Record<string, never>;
  severalInputLayers: AtNode;
  noOutputLayer: Record<string, never>;
  severalOutputLayers: AtNode;
  unknownLayer: AtNode & { kind: string };
  duplicateLayer: AtNode & { id: string };
  layerCycle: AtNode & { from: string };
  layerIgnored: AtNode;
  layerInputMissing: AtNode;
  layerWithoutInput: AtNode;
  layerTooManyInputs: AtNode & { count: number };
  layerTooFewInputs: AtNode & { count: number };
  shapesDiffer: AtNode & { shapes: string };
  rankMismatch: AtNode & { expected: number; got: string };
  fieldNotANumber: AtField;
  fieldNotAnInteger: AtField & { value: number };
  fieldOutOfRange: AtField & { value: number; min: number; max: number };
  /** The range leaves out one of its ends. */
  fieldOutOfOpenRange: AtField & { value: number; min: number; max: number; open: "min" | "max" | "both" };
  fieldNotAChoice: AtField & { options: string };
  outputUnits: AtNode & { units: number; expected: number };
  outputActivation: AtNode & { activation: string; expected: string };
  tooManyParameters: { count: number; max: number };
  tooMuchMemory: { megabytes: number; max: number };
  noInputColumns: Record<string, never>;
}
