/**
 * @file Runs ONNX models with onnxruntime: JSON on standard input, [{ model: base64, inputs: [{ shape, values }] }], and on
 * standard output [{ shape, values } | { error }]. Inputs are given in the model's own order.
 */
import { InferenceSession, Tensor } from "onnxruntime-node";

async function run({ model, inputs }) {
  try {
    const session = await InferenceSession.create(Buffer.from(model, "base64"), { logSeverityLevel: 3 });
    const tensors = inputs.map(({ shape, values }) => new Tensor("float32", Float32Array.from(values), shape));
    const feeds = Object.fromEntries(session.inputNames.map((name, index) => [name, tensors[index]]));
    const { output } = await session.run(feeds);
    const result = { shape: [...output.dims], values: [...output.data] };
    await session.release();
    return result;
  } catch (error) {
    return { error: String(error.message ?? error) };
  }
}

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const results = [];
for (const job of JSON.parse(Buffer.concat(chunks).toString())) results.push(await run(job));
process.stdout.write(JSON.stringify(results));
