/**
 * @file A finished run's model in another form, as one file: Keras source, PyTorch source with weights, ONNX, a
 * TensorFlow.js model. All are written from the graph the run was trained with and the weights it kept; the fitted recipe
 * goes along, because inputs must be prepared as they were for training. What a form cannot express is refused by the
 * layer's name.
 */
import { modelContextOf } from "../../core/data/modelContext.ts";
import { writeKeras } from "../../core/export/keras/writeKeras.ts";
import { writeOnnx } from "../../core/export/onnx/writeOnnx.ts";
import { prepareJs, preparePy } from "../../core/export/prepare/programs.ts";
import { encoded, message, text } from "../../core/export/protobuf.ts";
import { writeSafetensors } from "../../core/export/safetensors.ts";
import { exportFileName, type ModelTarget } from "../../core/export/targets.ts";
import { weightsFileName, writeTfjs } from "../../core/export/tfjs.ts";
import type { TfjsNote } from "../../core/export/tfjsLayers.ts";
import { writeTorch } from "../../core/export/torch/writeTorch.ts";
import { AppError } from "../../core/fault.ts";
import { compile, type KerasModel } from "../../core/graph/compile.ts";
import type { Issue } from "../../core/issue.ts";
import type { Progress } from "../../core/progress.ts";
import type { Weights } from "../../core/training/checkpoint.ts";
import type { Run } from "../../core/training/types.ts";
import { ZipWriter } from "../project/zipWriter.ts";
import type { EngineApi, ExportedModel, Stream } from "../protocol.ts";
import { breathe } from "../train/pace.ts";
import { inputLines, outputLines, readmeOf, summaryOf, tfjsHowTo, torchHowTo } from "./readme.ts";

type Query = Parameters<EngineApi["exportModel"]>[0];
type LoadWeights = (runId: string) => Promise<Weights | null>;

interface Job {
  readonly run: Run;
  readonly model: KerasModel;
  readonly weights: Weights;
  readonly labels: Readonly<Record<string, string | undefined>>;
}
interface Part {
  readonly name: string;
  readonly content: Blob;
  /** Trained weights look like noise: deflating them takes time and saves nothing. */
  readonly level: 0 | 6;
}
type Written =
  | { readonly ok: true; readonly parts: readonly Part[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

const textPart = (name: string, content: string): Part => ({ name, content: new Blob([content]), level: 6 });
const bytesPart = (name: string, content: Uint8Array): Part => ({
  name,
  content: new Blob([content as Uint8Array<ArrayBuffer>]),
  level: 0,
});
const recipePart = ({ recipe }: Run): Part => textPart("recipe.json", `${JSON.stringify(recipe, null, 2)}\n`);
const written = (...parts: readonly Part[]): Written => ({ ok: true, parts });

const prepareFile = (name: string) => ({
  name,
  holds: "a program that makes the model's input of raw rows, and answers of its outputs, by recipe.json",
});
const recipeFile = { name: "recipe.json", holds: "how a raw row becomes the numbers the model takes" };
const readmeFile = { name: "README.txt", holds: "this text" };

const writers: Readonly<Record<ModelTarget, (job: Job) => Written>> = {
  keras: ({ run, model, labels }) => {
    const title = [
      summaryOf(run),
      "",
      "Inputs:",
      ...inputLines(run.recipe).map((line) => `    ${line}`),
      "Outputs:",
      ...outputLines(run.recipe, model).map((line) => `    ${line}`),
    ];
    return written(textPart("model.py", writeKeras(model, { title, labels }).source));
  },
  torch: ({ run, model, weights, labels }) => {
    const { source, tensors } = writeTorch(model, { title: [summaryOf(run)], labels });
    const files = [
      { name: "model.py", holds: "the model as PyTorch source" },
      { name: "model.safetensors", holds: "its trained weights" },
      prepareFile("prepare.py"),
      recipeFile,
      readmeFile,
    ];
    return written(
      textPart("model.py", source),
      bytesPart("model.safetensors", writeSafetensors(tensors(weights))),
      textPart("prepare.py", preparePy),
      recipePart(run),
      textPart("README.txt", readmeOf(run, model, files, torchHowTo(run))),
    );
  },
  onnx: ({ run, model, weights }) => {
    // Fields of a message may follow one another in any order, so what describes the model is put at its end.
    const described = encoded(
      Object.entries(metadataOf(run, model)).map(([key, value]) => message(14, [text(1, key), text(2, value)])),
    );
    const bytes = [writeOnnx(model, weights), described] as Uint8Array<ArrayBuffer>[];
    return written({ name: "model.onnx", content: new Blob(bytes), level: 0 });
  },
  tfjs: ({ run, model, weights, labels }) => {
    const made = writeTfjs(model, weights, labels);
    if (!made.ok) return made;
    const files = [
      { name: "model.json", holds: "the model's layers, for tf.loadLayersModel" },
      { name: weightsFileName, holds: "its trained weights, which model.json names" },
      prepareFile("prepare.js"),
      recipeFile,
      readmeFile,
    ];
    const remarks = [
      ...made.notes.map(({ layer, note }) => `${labels[layer] ?? layer}: ${noteText(note)}`),
      ...(made.masked ? [maskRemark] : []),
    ];
    return written(
      textPart("model.json", made.json),
      bytesPart(weightsFileName, made.weights),
      textPart("prepare.js", prepareJs),
      recipePart(run),
      textPart("README.txt", readmeOf(run, model, files, tfjsHowTo(run), remarks)),
    );
  },
};

function noteText(note: TfjsNote): string {
  switch (note) {
    case "trainingOnly":
      return "acts while training only; TensorFlow.js has no such layer, so values pass through it here.";
  }
}

const maskRemark =
  "Steps are masked. TensorFlow.js computes masks wrongly on its WebGPU backend: use WebGL or the CPU (the default).";

/**
 * What ONNX Runtime shows as the model's own properties. The form is one file, so what prepares raw rows goes inside: the
 * recipe, and the program that reads it.
 */
function metadataOf(run: Run, model: KerasModel): Readonly<Record<string, string>> {
  const { recipe } = run;
  const classes: Record<string, string> =
    recipe.target.kind === "classes" ? { classes: JSON.stringify(recipe.target.classes) } : {};
  return {
    description: summaryOf(run),
    inputs: inputLines(recipe).join("\n"),
    outputs: outputLines(recipe, model).join("\n"),
    ...classes,
    recipe: JSON.stringify(recipe),
    "prepare.py": preparePy,
  };
}

/** Progress counts bytes. Throws AppError("notFound") where the run's weights are gone. */
export async function* exportModel(
  { run, target }: Query,
  load: LoadWeights,
  signal: AbortSignal,
): Stream<Progress, ExportedModel> {
  yield { done: 0, total: null };
  const { model } = compile(run.job.graph, modelContextOf(run.recipe));
  const weights = await load(run.id);
  if (model === null || weights === null) throw new AppError("notFound", { what: run.id });
  signal.throwIfAborted();
  const labels = Object.fromEntries(run.job.graph.nodes.map(({ id, label }) => [id, label]));
  const result = writers[target]({ run, model, weights, labels });
  if (!result.ok) return result;
  // A cancellation that came while the file was written is heard here.
  await breathe();
  signal.throwIfAborted();
  const fileName = exportFileName(run.dataset.fileName, run.name, target);
  const [only, ...more] = result.parts;
  if (only !== undefined && more.length === 0) {
    yield { done: only.content.size, total: only.content.size };
    return { ok: true, file: only.content, fileName };
  }
  const total = result.parts.reduce((sum, { content }) => sum + content.size, 0);
  const writer = new ZipWriter();
  let done = 0;
  for (const { name, content, level } of result.parts) {
    for await (const bytes of writer.add(name, content, level, signal)) {
      done += bytes;
      yield { done, total };
    }
  }
  return { ok: true, file: writer.finish(), fileName };
}
