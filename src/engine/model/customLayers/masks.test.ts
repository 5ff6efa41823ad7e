/** @file Masks are asked for once, however many ways lead up to where they begin. */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { expect, it, vi } from "vitest";
import { readSource } from "../../../core/code/readSource.ts";
import { compile } from "../../../core/graph/compile.ts";
import type { ModelContext } from "../../../core/layers/define.ts";
import { buildModel } from "../build.ts";
import { Masking } from "./masking.ts";

const context: ModelContext = { inputShape: [4, 2], task: "regression", classes: 0, vocabulary: null };

/** Residual blocks: each has two ways through it. */
const residual = (blocks: number): string =>
  [
    "import keras",
    "from keras import layers",
    "inputs = keras.Input((4, 2))",
    "x = layers.Masking()(inputs)",
    ...Array.from({ length: blocks }, (_, i) => `d${i} = layers.Dense(2)(x)\nx = layers.Add()([x, d${i}])`),
    "x = layers.GRU(3)(x)",
    "outputs = layers.Dense(1)(x)",
    "model = keras.Model(inputs, outputs)",
  ].join("\n");

it("a mask's source is asked once, through as many residual blocks as there are", async () => {
  await tf.setBackend("cpu");
  const { graph } = readSource(residual(12), context);
  const { model: keras } = compile(graph ?? { nodes: [] }, context);
  if (keras === null) throw new Error("compiles");
  const model = buildModel(keras, 1);
  const asked = vi.spyOn(Masking.prototype, "handedMask");
  model.predict(tf.ones([1, 4, 2])).dispose();
  expect(asked).toHaveBeenCalledTimes(1);
  asked.mockRestore();
  model.dispose();
});
