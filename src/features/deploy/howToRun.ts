/** @file The few lines that run an exported model, as text to copy: what a terminal is told, and the program. Programs, so they are the same in every language. */
import type { Recipe } from "../../core/data/recipe.ts";
import {
  inputArray,
  javaScriptRows,
  pythonImports,
  pythonPackages,
  pythonRows,
} from "../../core/export/prepare/examples.ts";
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

/** Columns of the example row; the others count as missing. */
const shownColumns = 4;

export function howToRun({ dataset, name, recipe }: Run, target: ModelTarget): HowTo {
  const file = exportFileName(dataset.fileName, name, target);
  const folder = stemOf(file);
  const array = inputArray(recipe);
  const packages = pythonPackages(recipe).join(" ");
  switch (target) {
    case "keras":
      return {
        shell: "pip install keras tensorflow",
        program: [
          `from ${folder} import model`,
          `model.compile(optimizer="adam", ${kerasCompile(recipe)})`,
          "model.summary()",
          `model.fit(x, y, epochs=20)  # x: ${array}`,
        ].join("\n"),
      };
    case "torch":
      return {
        shell: [`pip install torch ${packages}`, `unzip ${file} -d ${folder} && cd ${folder}`].join("\n"),
        program: [
          ...pythonImports(recipe),
          "import torch",
          "from model import load",
          "from prepare import answers, prepare, read_recipe",
          "recipe = read_recipe()",
          ...pythonRows(recipe, shownColumns),
          `x = torch.from_numpy(prepare(rows, recipe))  # ${array}`,
          "with torch.no_grad():",
          "    print(answers(load()(x), recipe))",
        ].join("\n"),
      };
    case "onnx":
      return {
        shell: `pip install onnxruntime ${packages}`,
        program: [
          ...pythonImports(recipe),
          "import json, onnxruntime",
          `session = onnxruntime.InferenceSession("${file}")`,
          "meta = session.get_modelmeta().custom_metadata_map",
          'open("prepare.py", "w", encoding="utf-8").write(meta["prepare.py"])',
          "from prepare import answers, prepare",
          'recipe = json.loads(meta["recipe"])',
          ...pythonRows(recipe, shownColumns),
          `x = prepare(rows, recipe)  # ${array}`,
          'print(answers(session.run(None, {"input": x})[0], recipe))',
        ].join("\n"),
      };
    case "tfjs":
      return {
        shell: "npm install @tensorflow/tfjs",
        program: [
          'import * as tf from "@tensorflow/tfjs";',
          `import { answers, prepare } from "./${folder}/prepare.js";`,
          `const recipe = await (await fetch("${folder}/recipe.json")).json();`,
          ...javaScriptRows(recipe, shownColumns),
          `const x = prepare(rows, recipe); // ${array}`,
          `const model = await tf.loadLayersModel("${folder}/model.json");`,
          "const y = model.predict(tf.tensor(x.values, x.shape));",
          "console.log(answers(await y.array(), recipe));",
        ].join("\n"),
      };
    default:
      return assertNever(target);
  }
}
