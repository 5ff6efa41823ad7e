import { describe, expect, it } from "vitest";
import { compile, type KerasModel } from "../../graph/compile.ts";
import { makeNode } from "../../graph/edit.ts";
import type { Graph } from "../../graph/types.ts";
import type { Weights } from "../../training/checkpoint.ts";
import { writeTorch } from "./writeTorch.ts";

/** A skip around two layers, so that a value is read after others were written. */
const skip: Graph = {
  nodes: [
    makeNode("input", "input_1", []),
    makeNode("dense", "dense_1", ["input_1"], { units: 4, activation: "linear" }),
    makeNode("dense", "dense_2", ["dense_1"], { units: 4, activation: "linear" }),
    makeNode("dense", "forward", ["dense_2"], { units: 4, activation: "linear" }),
    makeNode("add", "add_1", ["dense_1", "forward"]),
    makeNode("output", "output_1", ["add_1"]),
  ],
};

function modelOf(graph: Graph): KerasModel {
  const { model } = compile(graph, { inputShape: [3], task: "regression", classes: 0, vocabulary: null });
  if (model === null) throw new Error("the graph is a model");
  return model;
}

const weights: Weights = ["dense_1", "dense_2", "forward", "output_1"].flatMap((layer, index) => {
  const [rows, columns] = [index === 0 ? 3 : 4, layer === "output_1" ? 1 : 4];
  return [
    {
      name: `${layer}/kernel`,
      shape: [rows, columns],
      values: Float32Array.from({ length: rows * columns }, (_, i) => i),
    },
    { name: `${layer}/bias`, shape: [columns], values: new Float32Array(columns) },
  ];
});

describe("a model as PyTorch source", () => {
  it("keeps a value that is read later from being overwritten, and calls nothing by a name of nn.Module's", () => {
    const { source } = writeTorch(modelOf(skip));
    const body = source.slice(source.indexOf("def forward"), source.indexOf("return x"));
    const steps = body.split("\n").filter((line) => line.includes(" = "));
    expect(steps.map((line) => line.trim().replace(/ +#.*/, ""))).toEqual([
      "x = self.dense_1(x)",
      "dense_2 = self.dense_2(x)",
      "layer_forward = self.layer_forward(dense_2)",
      "x = x + layer_forward",
      "x = self.output_1(x)",
    ]);
  });

  it("names the weights as the source's modules do, in torch's order of axes", () => {
    const { tensors } = writeTorch(modelOf(skip));
    const named = new Map(tensors(weights).map((tensor) => [tensor.name, tensor]));
    expect([...named.keys()]).toEqual(
      ["dense_1", "dense_2", "layer_forward", "output_1"].flatMap((layer) => [`${layer}.weight`, `${layer}.bias`]),
    );
    const weight = named.get("dense_1.weight");
    expect(weight?.shape).toEqual([4, 3]);
    expect([...(weight?.values ?? [])]).toEqual([0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]);
  });

  it("refuses weights that lack one of its own", () => {
    const { tensors } = writeTorch(modelOf(skip));
    expect(() => tensors(weights.slice(1))).toThrow("dense_1/kernel");
  });

  it("writes labels and title as comments of one line", () => {
    const { source } = writeTorch(modelOf(skip), {
      title: ["a\nimport os"],
      labels: { dense_1: '"""\nimport os\r# b', dense_2: "  " },
    });
    expect(source.split(/[\r\n]/).filter((line) => /^\s*import os/.test(line))).toEqual([]);
    expect(source).toContain("# a import os");
    expect(source).toContain('# """ import os # b');
  });
});
