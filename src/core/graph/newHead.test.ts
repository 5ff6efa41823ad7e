import { expect, it } from "vitest";
import { makeNode } from "./edit.ts";
import { newHead } from "./newHead.ts";
import type { Graph } from "./types.ts";

const weighted = new Set(["conv", "dense", "preds", "head"]);
const known = {
  hasWeights: (id: string) => weighted.has(id),
  parameters: (id: string) => (weighted.has(id) || id === "output_1" ? 10 : 0),
  shape: (id: string) => (id === "pool" || id === "conv" ? [4, 4, 8] : [8]),
};
const names = (graph: Graph | undefined) => graph?.nodes.map(({ id, inputs, frozen }) => [id, inputs, frozen === true]);

it("cuts the Output off where it is the trained head, and freezes what stays", () => {
  const graph: Graph = {
    nodes: [
      makeNode("input", "in", []),
      makeNode("dense", "dense", ["in"]),
      makeNode("dropout", "drop", ["dense"]),
      makeNode("output", "head", ["drop"], { units: 10, activation: "softmax" }),
    ],
  };
  const made = newHead(graph, known);
  expect(made).toMatchObject({ end: "drop", frozen: 1 });
  expect(names(made?.graph)).toEqual([
    ["in", [], false],
    ["dense", ["in"], true],
    ["drop", ["dense"], false],
    ["output_1", ["drop"], false],
  ]);
  expect(made?.graph.nodes.at(-1)?.params).toEqual({ units: null, activation: "auto" });
});

it("cuts the last layer with weights where the Output was added behind it, and makes a row of an image", () => {
  const graph: Graph = {
    nodes: [
      makeNode("input", "in", []),
      makeNode("conv2d", "conv", ["in"]),
      makeNode("maxPooling2d", "pool", ["conv"]),
      makeNode("conv2d", "preds", ["pool"]),
      makeNode("activation", "bend", ["preds"]),
      makeNode("output", "output_1", ["bend"]),
    ],
  };
  const made = newHead(graph, known);
  expect(made).toMatchObject({ end: "pool", frozen: 1 });
  expect(names(made?.graph)).toEqual([
    ["in", [], false],
    ["conv", ["in"], true],
    ["pool", ["conv"], false],
    ["global_average_pooling2d_1", ["pool"], false],
    ["output_2", ["global_average_pooling2d_1"], false],
  ]);
});

it("is made once: a new head is not cut off with a part of the body", () => {
  const graph: Graph = {
    nodes: [makeNode("input", "in", []), makeNode("dense", "dense", ["in"]), makeNode("output", "head", ["dense"])],
  };
  const once = newHead(graph, known);
  expect(once).toMatchObject({ end: "dense" });
  expect(once === null ? undefined : newHead(once.graph, known)).toBeNull();
});

it("keeps what joins branches, and answers null where nothing could be kept", () => {
  const graph: Graph = {
    nodes: [
      makeNode("input", "in", []),
      makeNode("dense", "dense", ["in"]),
      makeNode("dense", "other", ["in"]),
      makeNode("add", "sum", ["dense", "other"]),
      makeNode("output", "output_1", ["sum"]),
    ],
  };
  expect(newHead(graph, known)?.end).toBe("sum");
  expect(newHead({ nodes: [makeNode("input", "in", []), makeNode("output", "head", ["in"])] }, known)).toBeNull();
});
