import { describe, expect, it } from "vitest";
import type { ModelContext } from "../layers/define.ts";
import { readSource } from "./readSource.ts";

const context: ModelContext = { inputShape: [4], task: "multiclass", classes: 3, vocabulary: null };
const none: ModelContext = { inputShape: null, task: null, classes: 0, vocabulary: null };

const nodesOf = (text: string, given = context) => {
  const { graph, issues } = readSource(text, given);
  expect(issues).toEqual([]);
  return (graph?.nodes ?? []).map(({ id, kind, inputs, params }) => ({ id, kind, inputs, params }));
};
const errorsOf = (text: string, given = context) =>
  readSource(text, given).issues.map(({ code, at }) => [code, at.line, at.character]);

describe("Keras source", () => {
  it("reads a Sequential as it is written in a notebook", () => {
    const nodes = nodesOf(`
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers as L

units = 16 * 2   # a constant
model = keras.Sequential([
    keras.Input(shape=(4,)),
    L.Dense(units, "tanh", name="first"),
    L.Dropout(rate=.25),
    tf.keras.layers.Dense(3, activation='softmax'),
])
model.compile(optimizer=keras.optimizers.Adam(1e-3), loss="sparse_categorical_crossentropy")
history = model.fit(x_train, y_train, epochs=10)
print(history)
`);
    expect(nodes).toMatchObject([
      { id: "input_1", kind: "input", inputs: [] },
      { id: "first", kind: "dense", inputs: ["input_1"], params: { units: 32, activation: "tanh", useBias: true } },
      { id: "dropout_1", kind: "dropout", inputs: ["first"], params: { rate: 0.25 } },
      { id: "dense_1", kind: "output", inputs: ["dropout_1"], params: { units: null, activation: "auto" } },
    ]);
  });

  it("keeps an output that does not fit the task, for the graph's own checks to speak of", () => {
    const text = "model = Sequential()\nmodel.add(Dense(8))\nmodel.add(Dense(5, activation='sigmoid'))";
    expect(nodesOf(text)).toMatchObject([
      { kind: "input" },
      { kind: "dense", params: { units: 8, activation: "linear" } },
      { kind: "output", params: { units: 5, activation: "sigmoid" } },
    ]);
  });

  it("reads the functional form: variables used again, nested calls, lists of inputs, a skip", () => {
    const nodes = nodesOf(`
inputs = layers.Input((4,), name="rows")
x = layers.Dense(8, activation="relu", name="a")(inputs)
skip = x
x = layers.Dropout(0.5, name="b")(layers.Dense(8, name="c")(x))
x = layers.Add(name="d")([x, skip])
x = layers.concatenate([x, inputs])
outputs = layers.Dense(3, activation="softmax", name="out")(x)
model = keras.Model(inputs=inputs, outputs=outputs)
`);
    expect(Object.fromEntries(nodes.map(({ id, inputs }) => [id, inputs]))).toEqual({
      rows: [],
      a: ["rows"],
      c: ["a"],
      b: ["c"],
      d: ["b", "a"],
      concatenate_1: ["d", "rows"],
      out: ["concatenate_1"],
    });
    expect(nodes.at(-1)).toMatchObject({ id: "out", kind: "output" });
  });

  it("folds an activation behind the last Dense into the Output", () => {
    const text = "m = Sequential([Dense(8), Dense(3, name='head'), Activation('softmax')])";
    expect(nodesOf(text).at(-1)).toMatchObject({ id: "head", kind: "output", params: { activation: "auto" } });
  });

  it("adds an Output behind a model that does not end in a Dense, and says so at the line", () => {
    const { graph, issues } = readSource("m = Sequential([\n  Dense(8),\n  Dropout(0.5),\n])", context);
    expect(graph?.nodes.map(({ kind }) => kind)).toEqual(["input", "dense", "dropout", "output"]);
    expect(issues).toMatchObject([{ code: "headAdded", severity: "notice", at: { line: 3 } }]);
  });

  it("reads penalties in all their spellings", () => {
    const text = `
m = Sequential([
  Dense(8, kernel_regularizer="l2", bias_regularizer=regularizers.l1(0.5)),
  Dense(8, kernel_regularizer=keras.regularizers.L1L2(l1=0.1, l2=0.2), kernel_constraint=MaxNorm(3)),
  Dense(3, activation="softmax"),
])`;
    expect(nodesOf(text).slice(1, 3)).toMatchObject([
      { params: { kernelL1: 0, kernelL2: 0.01, biasL1: 0.5, maxNorm: 0 } },
      { params: { kernelL1: 0.1, kernelL2: 0.2, maxNorm: 3 } },
    ]);
  });

  it("ignores what changes nothing, and freezes what is not trainable", () => {
    const text = `
layer = Dense(8, kernel_initializer=keras.initializers.HeNormal(seed=3), dtype="float32", trainable=False, name="f")
m = Sequential([layer, BatchNormalization(axis=-1, name="bn"), Dense(3, "softmax")])
`;
    const { graph, issues, spoken } = readSource(text, context);
    expect(issues).toEqual([]);
    expect(graph?.nodes[1]).toMatchObject({ id: "f", frozen: true });
    expect(graph?.nodes[2]).not.toHaveProperty("frozen");
    expect([...spoken]).toEqual(["f"]);
  });

  it("gives rows another form where the model was made for one", () => {
    const text = "m = Sequential([Input((2, 2)), Dense(4), Dense(3)])";
    const { graph, inputShape } = readSource(text, context);
    expect(inputShape).toEqual([2, 2]);
    if (graph?.nodes.some(({ kind }) => (kind as string) === "reshape")) {
      expect(graph.nodes[1]).toMatchObject({ kind: "reshape", inputs: [graph.nodes[0]?.id] });
      expect(graph.nodes[2]?.inputs).toEqual([graph.nodes[1]?.id]);
    }
  });

  it("names the lines of each layer", () => {
    const { spans } = readSource("m = Sequential([\n  Dense(\n    8,\n    name='a'),\n  Dense(3, name='b')])", context);
    expect([spans.get("a"), spans.get("b")]).toEqual([
      { from: 2, to: 4 },
      { from: 5, to: 5 },
    ]);
  });
});

describe("slips", () => {
  it.each([
    ["m = Sequential([Dens(3)])", "layerMisspelt", 1],
    ["m = Sequential([Wobble(3)])", "unknownClass", 1],
    ["m = Sequential([\n layers.dense(3)])", "layerMisspelt", 2],
    ["m = Sequential([\n dense(3)])", "layerMisspelt", 2],
    ["x = Input((4,))\ny = dense(3)(x)\nm = Model(x, y)", "layerMisspelt", 2],
    ["x = Input((4,))\ny = layers.dropuot(0.1)(x)", "layerMisspelt", 2],
    ["m = Sequential([\n Dense(8, activation='rellu'),\n Dense(3)])", "valueMisspelt", 2],
    ["m = Sequential([Dense(8)\nDense(3)])", "wordUnexpected", 2],
    ["m = Sequential([\n  Dense(8, activaton='relu'),\n  Dense(3)])", "argumentMisspelt", 2],
    ["m = Sequential([\n  Dense(8, wobble=1),\n  Dense(3)])", "argumentUnknown", 2],
    ["m = Sequential([\n  Dense(),\n  Dense(3)])", "argumentMissing", 2],
    ["m = Sequential([\n  Dense('eight'),\n  Dense(3)])", "argumentInvalid", 2],
    ["m = Sequential([\n  Dense(8, activation='relux'),\n  Dense(3)])", "valueMisspelt", 2],
    ["m = Sequential([\n  Dense(8, units=3),\n  Dense(3)])", "argumentTwice", 2],
    ["m = Sequential([\n  Dense(n),\n  Dense(3)])", "nameUnknown", 2],
    ["n = f(1)\nm = Sequential([\n  Dense(n),\n  Dense(3)])", "valueUnknown", 3],
    ["for _ in range(3):\n  model.add(Dense(3))", "loopRefused", 1],
    ["m = Sequential([Dense(3) for _ in range(2)])", "loopRefused", 1],
    ["if True:\n  x = 1\nm = Sequential([Dense(3)])", "statementRefused", 1],
    ["x = Input((4,))\nd = Dense(4)\ny = d(x)\nz = d(y)\nm = Model(x, z)", "layerCalledTwice", 4],
    ["x = Input((4,))\ny = Dense(4)(x)\nm = Model(x, x + y)", "tensorOperator", 3],
    ["x = Input((4,))\ny = tf.reshape(x, (2, 2))", "callRefused", 2],
    ["m = Sequential([Dense(3)", "bracketUnclosed", 1],
    ["m = Sequential([Dense(3])", "bracketUnclosed", 1],
    ["m = Sequential([Dense(3))])", "bracketUnmatched", 1],
    ["m = Sequential([\n Dense(8),\n Dense(8, activation='relu',\n Dense(3),\n])\nm.fit(x)", "bracketUnclosed", 3],
    ["name = 'a\nm = 3", "textUnclosed", 1],
    ["m = Sequential([Dense(3, name='a'),\n Dense(3, name='a')])", "layerNameTwice", 2],
    ["a = Input((4,))\nb = Input((4,))\nm = Model([a, b], Dense(3)(Concatenate()([a, b])))", "severalModelInputs", 2],
    ["x = 3", "noModelInSource", 1],
    ["m = Sequential([Dense(8, kernel_regularizer=OrthogonalRegularizer()), Dense(3)])", "argumentUnsupported", 1],
    ["m = Sequential([Dense(8, lora_rank=4), Dense(3)])", "argumentUnsupported", 1],
    ["m = Sequential([BatchNormalization(axis=2), Dense(3)])", "argumentUnsupported", 1],
  ])("are found at their line: %j", (text, code, line) => {
    expect(errorsOf(text).map(([found, at]) => [found, at])).toContainEqual([code, line]);
    expect(readSource(text, context).graph).toBeNull();
  });

  it("stand at their character", () => {
    expect(errorsOf("m = Sequential([Dense(8)\n   Dense(3)])")).toEqual([["wordUnexpected", 2, 4]]);
  });

  it("do not cause others: what needs a faulty value is passed over", () => {
    const text = "x = Input((4,))\ny = Dense(n)(x)\nz = Addd()([x, y])\nw = Dense(3)(z)\nm = Model(x, w)\nprint(m)";
    expect(errorsOf(text)).toEqual([
      ["nameUnknown", 2, 11],
      ["layerMisspelt", 3, 5],
    ]);
  });

  it("are all found at once, up to a limit", () => {
    const text = "m = Sequential([\n Dense(p),\n Dens(8),\n Dense(q), Dense(3)])";
    expect(errorsOf(text)).toEqual([
      ["nameUnknown", 2, 8],
      ["layerMisspelt", 3, 2],
      ["nameUnknown", 4, 8],
    ]);
    const lines = `${"x = = 3\n".repeat(1000)}`;
    expect(errorsOf(lines).length).toBe(20);
  });
});

describe("without data", () => {
  it("reads the same, and leaves the output as it is written", () => {
    const nodes = nodesOf("m = Sequential([Input((4,)), Dense(3, activation='softmax')])", none);
    expect(nodes.at(-1)).toMatchObject({ kind: "output", params: { units: 3, activation: "softmax" } });
  });
});
