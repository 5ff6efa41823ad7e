/** @file A model is opened before anything else was computed: the device must be the studio's own. */
import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { createServer } from "../server.ts";

it("opening a model starts the studio's device, not one of tfjs's", async () => {
  const server = createServer();
  const layer = { class_name: "Dense", config: { name: "d", units: 1, batch_input_shape: [null, 2] } };
  const weights = [
    { name: "d/kernel", shape: [2, 1], dtype: "float32" },
    { name: "d/bias", shape: [1], dtype: "float32" },
  ];
  const json = {
    modelTopology: { class_name: "Sequential", config: { layers: [layer] } },
    weightsManifest: [{ paths: ["w.bin"], weights }],
  };
  const files = [
    { name: "model.json", blob: new Blob([JSON.stringify(json)]) },
    { name: "w.bin", blob: new Blob([new Float32Array(3)]) },
  ];
  const stream = server.importModel({ files }, new AbortController().signal);
  for (;;) {
    const { done, value } = await stream.next();
    if (!done) continue;
    expect(value).toMatchObject({ ok: true, startWeights: { source: "model.json" } });
    break;
  }
  // tfjs's own start-up leaves it on.
  expect(tf.env().get("WEBGPU_CPU_FORWARD")).toBe(false);
});
