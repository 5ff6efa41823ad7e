/** @file The printed form itself: stable, readable, one statement a layer, and safe against foreign texts. */
import { describe, expect, it } from "vitest";
import { compile, type KerasModel } from "../../graph/compile.ts";
import { makeNode } from "../../graph/edit.ts";
import { templates } from "../../graph/templates.ts";
import type { Graph } from "../../graph/types.ts";
import type { KerasCall, ModelContext } from "../../layers/define.ts";
import { camelCase, snakeCase } from "./names.ts";
import { signatures } from "./signatures.ts";
import { writeKeras } from "./writeKeras.ts";

const context: ModelContext = { inputShape: [4], task: "multiclass", classes: 3, vocabulary: null };

function modelOf(graph: Graph): KerasModel {
  const { model, issues } = compile(graph, context);
  if (model === null) throw new Error(JSON.stringify(issues));
  return model;
}

/** A model of one layer given by its call. */
function oneLayer(call: KerasCall, name = "layer_1", inputs = ["input_1"]): KerasModel {
  const layer = { name, call, inputs, kind: "dense", params: {}, inputShapes: [[4]], outputShape: [4], frozen: false };
  return { inputShape: [4], layers: [layer as KerasModel["layers"][number]], input: "input_1", output: name, context };
}
const lineOf = (call: KerasCall, inputs?: string[]): string => {
  const { source, lines } = writeKeras(oneLayer(call, "layer_1", inputs));
  return source.split("\n")[(lines.layer_1 as number) - 1] as string;
};

describe("a model as Keras source", () => {
  it("is one statement a layer, between imports and the model", () => {
    const graph: Graph = {
      nodes: [
        makeNode("input", "input_1", []),
        { ...makeNode("dense", "dense_1", ["input_1"], { units: 64 }), label: "First\nthoughts", frozen: true },
        makeNode("dense", "dense_2", ["dense_1"], { units: 64, kernelL2: 0.001, maxNorm: 2 }),
        makeNode("add", "add_1", ["dense_1", "dense_2"]),
        makeNode("output", "output_1", ["add_1"]),
      ],
    };
    const { source, lines } = writeKeras(modelOf(graph), {
      title: ["Iris."],
      labels: { dense_1: "First\nthoughts" },
    });
    expect(source).toBe(`"""Iris."""

import keras
from keras import constraints, layers, regularizers

input_1 = keras.Input(shape=(4,))
# First thoughts
dense_1 = layers.Dense(units=64, activation="relu", trainable=False)(input_1)
dense_2 = layers.Dense(
    units=64,
    activation="relu",
    kernel_regularizer=regularizers.L1L2(l2=0.001),
    kernel_constraint=constraints.MaxNorm(max_value=2, axis=[0]),
)(dense_1)
add_1 = layers.Add()([dense_1, dense_2])
output_1 = layers.Dense(units=3, activation="softmax")(add_1)

model = keras.Model(inputs=input_1, outputs=output_1)
`);
    const text = source.split("\n");
    for (const [id, line] of Object.entries(lines)) expect(text[line - 1]).toMatch(new RegExp(`^${id} = `));
    expect(Object.keys(lines)).toHaveLength(5);
  });

  it("leaves out what equals Keras's default, and states what other frameworks take otherwise", () => {
    const lstm = { units: 8, activation: "tanh", recurrentActivation: "sigmoid", returnSequences: true };
    expect(lineOf({ className: "LSTM", args: lstm })).toBe(
      'layer_1 = layers.LSTM(units=8, recurrent_activation="sigmoid", return_sequences=True)(input_1)',
    );
    expect(lineOf({ className: "Dense", args: { units: 8, activation: "linear", useBias: true } })).toBe(
      "layer_1 = layers.Dense(units=8)(input_1)",
    );
    expect(lineOf({ className: "Dense", args: { activation: "hardSigmoid", useBias: false, units: 8 } })).toBe(
      'layer_1 = layers.Dense(units=8, activation="hard_sigmoid", use_bias=False)(input_1)',
    );
  });

  it("nests a wrapped layer, and gives attention its inputs one by one", () => {
    const layer = { className: "GRU", args: { units: 4 } };
    expect(lineOf({ className: "Bidirectional", args: { layer, mergeMode: "sum" } })).toBe(
      'layer_1 = layers.Bidirectional(layers.GRU(units=4), merge_mode="sum")(input_1)',
    );
    const attention = { className: "MultiHeadAttention", args: { numHeads: 2, keyDim: 8, useCausalMask: true } };
    expect(lineOf(attention, ["input_1", "input_1"])).toBe(
      "layer_1 = layers.MultiHeadAttention(num_heads=2, key_dim=8)(input_1, input_1, use_causal_mask=True)",
    );
    expect(lineOf(attention)).toBe(lineOf(attention, ["input_1", "input_1"]));
  });

  it("takes no word from a foreign id, label or title", () => {
    const hostile = [
      'a"b',
      "import os\nos.remove()",
      "class",
      "1st",
      "layers",
      "x\u2028y\u202e",
      "日本/語",
      "a b",
      "a_b",
    ];
    const nodes = hostile.map((id, i) => makeNode("dense", id, [hostile[i - 1] ?? "input_1"], { units: 2 }));
    const last = hostile.at(-1) as string;
    const graph: Graph = {
      nodes: [makeNode("input", "input_1", []), ...nodes, makeNode("output", "output_1", [last])],
    };
    const labels = Object.fromEntries(hostile.map((id) => [id, `${id}\r\nprint("seen")`]));
    const { source } = writeKeras(modelOf(graph), {
      title: ['a"""\nimport os', 'an "in" and an "out"', 'b\\"'],
      labels,
    });
    const statement = /^(?:\w+ = .*|import keras|from keras import layers|""".*"""|)$/;
    const code = source.split("\n").filter((line) => !line.startsWith("#"));
    expect(code.slice(3).filter((line) => !statement.test(line))).toEqual([]);
    expect(code.slice(0, 3)).toEqual(['"""a\\"\\"\\"\\nimport os', 'an "in" and an "out\\"', 'b\\\\\\""""']);
    const variables = code.flatMap((line) => /^(\w+) = /.exec(line)?.[1] ?? []);
    expect(new Set(variables).size).toBe(variables.length);
    expect(variables).toHaveLength(hostile.length + 3);
  });

  it("is the same each time", () => {
    for (const draw of Object.values(templates)) {
      const model = compile(draw(context).graph, context).model;
      if (model === null) continue;
      expect(writeKeras(model)).toEqual(writeKeras(structuredClone(model)));
    }
  });
});

it("names go over and come back", () => {
  const names = Object.values(signatures).flatMap((args) => args.map(([name]) => name));
  expect(names.length).toBeGreaterThan(400);
  for (const name of names) expect(camelCase(snakeCase(name))).toBe(name);
  expect(snakeCase("recurrentActivation")).toBe("recurrent_activation");
});
