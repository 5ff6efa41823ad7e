/**
 * @file For the tests of import, run by Node on its own: TensorFlow.js as it comes, without the studio's layers, builds a
 * bidirectional LSTM. Prints its files and what it predicts for the rows in the first argument, as JSON.
 */
import { createRequire } from "node:module";

// The package's ESM files import without endings, which Node refuses.
const tf = createRequire(import.meta.url)("@tensorflow/tfjs");

const rows = JSON.parse(process.argv[2]);
await tf.setBackend("cpu");
const lstm = tf.layers.lstm({ units: 2, recurrentActivation: "sigmoid", name: "inner" });
const model = tf.sequential({
  layers: [
    tf.layers.bidirectional({ layer: lstm, mergeMode: "concat", inputShape: [3, 2], name: "both" }),
    tf.layers.dense({ units: 3, activation: "softmax", name: "d" }),
  ],
});
await model.save(
  tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
    const predicted = await model.predict(tf.tensor3d(rows.flat(), [2, 3, 2])).data();
    const json = {
      format: "layers-model",
      modelTopology,
      weightsManifest: [{ paths: ["w.bin"], weights: weightSpecs }],
    };
    const bin = Buffer.from(weightData).toString("base64");
    process.stdout.write(JSON.stringify({ json, bin, predicted: [...predicted] }));
    return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" } };
  }),
);
