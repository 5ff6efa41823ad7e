/** @file What can be taken away, as data: the Deploy and Evaluate steps offer these rows, the README lists them. */

export interface ExportTarget {
  /** Ending of the file's name, with the dot. */
  readonly extension: string;
  readonly mediaType: string;
  readonly title: string;
  /** One sentence: what the file holds and what it is for. */
  readonly holds: string;
  readonly step: "evaluate" | "deploy";
}

/** The forms a finished run's model is exported in. */
export type ModelTarget = "keras" | "torch" | "onnx" | "tfjs";

export const exportTargets = {
  keras: {
    extension: ".py",
    mediaType: "text/x-python",
    title: "Keras",
    holds: "The model as Keras 3 source: the same layers and arguments, to read and to train elsewhere.",
    step: "deploy",
  },
  torch: {
    extension: ".zip",
    mediaType: "application/zip",
    title: "PyTorch",
    holds: "The model as PyTorch source, with its trained weights as safetensors.",
    step: "deploy",
  },
  onnx: {
    extension: ".onnx",
    mediaType: "application/octet-stream",
    title: "ONNX",
    holds: "The trained model with its weights, for ONNX Runtime and everything that reads ONNX.",
    step: "deploy",
  },
  tfjs: {
    extension: ".zip",
    mediaType: "application/zip",
    title: "TensorFlow.js",
    holds: "The trained model as model.json and weights, for pages and Node.",
    step: "deploy",
  },
  project: {
    extension: ".layerwise",
    mediaType: "application/zip",
    title: "Project",
    holds: "Document, data, runs and weights in one zip; opens in the studio on another machine.",
    step: "deploy",
  },
  predictions: {
    extension: ".csv",
    mediaType: "text/csv",
    title: "Predictions",
    holds: "A table of new rows with the predicted value, or class and probabilities, as further columns.",
    step: "evaluate",
  },
} as const satisfies Record<string, ExportTarget>;

export const modelTargets = ["keras", "torch", "onnx", "tfjs"] as const satisfies readonly ModelTarget[];

/** A word of a file name that Python, a shell and every file system take as it is. */
const word = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, "_").replace(/^_+|_+$/g, "");

/** "iris_run_3_keras.py": a module's name too, so it begins with a letter. `table`: the name of the run's data file. */
export function exportFileName(table: string, run: string, target: ModelTarget): string {
  const stem = word(table.replace(/\.[^.]*$/, "")).slice(0, 60);
  const started = /^\p{L}/u.test(stem) ? stem : stem === "" ? "model" : `model_${stem}`;
  return `${started}_run_${word(run)}_${target}${exportTargets[target].extension}`;
}
