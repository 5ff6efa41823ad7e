import "@tensorflow/tfjs-backend-cpu";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { zipSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../core/graph/compile.ts";
import type { ModelContext } from "../../core/layers/define.ts";
import type { NamedTensor } from "../../core/training/checkpoint.ts";
import { buildModel, readWeights, writeWeights } from "../model/build.ts";
import type { ImportedModel } from "../protocol.ts";
import { importModel } from "./importModel.ts";

const context: ModelContext = { inputShape: [6], task: "multiclass", classes: 3, vocabulary: null };

beforeAll(async () => {
  await tf.setBackend("cpu");
});

interface Imported {
  readonly outcome: ImportedModel;
  readonly stored: ReadonlyMap<string, readonly NamedTensor[]>;
}

async function imported(files: Readonly<Record<string, BlobPart>>, given: ModelContext = context): Promise<Imported> {
  const stored = new Map<string, readonly NamedTensor[]>();
  const save = async (id: string, weights: readonly NamedTensor[]) => void stored.set(id, weights);
  const list = Object.entries(files).map(([name, part]) => ({ name, blob: new Blob([part]) }));
  const stream = importModel({ files: list, context: given }, save, new AbortController().signal);
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return { outcome: value, stored };
  }
}

/** A model as TensorFlow.js saves it. */
async function saved(model: tfl.LayersModel): Promise<{ json: Record<string, unknown>; bin: ArrayBuffer }> {
  let artifacts: tf.io.ModelArtifacts | null = null;
  await model.save(
    tf.io.withSaveHandler(async (given) => {
      artifacts = given;
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" } };
    }),
  );
  const { modelTopology, weightSpecs, weightData } = artifacts as unknown as tf.io.ModelArtifacts;
  const json = {
    format: "layers-model",
    modelTopology,
    weightsManifest: [{ paths: ["group1-shard1of1.bin"], weights: weightSpecs }],
  } as Record<string, unknown>;
  return { json, bin: weightData as ArrayBuffer };
}

const rows = [
  [0.1, -0.4, 0.9, 1.2, -1, 0.3],
  [2, 0.5, -0.7, 0, 0.2, -1.5],
];

/** What the studio's model predicts with the stored weights. */
async function predictions({ outcome, stored }: Imported, given = context): Promise<number[]> {
  if (!outcome.ok || outcome.startWeights === null) throw new Error(JSON.stringify(outcome));
  const { model } = compile(outcome.graph, given);
  if (model === null) throw new Error(JSON.stringify(compile(outcome.graph, given).issues));
  const built = buildModel(model, 5);
  writeWeights(built.weights, stored.get(outcome.startWeights.id) ?? []);
  const values = await built.predict(tf.tensor2d(rows)).data();
  built.dispose();
  return [...values];
}

const close = (got: readonly number[], wanted: ArrayLike<number>) => {
  expect(got.length).toBe(wanted.length);
  for (const [i, value] of got.entries()) expect(value).toBeCloseTo(wanted[i] as number, 5);
};

const branched = () => {
  const input = tfl.input({ shape: [6], name: "rows" });
  const a = tfl.layers.dense({ units: 4, activation: "tanh", name: "left" }).apply(input) as tfl.SymbolicTensor;
  const b = tfl.layers.dense({ units: 4, name: "right" }).apply(input) as tfl.SymbolicTensor;
  const normed = tfl.layers.batchNormalization({ name: "norm" }).apply(b) as tfl.SymbolicTensor;
  const sum = tfl.layers.add({ name: "sum" }).apply([a, normed]) as tfl.SymbolicTensor;
  const out = tfl.layers.dense({ units: 3, activation: "softmax", name: "head" }).apply(sum) as tfl.SymbolicTensor;
  return tfl.model({ inputs: input, outputs: out });
};

describe("a model of TensorFlow.js", () => {
  it("comes in with its graph and its weights, and predicts the same", async () => {
    const model = branched();
    const { json, bin } = await saved(model);
    const result = await imported({ "model.json": JSON.stringify(json), "group1-shard1of1.bin": bin });
    expect(result.outcome).toMatchObject({ ok: true, inputShape: [6], issues: [] });
    if (!result.outcome.ok) return;
    const { nodes } = result.outcome.graph;
    expect(new Set(nodes.map(({ id, kind, inputs }) => JSON.stringify([id, kind, inputs])))).toEqual(
      new Set(
        [
          ["rows", "input", []],
          ["left", "dense", ["rows"]],
          ["right", "dense", ["rows"]],
          ["norm", "batchNormalization", ["right"]],
          ["sum", "add", ["left", "norm"]],
          ["head", "output", ["sum"]],
        ].map((node) => JSON.stringify(node)),
      ),
    );
    close(await predictions(result), await (model.predict(tf.tensor2d(rows)) as tf.Tensor).data());
  });

  it("may be a Sequential, end in an activation of its own, and read images", async () => {
    const model = tfl.sequential({
      layers: [
        tfl.layers.conv2d({
          inputShape: [2, 3, 1],
          filters: 2,
          kernelSize: 2,
          padding: "same",
          activation: "relu",
          name: "c",
        }),
        tfl.layers.flatten({ name: "f" }),
        tfl.layers.dense({ units: 3, name: "d" }),
        tfl.layers.activation({ activation: "softmax", name: "s" }),
      ],
    });
    const { json, bin } = await saved(model);
    const result = await imported({ "model.json": JSON.stringify(json), "group1-shard1of1.bin": bin });
    expect(result.outcome).toMatchObject({ ok: true, inputShape: [2, 3, 1], issues: [] });
    if (!result.outcome.ok) return;
    expect(result.outcome.graph.nodes.map(({ kind }) => kind)).toEqual([
      "input",
      "reshape",
      "conv2d",
      "flatten",
      "output",
    ]);
    const images = tf.tensor4d(rows.flat(), [2, 2, 3, 1]);
    close(await predictions(result), await (model.predict(images) as tf.Tensor).data());
  });

  it("keeps parts of recurrent layers apart", async () => {
    const program = fileURLToPath(new URL("plainModel.mjs", import.meta.url));
    const printed = execFileSync(process.execPath, [program, JSON.stringify(rows)], { encoding: "utf8" });
    const { json, bin, predicted } = JSON.parse(printed.slice(printed.indexOf('{"json"'))) as Plain;
    const result = await imported({ "model.json": JSON.stringify(json), "w.bin": Buffer.from(bin, "base64") });
    expect(result.outcome).toMatchObject({ ok: true, issues: [] });
    close(await predictions(result), predicted);
  });

  it("may lie in several shards, and be quantized", async () => {
    const { json, bin } = await saved(branched());
    const whole = await imported({ "m.json": JSON.stringify(json), "group1-shard1of1.bin": bin });
    const parts = {
      ...json,
      weightsManifest: [
        { paths: ["a/x.bin", "y.bin"], weights: (json as unknown as Manifest).weightsManifest[0]?.weights },
      ],
    };
    const cut = await imported({ "m.json": JSON.stringify(parts), "x.bin": bin.slice(0, 33), "y.bin": bin.slice(33) });
    expect([...cut.stored.values()]).toEqual([...whole.stored.values()]);
    expect([...cut.stored.keys()]).toEqual([...whole.stored.keys()]);

    const kernel = {
      name: "head/kernel",
      shape: [6, 3],
      dtype: "float32",
      quantization: { dtype: "uint8", scale: 0.5, min: -4 },
    };
    const bias = {
      name: "head/bias",
      shape: [3],
      dtype: "float32",
      quantization: { dtype: "uint16", scale: 0.25, min: 1 },
    };
    const linear = tfl.sequential({ layers: [tfl.layers.dense({ units: 3, inputShape: [6], name: "head" })] });
    const topology = (await saved(linear)).json.modelTopology;
    const bytes = new Uint8Array(18 + 6).map((_, i) => (i < 18 ? i : 0));
    new DataView(bytes.buffer).setUint16(20, 260, true);
    const small = { modelTopology: topology, weightsManifest: [{ paths: ["q.bin"], weights: [kernel, bias] }] };
    const { stored } = await imported({ "m.json": JSON.stringify(small), "q.bin": bytes });
    const [weights] = [...stored.values()];
    expect([...(weights?.[0]?.values ?? [])]).toEqual(Array.from({ length: 18 }, (_, i) => i * 0.5 - 4));
    expect([...(weights?.[1]?.values ?? [])]).toEqual([1, 66, 1]);
  });

  it.each(["_hidden", "-x", "卷积", "__proto__"])("may call a layer %s", async (name) => {
    const layer = { class_name: "Dense", config: { name, units: 1, batch_input_shape: [null, 6] } };
    const json = {
      modelTopology: { class_name: "Sequential", config: { layers: [layer] }, keras_version: "tfjs-layers 4.22.0" },
      weightsManifest: [
        {
          paths: ["w.bin"],
          weights: [
            { name: `${name}/kernel`, shape: [6, 1], dtype: "float32" },
            { name: `${name}/bias`, shape: [1], dtype: "float32" },
          ],
        },
      ],
    };
    const regression: ModelContext = { ...context, task: "regression", classes: 0 };
    const files = { "m.json": JSON.stringify(json), "w.bin": new Float32Array(7).fill(0.5) };
    const result = await imported(files, regression);
    expect(result.outcome).toMatchObject({ ok: true, issues: [] });
    const sums = rows.map((row) => row.reduce((sum, x) => sum + x / 2, 0.5));
    close(await predictions(result, regression), sums);
  });

  it("is refused where a model inside has several outputs, of which none could be told apart", async () => {
    const input = { class_name: "InputLayer", name: "i", config: { batch_input_shape: [null, 6] }, inbound_nodes: [] };
    const dense = (name: string, from: unknown) => ({
      class_name: "Dense",
      name,
      config: { name, units: 6 },
      inbound_nodes: [from],
    });
    let inner: Record<string, unknown> = dense("d0", [["i", 0, 0, {}]]);
    // Each model hands its ten outputs to the ten of the one around it: twelve levels would be 10¹² tensors.
    for (let level = 1; level <= 11; level++) {
      const ends = Array.from({ length: 10 }, () => [inner.name, 0, 0]);
      const config = { name: `m${level}`, layers: [input, inner], input_layers: [["i", 0, 0]], output_layers: ends };
      inner = { class_name: "Model", name: `m${level}`, config, inbound_nodes: [[["i", 0, 0, {}]]] };
    }
    const model = {
      class_name: "Model",
      config: { layers: [input, inner], input_layers: [["i", 0, 0]], output_layers: [["m11", 0, 0]] },
    };
    const { outcome } = await imported({ "m.json": JSON.stringify(model) });
    expect(outcome).toMatchObject({ ok: false, issues: [{ code: "severalModelOutputs" }] });
  });

  it("opens without its weights, and says which files they are in", async () => {
    const { json } = await saved(branched());
    const { outcome } = await imported({ "model.json": JSON.stringify(json) });
    expect(outcome).toMatchObject({
      ok: true,
      startWeights: null,
      issues: [{ code: "weightsFileMissing", severity: "warning", context: { names: "group1-shard1of1.bin" } }],
    });
  });

  it("keeps the weights of the layers that fit, and counts the others", async () => {
    const { json, bin } = await saved(branched());
    const other = JSON.parse(JSON.stringify(json)) as Manifest;
    const weights = other.weightsManifest[0]?.weights ?? [];
    const left = weights.find(({ name }) => name === "left/kernel");
    if (left !== undefined) left.name = "elsewhere/kernel";
    const { outcome, stored } = await imported({ "model.json": JSON.stringify(other), "group1-shard1of1.bin": bin });
    expect(outcome).toMatchObject({ ok: true, issues: [{ code: "weightsPartly", context: { matched: 3, total: 4 } }] });
    expect([...stored.values()].flat().some(({ name }) => name.startsWith("left/"))).toBe(false);
  });
});

interface Plain {
  readonly json: object;
  readonly bin: string;
  readonly predicted: readonly number[];
}

interface Manifest {
  readonly weightsManifest: { paths: string[]; weights: { name: string; shape: number[]; dtype: string }[] }[];
}

describe("a .keras file", () => {
  const dense = (name: string, units: number, activation: string) => ({
    module: "keras.layers",
    class_name: "Dense",
    config: {
      name,
      trainable: name !== "a",
      dtype: { module: "keras", class_name: "DTypePolicy", config: { name: "float32" }, registered_name: null },
      units,
      activation,
      use_bias: true,
      kernel_initializer: { module: "keras.initializers", class_name: "GlorotUniform", config: { seed: null } },
      bias_initializer: { module: "keras.initializers", class_name: "Zeros", config: {} },
      kernel_regularizer: null,
    },
    registered_name: null,
    build_config: { input_shape: [null, 6] },
  });
  const config = {
    module: "keras",
    class_name: "Sequential",
    config: {
      name: "sequential",
      layers: [
        {
          module: "keras.layers",
          class_name: "InputLayer",
          config: { batch_shape: [null, 6], dtype: "float32", name: "i" },
        },
        dense("a", 4, "relu"),
        dense("b", 3, "softmax"),
      ],
      build_input_shape: [null, 6],
    },
    registered_name: null,
  };

  /** Weights as h5py lays them out; see `fixtures/make.py`. */
  const hdf5 = (name = "plain"): Buffer => readFileSync(fileURLToPath(new URL(`fixtures/${name}.h5`, import.meta.url)));
  const archive = (weights: Uint8Array | null, topology: unknown = config, about: object = {}) =>
    zipSync({
      "metadata.json": new TextEncoder().encode(JSON.stringify(about)),
      "config.json": new TextEncoder().encode(JSON.stringify(topology)),
      ...(weights === null ? {} : { "model.weights.h5": [weights, { level: 0 }] }),
    }) as Uint8Array<ArrayBuffer>;

  it.each(["plain", "latest"])("comes in with its weights, of the %s form", async (name) => {
    const { outcome, stored } = await imported({ "m.keras": archive(hdf5(name)) });
    expect(outcome).toMatchObject({ ok: true, inputShape: [6], issues: [], startWeights: { source: "m.keras" } });
    if (!outcome.ok) return;
    expect(outcome.graph.nodes.map(({ id, kind, frozen }) => [id, kind, frozen])).toEqual([
      ["i", "input", undefined],
      ["a", "dense", true],
      ["b", "output", undefined],
    ]);
    const [weights] = [...stored.values()];
    expect(weights?.map(({ name, shape }) => [name, shape])).toEqual([
      ["a/kernel", [6, 4]],
      ["a/bias", [4]],
      ["b/kernel", [4, 3]],
      ["b/bias", [3]],
    ]);
    const kernel = weights?.[0]?.values ?? new Float32Array();
    close(
      [...kernel],
      Array.from({ length: 24 }, (_, i) => i / 7 - 1),
    );
  });

  it("of Keras 2 is told apart by its version, where functions have changed", async () => {
    const bent = JSON.parse(JSON.stringify(config).replace('"relu"', '"hard_sigmoid"')) as typeof config;
    const codes = async (about: object) => {
      const { outcome } = await imported({ "m.keras": archive(hdf5(), bent, about) });
      return outcome.issues.map(({ code }) => code);
    };
    expect(await codes({ keras_version: "2.15.0" })).toEqual(["hardSigmoidDiffers"]);
    expect(await codes({ keras_version: "3.5.0" })).toEqual([]);
  });

  it("is refused by name where its numbers are stored in another way", async () => {
    const { outcome } = await imported({ "m.keras": archive(hdf5("packed")) });
    expect(outcome).toMatchObject({
      ok: false,
      issues: [{ code: "weightsUnreadable", context: { reason: "compressed" } }],
    });
  });

  it("without weights, or its topology alone, opens as a graph", async () => {
    const parts: Readonly<Record<string, BlobPart>>[] = [
      { "m.keras": archive(null) },
      { "config.json": JSON.stringify(config) },
    ];
    for (const files of parts) {
      const { outcome } = await imported(files);
      expect(outcome).toMatchObject({ ok: true, startWeights: null, issues: [{ code: "topologyOnly" }] });
    }
  });

  it("survives any damage: it is read or refused, and the reader ends", async () => {
    const good = hdf5();
    let refused = 0;
    for (let i = 0; i < 300; i++) {
      const bad = Uint8Array.from(good);
      // A fixed walk over the file: each byte in turn is another one.
      const at = (i * 7919) % bad.length;
      bad[at] = ((bad[at] ?? 0) + 1 + (i % 250)) & 255;
      const { outcome } = await imported({ "m.keras": archive(bad) });
      if (!outcome.ok || outcome.issues.length > 0) refused += 1;
    }
    expect(refused).toBeGreaterThan(5);
    for (const length of [0, 7, 100, 1000, 2000]) {
      const { outcome } = await imported({ "m.keras": archive(Uint8Array.from(good.subarray(0, length))) });
      expect(outcome.ok && outcome.issues.length === 0).toBe(false);
    }
  });
});

describe("files that are no model", () => {
  it.each([
    [{ "a.csv": "a,b\n1,2\n" }, "modelFileUnknown"],
    [{ "a.json": "{}" }, "modelFileUnknown"],
    [{ "a.json": "[]" }, "modelFileUnknown"],
    [{ "a.json": "{" }, "notJson"],
    [{ "a.json": "[".repeat(5000) }, "tooDeep"],
    [{ "a.json": '{"class_name":"Sequential","config":{"layers":[]}}' }, "noModelLayers"],
    [{ "a.json": '{"format":"graph-model","modelTopology":{"node":[]}}' }, "graphModel"],
    [{ "a.bin": "xyz", "b.bin": "xyz" }, "noModelFile"],
    [{ "a.keras": zipSync({ "other.txt": new Uint8Array(3) }) as Uint8Array<ArrayBuffer> }, "modelFileUnknown"],
    [{ "a.keras": "PK\x03\x04 and nothing more" }, "archiveTruncated"],
    [
      {
        "a.json": '{"class_name":"Sequential","config":{"layers":[{"class_name":"Lambda","config":{"name":"magic"}}]}}',
      },
      "unknownClass",
    ],
    [
      {
        "a.json":
          '{"class_name":"Sequential","config":{"layers":[{"class_name":"Dense","config":{"__proto__":{"x":1},"units":"many"}}]}}',
      },
      "argumentInvalid",
    ],
  ] as const)("%j are refused", async (files, code) => {
    const { outcome } = await imported(files as Record<string, BlobPart>);
    expect(outcome.ok).toBe(false);
    expect(outcome.issues[0]?.code).toBe(code);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it("and weights that do not belong to the model, or are no numbers, are refused", async () => {
    const { json, bin } = await saved(branched());
    const text = JSON.stringify(json);
    const short = await imported({ "m.json": text, "group1-shard1of1.bin": bin.slice(4) });
    expect(short.outcome).toMatchObject({ ok: false, issues: [{ code: "weightsFileSize" }] });
    const bad = bin.slice(0);
    new DataView(bad).setFloat32(0, Number.NaN, true);
    const nan = await imported({ "m.json": text, "group1-shard1of1.bin": bad });
    expect(nan.outcome).toMatchObject({ ok: false, issues: [{ code: "weightsNotFinite" }] });
    const one = {
      ...json,
      weightsManifest: [
        { paths: ["a.bin", "b.bin"], weights: (json as unknown as Manifest).weightsManifest[0]?.weights },
      ],
    };
    const missing = await imported({ "m.json": JSON.stringify(one), "a.bin": bin });
    expect(missing.outcome).toMatchObject({
      ok: false,
      issues: [{ code: "weightsFileMissing", context: { names: "b.bin" } }],
    });
  });
});

it("weights are read to the last number", async () => {
  const model = branched();
  const { json, bin } = await saved(model);
  const { outcome, stored } = await imported({ "m.json": JSON.stringify(json), "group1-shard1of1.bin": bin });
  if (!outcome.ok || outcome.startWeights === null) throw new Error("opens");
  const built = buildModel(compile(outcome.graph, context).model as never, 1);
  writeWeights(built.weights, stored.get(outcome.startWeights.id) ?? []);
  expect((await readWeights(built.weights)).length).toBe(model.getWeights().length);
});
