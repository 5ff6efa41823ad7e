/**
 * @file The codes of issues in Keras source and in models of other programs, and what each message is told. Texts:
 * `locales/<language>/codeIssues.ts`. Issues of source stand at a line and a character of it.
 */

/** `layer`: the class, as the source names it. */
interface AtLayer {
  layer: string;
}
/** `argument`: in snake case, as Python writes it. */
interface AtArgument extends AtLayer {
  argument: string;
}

/** What is wrong with a model as a list of Keras calls. */
export interface CallIssueContexts {
  unknownClass: AtLayer;
  /** `near`: the name that is most likely meant. */
  layerMisspelt: AtLayer & { near: string };
  argumentUnknown: AtArgument;
  argumentMisspelt: AtArgument & { near: string };
  valueMisspelt: AtArgument & { value: string; near: string };
  argumentMissing: AtArgument;
  /** The argument is known, and this value of it is not supported. */
  argumentUnsupported: AtArgument & { value: string };
  /** The value is none the argument takes. `expected`: which kind of value it takes. */
  argumentInvalid: AtArgument & { value: string; expected: ExpectedValue };
  argumentTwice: AtArgument;
  tooManyArguments: AtLayer & { max: number };
  channelsFirst: AtLayer;
  layerShared: { name: string };
  layerNameTwice: { name: string };
  /** `name`: the tensor or layer that is meant and does not exist. */
  inputUnknown: AtLayer & { name: string };
  severalModelInputs: { count: number };
  severalModelOutputs: { count: number };
  noModelOutput: Record<string, never>;
  noModelLayers: Record<string, never>;
  tooManyModelLayers: { count: number; max: number };
  /** The model does not end in a Dense layer: a head for the task was added behind it. */
  headAdded: AtLayer;
  /** The file's program computes it with a slope of 0.2, Keras 3 and the studio with 1/6. */
  hardSigmoidDiffers: AtLayer;
  /** `made`: the input's shape in the model; `data`: what the data give. */
  inputDiffers: { made: string; data: string };
}

/** Words for values that arguments take; messages translate them. */
export type ExpectedValue = "wholeNumber" | "number" | "flag" | "text" | "numbers" | "layer";

/** What is wrong with a text as Python. */
export interface SourceIssueContexts {
  sourceTooLong: { characters: number; max: number };
  sourceTooDeep: { max: number };
  sourceTooManyLines: { max: number };
  characterUnknown: { character: string };
  textUnclosed: Record<string, never>;
  bracketUnclosed: { bracket: string };
  bracketUnmatched: { bracket: string };
  indentUnexpected: Record<string, never>;
  wordUnexpected: { found: string };
  lineEnded: Record<string, never>;
  statementRefused: { statement: string };
  loopRefused: { statement: string };
  nameUnknown: { name: string };
  /** Not worked out: only numbers, texts, lists and names bound to them are. */
  valueUnknown: AtArgument;
  tensorOperator: { operator: string };
  callRefused: { name: string };
  layerExpected: { found: string };
  tensorExpected: AtLayer;
  layerCalledTwice: AtLayer;
  noModelInSource: Record<string, never>;
}

/** What is wrong with files that should hold a model. */
export interface ModelFileIssueContexts {
  noModelFile: Record<string, never>;
  severalModelFiles: { names: string };
  modelFileUnknown: { fileName: string };
  modelFileTooLarge: { fileName: string; megabytes: number; max: number };
  graphModel: { fileName: string };
  weightsFileMissing: { names: string };
  weightsFileSize: { fileName: string; bytes: number; expected: number };
  weightsUnreadable: { fileName: string; reason: string };
  weightsFormat: { name: string; format: string };
  /** Weights of layers that were not in the file or do not fit. */
  weightsPartly: { matched: number; total: number };
  weightsNotFinite: { name: string };
  /** The file names the layers, and holds no weights: training starts anew. */
  topologyOnly: { fileName: string };
  fileUnused: { names: string };
}

export interface CodeIssueContexts extends CallIssueContexts, SourceIssueContexts, ModelFileIssueContexts {}
