/** @file The few lines that run an exported model, as text to copy: what a terminal is told, and the program. Programs, so they are the same in every language. */
import { inputShapeOf, type Recipe } from "../../core/data/recipe.ts";
import { exportFileName, type ModelTarget } from "../../core/export/targets.ts";
import { assertNever } from "../../core/fault.ts";
import type { Run } from "../../core/training/types.ts";

/** What a model of this task is trained with in Keras: loss, and the score to watch. */
function kerasCompile({ task }: Recipe): string {
  switch (task) {
    case "binary":
      return 'loss="binary_crossentropy", metrics=["accuracy"]';
    case "multiclass":
      return 'loss="sparse_categorical_crossentropy", metrics=["accuracy"]';
    case "regression":
      return 'loss="mean_squared_error", metrics=["mae"]';
    default:
      return assertNever(task);
  }
}

const stemOf = (fileName: string): string => fileName.replace(/\.[^.]*$/, "");

/** Two texts, since they are typed into two places. */
export interface HowTo {
  readonly shell: string;
  readonly program: string;
}

export function howToRun({ dataset, name, recipe }: Run, target: ModelTarget): HowTo {
  const file = exportFileName(dataset.fileName, name, target);
  const folder = stemOf(file);
  const width = inputShapeOf(recipe).join(", ");
  switch (target) {
    case "keras":
      return {
        shell: "pip install keras tensorflow",
        program: [
          `from ${folder} import model`,
          `model.compile(optimizer="adam", ${kerasCompile(recipe)})`,
          "model.summary()",
          `model.fit(x, y, epochs=20)  # x: [rows, ${width}]`,
        ].join("\n"),
      };
    case "torch":
      return {
        shell: ["pip install torch numpy", `unzip ${file} -d ${folder} && cd ${folder}`].join("\n"),
        program: ["import torch", "from model import load", `print(load()(torch.zeros(1, ${width})))`].join("\n"),
      };
    case "onnx":
      return {
        shell: "pip install onnxruntime",
        program: [
          "import numpy as np, onnxruntime",
          `session = onnxruntime.InferenceSession("${file}")`,
          `x = np.zeros((1, ${width}), np.float32)`,
          'print(session.run(None, {"input": x})[0])',
          'print(session.get_modelmeta().custom_metadata_map["inputs"])',
        ].join("\n"),
      };
    case "tfjs":
      return {
        shell: "npm install @tensorflow/tfjs",
        program: [
          'import * as tf from "@tensorflow/tfjs";',
          `const model = await tf.loadLayersModel("${folder}/model.json");`,
          `model.predict(tf.zeros([1, ${width}])).print();`,
        ].join("\n"),
      };
    default:
      return assertNever(target);
  }
}
