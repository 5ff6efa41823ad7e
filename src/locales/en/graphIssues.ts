/** @file Messages of graph issues: what happened, why, what to do next. */
import type { Task } from "../../core/data/types.ts";
import type { GraphIssueContexts, NeededForm, ShapeForm } from "../../core/graph/issues.ts";
import type { GraphFix } from "../../core/graph/mends.ts";

export const graphIssues = {
  noInputLayer: "The model has no Input, so no data can enter it. Add an Input layer.",
  severalInputLayers: "A model takes one Input, and this is a second one. Remove it.",
  noOutputLayer: "The model has no Output, so it predicts nothing. Add an Output layer.",
  severalOutputLayers: "A model has one Output, and this is a second one. Remove it.",
  unknownLayer: "This version does not know the layer “{{kind}}”. Remove it, or open the project in a newer version.",
  duplicateLayer: "Two layers share the internal name “{{id}}”. Remove the second one.",
  layerCycle: "{{name}} depends on itself: its input {{from}} is computed from it. Remove that connection.",
  layerIgnored: "{{name}} does not lead to the Output, so it is not trained. Connect it or remove it.",
  layerInputMissing: "An input of {{name}} is a layer that no longer exists. Drop the missing input.",
  layerWithoutInput: "Nothing feeds {{name}}. Connect a layer to it.",
  layerTooManyInputs:
    "{{name}} has {{count}} inputs, and takes at most {{max}}. Join them first, or keep only as many.",
  layerTooFewInputs: "{{name}} joins at least two inputs and has {{count}}. Connect another layer to it.",
  shapesDiffer: "{{name}} needs inputs that fit together, and got {{shapes}}. Make the shapes equal or join them.",
  rankMismatch:
    "{{name}} needs $t(graphIssues:needs.{{needs}}), and gets $t(graphIssues:has.{{has}}). Put a layer before it that gives one, or use another layer.",
  lastStepOnly:
    "{{name}} needs a sequence (steps × features), and {{from}} before it hands on its last step only. Turn on “$t(layers:fields.returnSequences)” (Keras: return_sequences) of {{from}}.",
  windowTooLarge:
    "The window of {{name}} covers {{window}} along the $t(layers:axes.{{axis}}), and its input has only {{size}}. Make the window smaller, or pad with “same”.",
  cropTooLarge: "{{name}} cuts {{crop}} off the $t(layers:axes.{{axis}}), and its input has only {{size}}. Cut less.",
  notDivisible:
    "$t(layers:fields.{{field}}) of {{name}} is {{by}}, which does not divide {{size}}. Choose a divisor of {{size}}.",
  elementsDiffer:
    "{{name}} gets {{elements}} numbers a row, and {{shape}} would hold {{wanted}}. Choose a shape that holds as many.",
  notAPermutation:
    "{{dims}} is no order of the {{rank}} axes that {{name}} gets. Name each axis from 1 to {{rank}} once.",
  axisOutOfRange: "{{name}} names axis {{axis}}, and its input has {{rank}}. Choose one of them.",
  dotSizesDiffer:
    "{{name}} multiplies over two axes of {{first}} and {{second}} numbers. Choose axes of the same size.",
  tokensExpected:
    "{{name}} looks up whole numbers (words, categories), and its input holds measured or scaled values. Feed it columns of whole numbers that are not scaled.",
  vocabularyTooSmall:
    "{{name}} has room for {{size}} different numbers, and the data need {{needed}}, 0 counted. Raise its vocabulary to {{needed}}.",
  rangeEmpty:
    "$t(layers:fields.{{field}}) of {{name}} must be below $t(layers:fields.{{other}}). Lower the first or raise the second.",
  fieldsConflict:
    "$t(layers:fields.{{field}}) and $t(layers:fields.{{other}}) of {{name}} cannot both be set. Set one of them back to 1.",
  fieldWrongLength:
    "$t(layers:fields.{{field}}) of {{name}} is a list of {{min}} to {{max}} numbers, and has {{count}}.",
  fieldNotANumber: "$t(layers:fields.{{field}}) of {{name}} is no number. Enter one.",
  fieldNotAnInteger: "$t(layers:fields.{{field}}) of {{name}} must be a whole number, and is {{value}}.",
  fieldOutOfRange: "$t(layers:fields.{{field}}) of {{name}} must lie between {{min}} and {{max}}, and is {{value}}.",
  fieldOutOfOpenRange:
    "$t(layers:fields.{{field}}) of {{name}} must lie between {{min}} and {{max}} ($t(layers:open.{{open}})), and is {{value}}.",
  fieldNotAChoice: "$t(layers:fields.{{field}}) of {{name}} must be one of: {{options}}.",
  outputUnits: "$t(graphIssues:headUnits.{{task}}), not {{units}}. Let it follow the task.",
  outputActivation:
    "The loss expects {{expected}} at the Output, and it ends in {{activation}}, so scores would mislead. Let it follow the task.",
  tooManyParameters:
    "The model would have {{count}} parameters; more than {{max}} do not fit a browser safely. Reduce the largest layers.",
  tooMuchMemory:
    "Training would need about {{megabytes}} MB; more than {{max}} MB do not fit a browser safely. Reduce the largest layers.",
  noInputColumns:
    "No column is left that the model could learn from. Keep at least one column besides the target on the Data step.",
  nothingToTrain: "Every layer is frozen, so nothing would be learned. Let at least the Output learn.",
  clipDamaged:
    "The copied layers are damaged ({{detail}}), so nothing was pasted. Copy them again where they come from.",
  clipUnknownLayers:
    "Nothing was pasted: this version does not know the layer kinds {{kinds}}. Copy without them, or update the studio.",
  clipTooLarge:
    "Nothing was added: with these {{count}} layers the model would have more than {{max}}. Take fewer of them.",
  /** By task. */
  headUnits: {
    multiclass: "The target has {{expected}} classes: the Output needs {{expected}} units",
    binary: "One number tells the two classes of the target apart: the Output needs 1 unit",
    regression: "The target is one number: the Output needs 1 unit",
  },
  needs: {
    row: "a flat row of numbers",
    sequence: "a sequence (steps × features)",
    image: "an image (height × width × channels)",
    sequences: "a sequence of sequences (steps × steps × features)",
    film: "a sequence of images (steps × height × width × channels)",
    rowOrSequence: "flat rows or sequences (steps × features)",
    steps: "a sequence: rows or images, one a step",
  },
  has: {
    number: "a single number",
    row: "a flat row of {{got}} numbers",
    sequence: "a sequence ({{got}})",
    image: "an image ({{got}})",
    larger: "an array ({{got}})",
  },
  fix: {
    unfreezeLayer: "Let it learn",
    addInput: "Add Input",
    addOutput: "Add Output",
    removeLayer: "Remove it",
    disconnectLayer: "Remove the connection",
    connectPrevious: "Connect the layer before it",
    dropMissingInput: "Drop the missing input",
    insertConcatenate: "Insert Concatenate",
    keepFirstInput: "Keep the first input",
    skipConnection: "Add a skip connection",
    matchDense: "Insert Dense to match",
    useConcatenate: "Use Concatenate",
    useSibling: "Use {{kind}}",
    connectAgain: "Connect it",
    insertFlatten: "Insert Flatten",
    insertGlobalAveragePooling1d: "Insert GlobalAveragePooling1D",
    insertGlobalAveragePooling2d: "Insert GlobalAveragePooling2D",
    insertReshape: "Insert Reshape",
    everyStep: "Turn on “$t(layers:fields.returnSequences)” before it",
    lastStep: "Turn off “$t(layers:fields.returnSequences)” before it",
    padSame: "Pad with “same”",
    smallerWindow: "Use a smaller window",
    cropLess: "Cut less",
    nearestDivisor: "Use the nearest divisor",
    fittingShape: "Use a shape that fits",
    lastAxis: "Use the last axis",
    matchingAxes: "Use axes of the same size",
    strideOne: "Strides back to 1",
    dilationOne: "Dilation back to 1",
    leaveUnscaled: "Do not scale the columns",
    raiseVocabulary: "Raise it to fit the data",
    setToAllowed: "Use the nearest allowed value",
    followTask: "Follow the task",
    resetLayer: "Back to the default",
  },
} as const satisfies Record<keyof GraphIssueContexts, string> & {
  readonly headUnits: Record<Task, string>;
  readonly needs: Record<NeededForm, string>;
  readonly has: Record<ShapeForm, string>;
  readonly fix: Record<GraphFix, string>;
};
