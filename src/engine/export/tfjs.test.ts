/**
 * @file Exported TensorFlow.js models, loaded by plain TensorFlow.js in another process: it predicts what the studio
 * predicts, or the export was refused. Every layer with sampled settings, and every template.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeTfjs } from "../../core/export/tfjs.ts";
import { compile, type KerasModel } from "../../core/graph/compile.ts";
import { makeNode } from "../../core/graph/edit.ts";
import { templateNames, templates } from "../../core/graph/templates.ts";
import type { Graph } from "../../core/graph/types.ts";
import type { ModelContext } from "../../core/layers/define.ts";
import { type LayerNode, layerKinds, layers, specOf } from "../../core/layers/index.ts";
import { defaultsOf } from "../../core/params/fields.ts";
import { type Random, random } from "../../core/random.ts";
import type { NamedTensor } from "../../core/training/checkpoint.ts";
import { layers as texts } from "../../locales/en/layers.ts";
import { sampledModels } from "../../testing/sampledLayers.ts";
import { buildModel, readWeights, writeWeights } from "../model/build.ts";

const folder = mkdtempSync(join(tmpdir(), "tfjs-"));
const rows = 3;
const casesPerLayer = 16;

interface Expected {
  readonly name: string;
  readonly values: readonly number[];
}
interface Answer {
  readonly values?: readonly number[];
  readonly error?: string;
}

const contexts: readonly ModelContext[] = [
  { inputShape: [8], task: "multiclass", classes: 3, vocabulary: null },
  { inputShape: [64], task: "binary", classes: 2, vocabulary: null },
  { inputShape: [24], task: "multiclass", classes: 3, vocabulary: 30 },
];
const wordContext: ModelContext = { inputShape: [7], task: "multiclass", classes: 3, vocabulary: 4 };

/** Weights as training leaves them: no zero biases, no averages of 0 and 1. */
const trained = (tensors: readonly NamedTensor[], source: Random): NamedTensor[] =>
  tensors.map((tensor) => ({
    ...tensor,
    values: tensor.values.map((value) =>
      tensor.name.endsWith("variance") ? 0.5 + source.next() : value + source.next() - 0.5,
    ),
  }));

/** Word numbers where the model looks words up, else values of both signs. */
const inputsFor = ({ inputShape, context }: KerasModel, source: Random): number[] =>
  Array.from({ length: inputShape.reduce((product, n) => product * n, rows) }, () =>
    context.vocabulary === null ? source.next() * 4 - 2 : source.int(context.vocabulary),
  );

/** Word 0 is masked from the embedding on; what stands between it and the output. */
const masked: Readonly<Record<string, readonly LayerNode[]>> = {
  lstm: [makeNode("lstm", "rnn_1", ["embedding_1"], { units: 5 })],
  dropped: [
    makeNode("dropout", "dropout_1", ["embedding_1"]),
    makeNode("layerNormalization", "norm_1", ["dropout_1"]),
    makeNode("simpleRnn", "rnn_1", ["norm_1"], { units: 5, goBackwards: true }),
  ],
  projected: [
    makeNode("dense", "dense_1", ["embedding_1"], { units: 4, activation: "tanh" }),
    makeNode("lstm", "rnn_1", ["dense_1"], { units: 5 }),
  ],
  stacked: [
    makeNode("bidirectional", "rnn_0", ["embedding_1"], {
      layer: { kind: "lstm", params: { ...defaultsOf(layers.lstm.fields), units: 3, returnSequences: true } },
    }),
    makeNode("gru", "rnn_1", ["rnn_0"], { units: 4, resetAfter: false }),
  ],
  pooled: [makeNode("globalAveragePooling1d", "rnn_1", ["embedding_1"])],
};
const maskedGraph = (name: string): Graph => ({
  nodes: [
    makeNode("input", "input_1", []),
    makeNode("embedding", "embedding_1", ["input_1"], { inputDim: 4, outputDim: 6, maskZero: true }),
    ...(masked[name] ?? []),
    makeNode("output", "output_1", ["rnn_1"]),
  ],
});

const expected = new Map<string, readonly Expected[]>();
const refused = new Map<string, string[]>();
let answers: (name: string) => Answer;

async function write(name: string, model: KerasModel, source: Random): Promise<Expected | null> {
  const built = buildModel(model, 7);
  try {
    const weights = trained(await readWeights(built.weights), source);
    writeWeights(built.weights, weights);
    const written = writeTfjs(model, weights);
    if (!written.ok) {
      const why = written.issues.map((issue) => {
        // The message names the setting as the inspector does.
        if (issue.code === "settingNotInTfjs") expect(Object.keys(texts.fields)).toContain(issue.context.setting);
        return `${issue.code} ${JSON.stringify(issue.context)}`;
      });
      refused.set(name, why);
      return null;
    }
    const values = inputsFor(model, source);
    const shape = [rows, ...model.inputShape];
    const y = tf.tidy(() => [...built.predict(tf.tensor(values, shape)).dataSync()]);
    const at = join(folder, name);
    mkdirSync(at);
    writeFileSync(join(at, "model.json"), written.json);
    writeFileSync(join(at, "weights.bin"), written.weights);
    writeFileSync(join(at, "x.json"), JSON.stringify({ shape, values }));
    return { name, values: y };
  } finally {
    built.dispose();
  }
}

const kinds = layerKinds.filter((kind) => specOf(kind)?.keras != null);

beforeAll(async () => {
  await tf.setBackend("cpu");
  for (const kind of kinds) {
    const spec = specOf(kind);
    const found: Expected[] = [];
    for (const [i, model] of (spec === null ? [] : sampledModels(spec, casesPerLayer, random(23))).entries()) {
      const one = await write(`${kind}_${i}`, model, random(i));
      if (one !== null) found.push(one);
    }
    expected.set(kind, found);
  }
  for (const name of templateNames) {
    const found: Expected[] = [];
    for (const [i, context] of contexts.entries()) {
      const { model } = compile(templates[name](context).graph, context);
      const one = model === null ? null : await write(`${name}Template_${i}`, model, random(i));
      if (one !== null) found.push(one);
    }
    expected.set(name, found);
  }
  for (const name of Object.keys(masked)) {
    const { model, issues } = compile(maskedGraph(name), wordContext);
    if (model === null) throw new Error(JSON.stringify(issues));
    const one = await write(`${name}Masked`, model, random(3));
    expected.set(`${name}Masked`, one === null ? [] : [one]);
  }
  execFileSync(process.execPath, [join(import.meta.dirname, "plainTfjs.mjs"), folder], { stdio: "ignore" });
  answers = (name) => JSON.parse(readFileSync(join(folder, name, "y.json"), "utf8"));
}, 180_000);

afterAll(() => rmSync(folder, { recursive: true }));

function compare({ name, values }: Expected): void {
  const answer = answers(name);
  expect([name, answer.error]).toEqual([name, undefined]);
  expect(answer.values).toHaveLength(values.length);
  for (const [i, value] of values.entries()) {
    const far = Math.abs((answer.values?.[i] as number) - value) / Math.max(1, Math.abs(value));
    if (!(far <= 1e-5)) expect.fail(`${name}[${i}]: plain TensorFlow.js ${answer.values?.[i]}, the studio ${value}`);
  }
}

describe.each(kinds)("%s", (kind) => {
  it("predicts the same in plain TensorFlow.js, or is refused by name", () => {
    for (const one of expected.get(kind) ?? []) compare(one);
    const reasons = [...refused].filter(([name]) => name.startsWith(`${kind}_`)).flatMap(([, why]) => why);
    expect((expected.get(kind) ?? []).length + reasons.length).toBeGreaterThan(0);
    for (const reason of reasons) expect(reason).toMatch(/^(layer|setting|mask)NotInTfjs /);
  });
});

describe.each(templateNames)("template %s", (name) => {
  it("predicts the same in plain TensorFlow.js, or is refused by the name of a layer", () => {
    for (const one of expected.get(name) ?? []) compare(one);
    const reasons = [...refused].filter(([one]) => one.startsWith(`${name}Template_`)).flatMap(([, why]) => why);
    expect((expected.get(name) ?? []).length + reasons.length).toBeGreaterThan(0);
    for (const reason of reasons) expect(reason).toMatch(/^(layer|setting|mask)NotInTfjs /);
  });
});

describe("masked steps", () => {
  it.each(["lstm", "dropped", "stacked"])("stay masked in plain TensorFlow.js: %s", (name) => {
    const [one] = expected.get(`${name}Masked`) ?? [];
    expect(refused.get(`${name}Masked`)).toBe(undefined);
    compare(one as Expected);
  });

  it("are refused behind a layer that ends the mask on one side only, else the same", () => {
    const [one] = expected.get("projectedMasked") ?? [];
    expect(refused.has("projectedMasked")).toBe(!("mask" in layers.dense));
    if (one !== undefined) compare(one);
  });

  it("are refused where it would count them", () => {
    expect(refused.get("pooledMasked")).toEqual([
      'maskNotInTfjs {"name":"GlobalAveragePooling1D","layer":"GlobalAveragePooling1D"}',
    ]);
  });
});
