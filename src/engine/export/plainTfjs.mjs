/**
 * @file For tests only, as a process of its own: plain TensorFlow.js, where none of the studio's layers is registered.
 * Reads a folder of exported models ("<case>/model.json", "weights.bin", "x.json") and writes each one's predictions, or
 * why it could not be loaded, to "<case>/y.json".
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

// The package's ESM files import without endings, which Node refuses.
const tf = createRequire(import.meta.url)("@tensorflow/tfjs");
await tf.setBackend("cpu");

const folder = process.argv[2];
for (const name of readdirSync(folder)) {
  const read = (file) => readFileSync(join(folder, name, file));
  let answer;
  try {
    const { modelTopology, weightsManifest, format } = JSON.parse(read("model.json").toString());
    const bytes = read(weightsManifest[0].paths[0]);
    const weightData = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
    const model = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData, format }));
    const { shape, values } = JSON.parse(read("x.json").toString());
    const y = model.predict(tf.tensor(values, shape));
    answer = { shape: y.shape, values: [...y.dataSync()] };
    model.dispose();
  } catch (error) {
    answer = { error: String(error?.message ?? error) };
  }
  writeFileSync(join(folder, name, "y.json"), JSON.stringify(answer));
}
