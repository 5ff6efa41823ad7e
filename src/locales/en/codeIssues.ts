/** @file Messages about Keras source and models of other programs: what happened, why, what to do next. */
import type { CodeIssueContexts, ExpectedValue } from "../../core/code/issues.ts";

export const codeIssues = {
  unknownClass: "The studio has no layer “{{layer}}”. Use one of the layers in the palette.",
  layerMisspelt: "There is no {{layer}}. Did you mean {{near}}?",
  argumentMisspelt: "{{layer}} has no argument {{argument}}. Did you mean {{near}}?",
  valueMisspelt: "{{layer}} knows no {{argument}}={{value}}. Did you mean {{near}}?",
  argumentUnknown: "{{layer}} has no argument {{argument}}. Check its spelling, or leave it out.",
  argumentMissing: "{{layer}} needs {{argument}}. Add it, for example {{argument}}=….",
  argumentUnsupported:
    "{{layer}} with {{argument}}={{value}} is not supported here. Leave the argument out, or choose another value.",
  argumentInvalid: "{{argument}} of {{layer}} takes $t(codeIssues:expected.{{expected}}), and got {{value}}.",
  argumentTwice: "{{layer}} is given {{argument}} twice. Keep one of them.",
  tooManyArguments: "{{layer}} takes at most {{max}} arguments. Leave out what is too much.",
  channelsFirst:
    '{{layer}} expects channels first; the studio keeps channels last. Export the model with data_format="channels_last".',
  layerShared:
    "The layer “{{name}}” is used more than once, with the same weights each time. The studio draws each layer once.",
  layerNameTwice: "Two layers are called “{{name}}”. Give each a name of its own.",
  inputUnknown: "{{layer}} reads from “{{name}}”, which is not in the model.",
  severalModelInputs: "The model has {{count}} inputs, and a model of the studio has one. Join them into one.",
  severalModelOutputs: "The model has {{count}} outputs, and a model of the studio has one. Keep one of them.",
  noModelOutput: "The model names no output. Name the tensor it ends in.",
  noModelLayers: "The model has no layers.",
  tooManyModelLayers: "The model has {{count}} layers; more than {{max}} cannot be shown.",
  headAdded: "The model ends in {{layer}}, so an Output for the task was added behind it.",
  hardSigmoidDiffers:
    "{{layer}}: hard sigmoid is computed as Keras 3 does, with a slope of 1/6. The model was made with 0.2, so its results differ a little.",
  inputDiffers:
    "The model was made for rows of {{made}} numbers, and the data give {{data}}. Layers that read the input start untrained; change the columns on the Data step if the numbers should agree.",

  sourceTooLong: "The text has {{characters}} characters; more than {{max}} are not read.",
  sourceTooDeep: "More than {{max}} brackets inside one another are not read.",
  sourceTooManyLines: "More than {{max}} lines are not read.",
  characterUnknown: "“{{character}}” means nothing here. Remove it.",
  textUnclosed: "This text has no closing quote.",
  bracketUnclosed: "“{{bracket}}” is never closed.",
  bracketUnmatched: "“{{bracket}}” closes nothing.",
  indentUnexpected: "This line is indented in a way that does not fit the lines before it.",
  wordUnexpected: "“{{found}}” was not expected here. Something before it may be missing or too much.",
  lineEnded: "The line ends too early.",
  statementRefused:
    "“{{statement}}” is not read: a model is written layer after layer, without conditions or functions.",
  loopRefused: "“{{statement}}” loops are not read. Write each layer on a line of its own.",
  nameUnknown: "“{{name}}” is not defined above this line.",
  valueUnknown:
    "The value of {{argument}} of {{layer}} cannot be worked out. Write a number, a text or a list, or a name that stands for one.",
  tensorOperator: "“{{operator}}” between tensors is not read. Use a layer: Add, Subtract or Multiply.",
  callRefused: "“{{name}}” is not read with a part of the model. Use layers only.",
  layerExpected: "A layer belongs here, and this is “{{found}}”.",
  tensorExpected: "{{layer}} is called with something that is no tensor. Hand it what another layer gives.",
  layerCalledTwice:
    "This {{layer}} is used a second time, with the same weights. The studio draws each layer once: make a second one.",
  noModelInSource:
    "There is no model in this text. Write model = keras.Sequential([…]) or keras.Model(inputs, outputs).",

  noModelFile: "None of these files describes a model. Choose a model.json or a .keras file, with its weights.",
  severalModelFiles: "These files describe several models: {{names}}. Choose the files of one.",
  modelFileUnknown:
    "“{{fileName}}” is no Keras model: it is neither a model.json of TensorFlow.js or Keras, nor a .keras file.",
  modelFileTooLarge: "“{{fileName}}” has {{megabytes}} MB; more than {{max}} MB are not read.",
  graphModel:
    "“{{fileName}}” is a graph model: its layers are not in it any more. Convert the Keras model as a layers model instead.",
  weightsFileMissing: "The model's weights are in {{names}}. Choose these files together with it.",
  weightsFileSize:
    "“{{fileName}}” has {{bytes}} bytes, and the model needs {{expected}}. The files may belong to different models.",
  weightsUnreadable:
    "The weights in “{{fileName}}” cannot be read: {{reason}}. Save the model again, or open it without weights.",
  weightsFormat: "The weight “{{name}}” is stored as {{format}}, which is not read. Save it as float32.",
  weightsPartly: "Weights were found for {{matched}} of {{total}} layers that have some. The others start untrained.",
  weightsNotFinite: "The weight “{{name}}” holds values that are no numbers. The model cannot be used as it is.",
  topologyOnly: "“{{fileName}}” was opened without weights, so training starts anew.",
  fileUnused: "Not needed, and left out: {{names}}.",
  expected: {
    wholeNumber: "a whole number",
    number: "a number",
    flag: "True or False",
    text: "one of its texts",
    numbers: "whole numbers",
    layer: "a layer",
  },
} as const satisfies Record<keyof CodeIssueContexts, string> & {
  readonly expected: Record<ExpectedValue, string>;
};
