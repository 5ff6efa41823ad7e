/** @file Where layers land that came without a place. */
import { expect, test } from "vitest";
import { insertOnEdge, makeNode } from "./edit.ts";
import { arrange, placeMissing, step } from "./layout.ts";
import type { Graph } from "./types.ts";

const chain: Graph = {
  nodes: [makeNode("input", "in", []), makeNode("dense", "a", ["in"]), makeNode("output", "out", ["a"])],
};

test("a layer inserted without a place stands between its neighbours, and what follows goes down a row", () => {
  const before = arrange(chain);
  const graph = insertOnEdge(chain, { kind: "flatten", from: "in", to: "a" });
  const after = placeMissing(graph, before);
  const rows = ["in", "flatten_1", "a", "out"].map((id) => after[id]);
  expect(rows).toEqual([0, 1, 2, 3].map((row) => ({ x: 0, y: row * step.y })));
  expect(before, "the places given stay as they were").toEqual(arrange(chain));
});

test("two layers inserted at once stand one below the other", () => {
  const first = insertOnEdge(chain, { kind: "flatten", from: "in", to: "a" });
  const graph = insertOnEdge(first, { kind: "dropout", from: "flatten_1", to: "a" });
  const after = placeMissing(graph, arrange(chain));
  expect(["in", "flatten_1", "dropout_1", "a", "out"].map((id) => after[id]?.y)).toEqual(
    [0, 1, 2, 3, 4].map((row) => row * step.y),
  );
});

test("a layer that nothing follows yet moves nobody", () => {
  const before = arrange(chain);
  const graph: Graph = { nodes: [...chain.nodes, makeNode("dense", "loose", ["in"])] };
  expect(placeMissing(graph, before)).toEqual({ ...before, loose: { x: step.x, y: step.y } });
});

test("an Input that was missing stands above what it feeds", () => {
  const rest: Graph = { nodes: [makeNode("dense", "a", []), makeNode("output", "out", ["a"])] };
  const graph: Graph = { nodes: [makeNode("input", "in", []), makeNode("dense", "a", ["in"]), ...rest.nodes.slice(1)] };
  const before = arrange(rest);
  expect(placeMissing(graph, before)).toEqual({ ...before, in: { x: 0, y: -step.y } });
});

test("a layer between a branch and what joins it stands in the branch's column", () => {
  const nodes = [makeNode("input", "in", []), makeNode("dense", "a", ["in"]), makeNode("dense", "b", ["in"])];
  const joined: Graph = { nodes: [...nodes, makeNode("add", "join", ["a", "b"])] };
  const graph = insertOnEdge(joined, { kind: "dense", from: "b", to: "join" });
  const made = graph.nodes.find(({ id }) => !joined.nodes.some((node) => node.id === id));
  const after = placeMissing(graph, arrange(joined));
  expect(after[made?.id ?? ""]).toEqual({ x: step.x, y: 2 * step.y });
  expect(after.join).toEqual({ x: 0, y: 3 * step.y });
});
