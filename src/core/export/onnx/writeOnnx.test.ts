/** @file What holds of files with many operators. What they compute is judged by the oracle. */
import { expect, it } from "vitest";
import { compile } from "../../graph/compile.ts";
import { makeNode } from "../../graph/edit.ts";
import type { ModelContext } from "../../layers/define.ts";
import { writeOnnx } from "./writeOnnx.ts";

it("a layer written step by step takes time in proportion to its steps", () => {
  const steps = 2000;
  const context: ModelContext = { inputShape: [steps, 1], task: "regression", classes: 0, vocabulary: null };
  // No operator of ONNX has this activation.
  const lstm = makeNode("lstm", "l", ["i"], { units: 1, activation: "softsign" });
  const graph = { nodes: [makeNode("input", "i", []), lstm, makeNode("output", "o", ["l"])] };
  const { model } = compile(graph, context);
  if (model === null) throw new Error("compiles");
  const weights = [
    { name: "l/kernel", shape: [1, 4], values: new Float32Array(4) },
    { name: "l/recurrent_kernel", shape: [1, 4], values: new Float32Array(4) },
    { name: "l/bias", shape: [4], values: new Float32Array(4) },
    { name: "o/kernel", shape: [1, 1], values: new Float32Array(1) },
    { name: "o/bias", shape: [1], values: new Float32Array(1) },
  ];
  const start = performance.now();
  writeOnnx(model, weights);
  // A second; when each name was looked for from the beginning, half a minute.
  expect(performance.now() - start).toBeLessThan(12_000);
});
