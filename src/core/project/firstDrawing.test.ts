import { expect, it } from "vitest";
import type { InputConfig } from "../data/types.ts";
import { defaultDrawing, noContext, templates } from "../graph/templates.ts";
import { createProject } from "./create.ts";
import { applyEdit } from "./edits.ts";
import { firstDrawing } from "./firstDrawing.ts";

const image: InputConfig = {
  kind: "image",
  column: "image",
  height: 14,
  width: 14,
  channels: 1,
  policy: "stretch",
  scale: "unit",
};
const series: InputConfig = {
  kind: "sequence",
  mode: "forecast",
  time: "day",
  group: null,
  length: 24,
  stride: 1,
  horizon: 1,
  gaps: "break",
  duplicates: "keep",
};
const fresh = createProject({ id: "p", now: 0, name: "p" });
const kinds = (project: typeof fresh) => project.graph.nodes.map(({ kind }) => kind);

it("follows the input from rows to images to a series and back while nobody has drawn", () => {
  const pictured = applyEdit(fresh, "useDataset", { datasetId: "d", target: "label", input: image, name: "d" });
  expect(kinds(pictured)).toContain("conv2d");
  const smaller = applyEdit(pictured, "setInput", { input: { ...image, height: 28, width: 28 } });
  expect(smaller.graph).toEqual(firstDrawing(smaller.data.input).graph);
  const inTime = applyEdit(smaller, "setInput", { input: series });
  expect(kinds(inTime)).toEqual(["input", "lstm", "output"]);
  const rows = applyEdit(inTime, "setInput", { input: { kind: "columns" } });
  expect(rows.graph).toEqual(defaultDrawing().graph);
});

it("leaves a model that somebody has changed", () => {
  const drawn = applyEdit(fresh, "setGraph", { graph: templates.linear(noContext).graph });
  expect(applyEdit(drawn, "setInput", { input: image }).graph).toBe(drawn.graph);
  const tuned = applyEdit(fresh, "setGraph", {
    graph: { nodes: fresh.graph.nodes.map((node, i) => (i === 1 ? { ...node, params: { units: 7 } } : node)) as never },
  });
  expect(applyEdit(tuned, "setInput", { input: image }).graph).toBe(tuned.graph);
});
