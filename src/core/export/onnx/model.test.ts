import { describe, expect, it } from "vitest";
import fixture from "../fixtures/onnx.json" with { type: "json" };
import { encodeModel } from "./model.ts";

describe("the ONNX file", () => {
  it("has the bytes that the onnx package writes for the same model", () => {
    const bytes = encodeModel({
      inputs: [{ name: "input", shape: [4, 200] }],
      output: { name: "output", shape: [3] },
      nodes: [
        { operator: "Softmax", inputs: ["input"], outputs: ["a"], attributes: { axis: -1 } },
        { operator: "Elu", inputs: ["a"], outputs: ["b"], attributes: { alpha: { float: 0.75 } } },
        { operator: "Pad", inputs: ["b", "sizes", "", "w"], outputs: ["c"], attributes: { mode: "constant" } },
        {
          operator: "LSTM",
          inputs: ["c", "w"],
          outputs: ["d", "output"],
          attributes: {
            activation_alpha: { floats: [0.5, -2] },
            activations: ["Sigmoid", "Tanh"],
            perm: [0, 300],
          },
        },
      ],
      initializers: [
        { name: "w", type: "float", shape: [2, 2], values: Float32Array.of(1.5, -2.25, 0.1, 1e-30) },
        { name: "sizes", type: "int64", shape: [3], values: [-1, 0, 2 ** 40] },
      ],
    });
    expect(Buffer.from(bytes).toString("base64")).toBe(fixture.model);
  });
});
